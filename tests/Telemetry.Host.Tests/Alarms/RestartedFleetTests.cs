using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Live;
using Telemetry.Host.Alarms;
using Telemetry.Host.Alarms.Telling;
using Telemetry.Host.Derivation;
using Telemetry.Host.Tests.Derivation;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>
/// A truck stands beside the road from five past seven, with its engine off and a ping each five minutes. However often
/// the evaluator begins anew, it has stood since then.
/// </summary>
public sealed class RestartedFleetTests
{
    private static readonly DateOnly Day = new(2009, 3, 2);

    /// <summary>The first ping where it stands: 67 after the first, one each 20 s.</summary>
    private static readonly DateTimeOffset StoodFrom = DeriveBench.At(Day, 7).AddMinutes(5);

    [Fact]
    public async Task How_long_it_has_stood_is_not_forgotten_by_a_restart_and_is_told_of_once()
    {
        await using var bench = await OpenAsync(StoodFrom.AddMinutes(45));
        await LookAsync(bench, TimeSpan.FromMinutes(8));
        Assert.Empty(await AlarmsAsync(bench));

        // Another process: it would have to stand for another hour if nothing was known of it.
        await LookAsync(bench, TimeSpan.FromMinutes(12));

        var alarm = Assert.Single(await AlarmsAsync(bench));
        Assert.Equal(AlarmRule.LongStop, alarm.Rule);
        Assert.InRange(alarm.Onset, StoodFrom.AddSeconds(-20), StoodFrom.AddSeconds(20));
        Assert.InRange(alarm.RaisedAt, StoodFrom.AddMinutes(59), StoodFrom.AddMinutes(62));

        // And another: the same alarm goes on, and nobody is told again.
        await LookAsync(bench, TimeSpan.FromMinutes(10));

        var same = Assert.Single(await AlarmsAsync(bench));
        Assert.Equal((alarm.Id, true, 1), (same.Id, same.Active, same.Occurrences));
        Assert.True(same.Value > 70, $"{same.Value} minutes");
        Assert.Single(
            await bench.Operations.Alarms.Notices.DueAsync(
                "webhook", DateTimeOffset.MaxValue, 10, CancellationToken.None),
            notice => notice.Alarm == alarm.Id);
    }

    [Fact]
    public async Task An_edit_of_the_registry_does_not_begin_the_time_anew()
    {
        await using var bench = await OpenAsync(StoodFrom.AddMinutes(52));
        using var beat = Beat(bench);
        await LookAsync(bench, TimeSpan.FromMinutes(4), beat);

        bench.City.Edit("\"plate\": \"A2\"", "\"plate\": \"A3\"");
        await LookAsync(bench, TimeSpan.FromMinutes(8), beat);

        Assert.Equal(AlarmRule.LongStop, Assert.Single(await AlarmsAsync(bench)).Rule);
    }

    private static async Task<DeriveBench> OpenAsync(DateTimeOffset now)
    {
        var bench = await DeriveBench.OpenAsync(now, FleetTown.City());
        // 66 steps of 222 m north from the yard is far from everything; then it stands.
        var start = StoodFrom.AddSeconds(-67 * 20);
        await bench.WriteLinesAsync(
        [
            .. Enumerable.Range(0, 67).Select(i => FleetTown.Ping(
                "vac-1", start.AddSeconds(i * 20), FleetTown.Yard - (i * 0.002), 40, working: false)),
            .. Enumerable.Range(0, 15).Select(i => FleetTown.Ping(
                "vac-1", StoodFrom.AddMinutes(5 * i), FleetTown.Yard - (66 * 0.002), 0, working: false,
                ignition: false)).Where((_, i) => StoodFrom.AddMinutes(5 * i) <= now),
        ]);
        await bench.DrainAsync();
        return bench;
    }

    /// <summary>A process of its own where none is given: what it has in memory ends with it.</summary>
    private static async Task LookAsync(DeriveBench bench, TimeSpan time, AlarmBeat? beat = null)
    {
        using var own = beat is null ? Beat(bench) : null;
        for (var end = bench.Time.GetUtcNow() + time; bench.Time.GetUtcNow() < end;)
        {
            await (beat ?? own!).LookAsync(CancellationToken.None);
            bench.Time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    private static AlarmBeat Beat(DeriveBench bench)
    {
        var options = new AlarmOptions();
        return new AlarmBeat(
            AlarmJudge.Create(bench.Reader, bench.Store, bench.Operations.Fleet, new LiveBoard(), options),
            new AlarmTelling(
                [new AlarmBench.Channel()], bench.City, options, bench.Time, NullLogger<AlarmTelling>.Instance),
            new AlarmTopics(new AlarmBench.Topics(), "h"), bench.Operations, bench.City,
            new DeriveTally { Leads = true }, new AlarmTally(), options, bench.Time, NullLogger<AlarmBeat>.Instance);
    }

    /// <summary>Of the town's plants nothing was ever heard, which is another alarm.</summary>
    private static async Task<IReadOnlyList<Alarm>> AlarmsAsync(DeriveBench bench) =>
    [
        .. (await bench.Operations.Alarms.OpenAsync(DateTimeOffset.MaxValue, CancellationToken.None))
            .Where(static alarm => alarm.Asset.Subject == AlarmSubject.Vehicle),
    ];
}
