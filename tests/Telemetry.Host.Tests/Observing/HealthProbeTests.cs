using Telemetry.Storage.Spool;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Dashboards.Status;
using Telemetry.Host.Observing;
using Telemetry.Host.Options;
using Telemetry.Host.Tests.Storing;
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

    private HealthCheck Lag() => new LagProbe(_store, _bench.Spool, new StoreOptions(), _time).Check();
}
