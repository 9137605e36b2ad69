using CsCheck;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>
/// Pings that make little sense, in any order, repeated, late by any time: what is derived depends on which pings there
/// are, and on nothing else.
/// </summary>
public sealed class TrackPropertyTests
{
    static readonly long Begin = At("2026-03-02T00:00");

    static readonly VehicleRules Rules = Drive.RulesOf(VehicleKind.Sweeper, 30) with { Places = Harbour.Places };

    // Close to each other, on borders of hours, and far apart.
    static readonly Gen<long> Times = Gen.OneOf(
        Gen.Long[0, 2 * HourMs],
        Gen.Int[0, 23].Select(static i => i * HourMs),
        Gen.Int[0, 240].Select(static i => 5 * HourMs + i * 15 * SecondMs),
        Gen.Long[0, 24 * HourMs - 1]).Select(static after => Begin + after);

    // A few places, with drift about each, and now and then another city, no satellites or a poor fix.
    static readonly Gen<Ping> Pings = Gen.Select(
        Times, Gen.Int[0, 11], Gen.Double[-0.002, 0.002], Gen.Double[-0.0001, 0.0001],
        Gen.Nullable(Gen.Double[0, 130]), Gen.Nullable(Gen.Double[1, 130]), Gen.Nullable(Gen.Bool),
        Gen.Nullable(Gen.Bool),
        static (ms, place, wide, narrow, kmh, accuracy, ignition, working) => place switch
        {
            11 => new Ping(ms, 0, 0),
            10 => new Ping(ms, 31 + wide, 121, kmh, accuracy, ignition, working),
            >= 7 => new Ping(ms, 30.05 + wide, 122 + wide, kmh, accuracy, ignition, working),
            _ => new Ping(ms, 30 + narrow, 122 - narrow, kmh, accuracy, ignition, working),
        });

    static readonly Gen<Ping[]> Tracks =
        Pings.Array[1, 120].Select(static all => all.DistinctBy(p => p.TimeMs).OrderBy(p => p.TimeMs).ToArray());

    [Fact]
    public void Any_order_and_any_repetition_give_the_same_hours() =>
        Gen.SelectMany(Tracks, static track => Gen.Shuffle(track.Concat(track[..(track.Length / 2)]).ToArray())
                .Select(shuffled => (track, shuffled)))
            .Sample(static both => VehicleHours.AssertSame(
                VehicleHours.FromScratch(Shanghai, Rules, both.track),
                VehicleHours.FromScratch(Shanghai, Rules, both.shuffled)), iter: 1_000);

    [Fact]
    public void Hours_recomputed_as_pings_arrive_equal_those_from_scratch() =>
        Gen.SelectMany(Tracks, static track => Gen.Shuffle(track).Select(shuffled => (track, shuffled)))
            .Sample(static both =>
            {
                var sut = new VehicleHours(Shanghai, Rules);

                foreach (var ping in both.shuffled) sut.Arrive(ping);

                VehicleHours.AssertSame(VehicleHours.FromScratch(Shanghai, Rules, both.track), sut.Rows);
            }, iter: 500);

    [Fact]
    public void Hour_by_hour_equals_the_whole_day_at_once() =>
        Tracks.Sample(static track =>
        {
            var hours = VehicleHours.FromScratch(Shanghai, Rules, track);
            var day = Shanghai.Day(new(2026, 3, 2));

            var atOnce = VehicleHour.Compute(
                new LocalHour(day.Date, 0, day.StartMs, day.EndMs), track, VehicleState.None, Rules);

            var whole = Whole.Of(hours);
            Assert.Equal(atOnce.Exit, hours[^1].Exit);
            Assert.Equal(atOnce.Trips, whole.Trips);
            Assert.Equal(atOnce.Stops, whole.Stops);
            Assert.Equal(atOnce.Speedings, whole.Speedings);
            Assert.Equal(ByTime(atOnce.Visits), ByTime(hours.SelectMany(h => h.Visits)));
            Assert.Equal(atOnce.Figures.Tally.DrivenM, whole.Tally.DrivenM, 1e-6);
            Assert.Equal(atOnce.Figures.Tally.WorkingM, whole.Tally.WorkingM, 1e-6);
            Assert.Equal(atOnce.Figures.Tally.ServiceMs, whole.Tally.ServiceMs);
            Assert.Equal(atOnce.Figures.UnseenM, whole.UnseenM, 1e-6);
            Assert.Equal(atOnce.Figures.StopsBegun, hours.Sum(h => h.Figures.StopsBegun));
            // A day is covered by the hours that have pings, and by what the last ping says of those that have none.
            var covered = VehicleDay.Compute(day, hours.Select(h => h.Figures), 0, VehicleWork.Nothing).Coverage;
            Assert.Equal(atOnce.Figures.CoveredMs, covered * day.LengthMs, 1e-3);
        }, iter: 1_000);

