using System.Collections.Immutable;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Live;
using Telemetry.Host.Alarms.Conditions;
using Telemetry.Host.Observing;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>What a host tells of itself, as the rules are given it.</summary>
public sealed class HostConditionTests
{
    private static readonly DateTimeOffset Noon = new(2009, 8, 10, 4, 0, 0, TimeSpan.Zero);

    private readonly HostConditions _sut = new(new LiveBoard());

    [Fact]
    public void A_host_that_is_well_has_nothing_to_say()
    {
        var condition = _sut.Of(Sign(Noon, Well()));

        Assert.Equal(
            (TimeSpan.Zero, false, false, false, true, 0.5),
            (condition.OldestPending, condition.StoreIsDown, condition.SessionWasLost, condition.SessionIsDown,
                condition.ClockIsSure, condition.DiskFree));
    }

    [Fact]
    public void Store_session_clock_and_spool_are_taken_over()
    {
        var condition = _sut.Of(Sign(Noon, Well() with
        {
            ClockSynchronised = false,
            Spool = new SpoolStatus(true, 0, null, 9, 700, 700),
            Store = new StoreStatus("influxdb", StoreState.Unreachable, "no answer", Noon.AddHours(-1)),
            Connections =
            [
                new ConnectionStatus("mqtt-1", ConnectionState.Disconnected, Noon, false, null, 0, 0, "refused"),
            ],
            Health = [new HealthCheck("session", HealthState.Degraded, "lost")],
        }));

        Assert.Equal(TimeSpan.FromSeconds(700), condition.OldestPending);
        Assert.True(condition.StoreIsDown);
        Assert.Equal((Noon.AddHours(-1), "no answer"), (condition.StoreDownSince, condition.StoreWords));
        Assert.True(condition.SessionIsDown && condition.SessionWasLost is true);
        Assert.Equal("mqtt-1: refused", condition.SessionWords);
        Assert.False(condition.ClockIsSure);
    }

    [Fact]
    public void Dead_letters_are_counted_a_minute_over_the_last_five()
    {
        Assert.Null(Rate(0, 100));
        Assert.Null(Rate(30, 115));
        // From 100 to 130 in one minute.
        Assert.Equal(30, Rate(60, 130));
        Assert.Equal(6, Rate(300, 130));
        // What is older than five minutes is out: from 130 at minute 5 on.
        Assert.Equal(20, Rate(480, 190)!.Value, 9);
        // A host that began anew.
        Assert.Null(Rate(540, 3));

        double? Rate(int second, long count) => _sut.Of(Sign(Noon.AddSeconds(second), Well() with
        {
            DeadLetters = ImmutableSortedDictionary<string, long>.Empty.Add("schema", count),
        })).DeadLettersPerMinute;
    }

    private static HostSign Sign(DateTimeOffset at, StatusSnapshot status) =>
        new("h-1", at, TimeSpan.FromSeconds(10), "running", status);

    private static StatusSnapshot Well() => new()
    {
        Host = "h-1", Version = "1", StartedAt = Noon, Now = Noon, ClockSynchronised = true, DiskFree = 0.5,
        Rates = new HostRates(0, 0, 0), Intake = new IntakeBooks(0, 0, 0, 0, 0), Stored = new StoreBooks(0, 0, 0, 0, 0),
        Spool = new SpoolStatus(true, 0, null, 0, null, null),
        Store = new StoreStatus("sqlite", StoreState.Ok, "", Noon),
        Connections = [new ConnectionStatus("embedded", ConnectionState.Listening, Noon, null, null, 0, 0, null)],
        DeadLetters = ImmutableSortedDictionary<string, long>.Empty, Registry = new RegistryStatus("", Noon, []),
        UnregisteredAssets = [], UnregisteredCount = 0, Health = [],
    };
}
