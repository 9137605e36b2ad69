using Telemetry.Storage.Spool;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Dashboards.Status;
using Telemetry.Host.Observing;
using Telemetry.Host.Options;
using Telemetry.Host.Tests.Storing;
using Telemetry.Mqtt.Source;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Tests.Observing;

public sealed class HealthProbeTests : IDisposable
{
    private readonly SpoolBench _bench = new();
    private readonly FakeStore _store = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_store_in_trouble_is_degraded_with_its_words()
    {
        _store.Condition = new StoreCondition(StoreTrouble.Unreachable, "connection refused", DateTimeOffset.UnixEpoch);

        Assert.Equal(new HealthCheck("lag", HealthState.Degraded, "connection refused"), Lag());
    }

    [Fact]
    public void Lines_that_wait_are_no_failure_until_they_are_old()
    {
        _bench.Append(10);
        Assert.Equal(HealthState.Ok, Lag().State);

        _time.Advance(TimeSpan.FromMinutes(6));

        var check = Lag();
        Assert.Equal(HealthState.Failed, check.State);
        Assert.Contains("oldest of 10 waiting lines", check.Reason, StringComparison.Ordinal);
        Assert.Contains("limit 5", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_waiting_is_never_old()
    {
        _time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(HealthState.Ok, Lag().State);
    }

    [Fact]
    public async Task A_spool_with_room_and_dead_letters_within_their_quota_are_well()
    {
        await using var commit = new GroupCommit(
            _bench.Spool, _bench.Letters, new GroupCommitOptions(), _time, NullLogger.Instance);

        Assert.Equal(HealthState.Ok, new SpoolProbe(commit).Check().State);
        Assert.Equal(HealthState.Ok, new DeadLetterProbe(_bench.Letters).Check().State);
    }

    [Fact]
    public void A_lost_session_is_said_for_an_hour_with_when_and_why_and_then_no_more()
    {
        var at = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);
        var status = Source(Connection("host-1"), Connection("host-2") with { SessionsLost = 2, SessionLostAt = at });

        var check = SessionProbe.Of(status, at + TimeSpan.FromMinutes(59));
        Assert.Equal(("session", HealthState.Degraded), (check.Name, check.State));
        Assert.Contains(
            "that of host-2 at 2026-03-01 08:30:00Z (2 since the start)", check.Reason, StringComparison.Ordinal);
        Assert.Contains("restarted without persistence", check.Reason, StringComparison.Ordinal);
        Assert.Equal(
            new HealthCheck("session", HealthState.Ok, null), SessionProbe.Of(status, at + TimeSpan.FromMinutes(60)));
        Assert.Equal(2, status.SessionsLost);
    }

    [Fact]
    public void A_session_lost_while_another_connection_is_down_names_the_one_that_is_down()
    {
        var at = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);
        var status = Source(
            Connection("host-1") with { SessionsLost = 1, SessionLostAt = at },
            Connection("host-2") with { State = SourceConnectionState.Waiting, LastError = "connection refused" });

        Assert.Equal(
            new HealthCheck("session", HealthState.Failed, "host-2 at broker:1883: connection refused"),
            SessionProbe.Of(status, at));
    }

    private static MqttSourceStatus Source(params SourceConnectionStatus[] connections) =>
        new("broker:1883", connections);

    private static SourceConnectionStatus Connection(string clientId) => new(
        clientId, SourceConnectionState.Connected, ["sanitation/plants/#"], DateTimeOffset.UnixEpoch,
        SessionPresent: false,
        LastMessageAt: null, Received: 0, Acknowledged: 0, InFlight: 0, StaleAcknowledgements: 0, Reconnects: 1,
        SessionsLost: 0,
        Faults: 0, LastError: null);

    private HealthCheck Lag() => new LagProbe(_store, _bench.Spool, new StoreOptions(), _time).Check();
}
