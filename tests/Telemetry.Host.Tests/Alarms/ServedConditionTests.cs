using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Live;
using Telemetry.Host.Alarms;
using Telemetry.Host.Alarms.Telling;
using Telemetry.Host.Derivation;
using Telemetry.Host.Tests.Derivation;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>A day of two vacuum trucks, from their pings to what people are told.</summary>
public sealed class ServedConditionTests
{
    private static readonly DateOnly Day = new(2009, 3, 2);

    // The first pit of a tour is reached ten minutes after it began; a load has four hours from there.
    private static readonly DateTimeOffset Weighed = DeriveBench.At(Day, 6).AddMinutes(46);

    [Fact]
    public async Task A_truck_that_dumps_elsewhere_is_one_alarm_of_that_trip_and_the_one_that_delivers_is_none()
    {
        await using var bench = await OpenAsync(DeriveBench.At(Day, 11.2));
        await bench.WriteLinesAsync(
        [
            .. FleetTown.Day("vac-1", DeriveBench.At(Day, 6)), FleetTown.Weighing("vac-1", "T-1", Weighed, 4_200),
            .. FleetTown.Day("vac-2", DeriveBench.At(Day, 7), unload: 30.07),
        ]);

        var alarm = Assert.Single(await LookAsync(bench, TimeSpan.FromMinutes(30)));

        Assert.Equal(
            (AlarmRule.LoadNotDelivered, "vac-2", true), (alarm.Rule, alarm.Asset.Owner, alarm.Active));
        Assert.StartsWith("20090301T2309", alarm.Asset.Part, StringComparison.Ordinal);
        // 37 minutes on the way there: five and two of ten standing, the rest at 40 km/h.
        Assert.Equal("fecal: pit-1, pit-2 → 30.0700, 122.0000 07:37", alarm.Detail);
    }

    [Fact]
    public async Task A_load_that_is_weighed_late_clears_what_it_had_raised()
    {
        await using var bench = await OpenAsync(DeriveBench.At(Day, 10.2));
        await bench.WriteLinesAsync(FleetTown.Day("vac-1", DeriveBench.At(Day, 6)));
        using var beat = Beat(bench);
        Assert.True(Assert.Single(await LookAsync(bench, TimeSpan.FromMinutes(30), beat)).Active);

        await bench.WriteLinesAsync([FleetTown.Weighing("vac-1", "T-1", Weighed, 4_200)]);

        Assert.DoesNotContain(await LookAsync(bench, TimeSpan.FromMinutes(30), beat), static alarm => alarm.Active);
    }

    [Theory]
    // Both pits are due by noon: the one that nobody served is 1 h behind at one o'clock, and not at all at noon.
    [InlineData(13.1, true)]
    [InlineData(12.3, false)]
    public async Task A_round_is_late_half_an_hour_after_a_point_was_due(double hour, bool isLate)
    {
        await using var bench = await OpenAsync(DeriveBench.At(Day, hour));
        await bench.WriteLinesAsync(
        [
            .. FleetTown.Day("vac-1", DeriveBench.At(Day, 6)).Take(60),
            FleetTown.Ping("vac-1", DeriveBench.At(Day, 6.5), FleetTown.First + 0.01, 0, false, ignition: false),
        ]);

        var rounds = (await LookAsync(bench, TimeSpan.FromMinutes(10)))
            .Where(static alarm => alarm.Rule == AlarmRule.RoundLate).ToList();

        if (!isLate)
        {
            Assert.Empty(rounds);
            return;
        }
        var alarm = Assert.Single(rounds);
        Assert.Equal(("vac-1", "north", "pit-2"), (alarm.Asset.Owner, alarm.Asset.Part, alarm.Detail));
    }

    private static Task<DeriveBench> OpenAsync(DateTimeOffset now) => DeriveBench.OpenAsync(now, FleetTown.City());

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

    /// <summary>What stands open after a while in which it derives and looks every ten seconds.</summary>
    private static async Task<IReadOnlyList<Alarm>> LookAsync(
        DeriveBench bench, TimeSpan time, AlarmBeat? beat = null)
    {
        using var own = beat is null ? Beat(bench) : null;
        await bench.DrainAsync();
        for (var end = bench.Time.GetUtcNow() + time; bench.Time.GetUtcNow() < end;)
        {
            await (beat ?? own!).LookAsync(CancellationToken.None);
            bench.Time.Advance(TimeSpan.FromSeconds(10));
        }
        // Of the town's plants nothing was ever heard, which is another alarm.
        return
        [
            .. (await bench.Operations.Alarms.OpenAsync(DateTimeOffset.MaxValue, default))
                .Where(static alarm => alarm.Asset.Subject == AlarmSubject.Vehicle),
        ];
    }
}