    static IEnumerable<Visit> ByTime(IEnumerable<Visit> visits) =>
        visits.OrderBy(v => v.LeaveMs).ThenBy(v => v.EnterMs).ThenBy(v => v.Place);

    [Fact]
    public void Pieces_follow_each_other_and_add_up_to_the_whole() =>
        Tracks.Sample(static track =>
        {
            var whole = Whole.Of(VehicleHours.FromScratch(Shanghai, Rules, track));

            var pieces = whole.Trips.Select(t => (From: t.From.TimeMs, Until: t.Until.TimeMs))
                .Concat(whole.Stops.Select(s => (From: s.From.TimeMs, Until: s.UntilMs))).Order().ToArray();
            for (var i = 1; i < pieces.Length; i++) Assert.True(pieces[i].From >= pieces[i - 1].Until);
            Assert.All(whole.Stops, stop => Assert.True(stop.LengthMs >= 180 * SecondMs));
            var open = (whole.End.OpenStop?.Tally.DrivenM ?? 0) + (whole.End.TripSoFar?.Tally.DrivenM ?? 0);
            Assert.Equal(
                whole.Tally.DrivenM,
                whole.Trips.Sum(t => t.Tally.DrivenM) + whole.Stops.Sum(s => s.Tally.DrivenM) + open, 1e-6);
        }, iter: 1_000);

    [Fact]
    public void A_state_is_the_same_after_it_was_text() =>
        Tracks.Sample(static track =>
        {
            var state = VehicleHours.FromScratch(Shanghai, Rules, track)[^1].Exit;

            Assert.Equal(state, VehicleState.Parse(state.ToText()));
            Assert.Equal(state.ToText(), VehicleState.Parse(state.ToText())!.ToText());
        }, iter: 500);

    [Fact]
    public void A_late_ping_costs_the_hours_until_nothing_is_handed_on_anew()
    {
        // On the road in every hour from 6 to 17, and ten minutes at the depot at each full hour.
        var drive = new Drive("2026-03-02T06:00").Fix();
        for (var hour = 6; hour < 18; hour++)
            drive.Stand(TimeSpan.FromMinutes(10)).North(15_000, 36).North(-15_000, 36, everySeconds: 10);
        var sut = new VehicleHours(Shanghai, Drive.RulesOf(VehicleKind.Tipper));
        var late = drive.Pings[1_000];
        foreach (var ping in drive.Pings) if (ping != late) sut.Arrive(ping);
        var before = sut.Computed;

        sut.Arrive(late);

        Assert.Equal(1_000 * 10, (late.TimeMs - drive.Pings[0].TimeMs) / SecondMs);
        Assert.InRange(sut.Computed - before, 1, 2);
        VehicleHours.AssertSame(
            VehicleHours.FromScratch(Shanghai, Drive.RulesOf(VehicleKind.Tipper), drive.Pings), sut.Rows);
    }

    [Fact]
    public void A_state_of_another_version_begins_anew()
    {
        Assert.Null(VehicleState.Parse(""));
        Assert.Null(VehicleState.Parse("{\"track\":{\"position\":1}}"));
        Assert.Null(VehicleState.Parse("{\"track\""));
        Assert.Null(VehicleState.Parse("{}"));
    }
}
