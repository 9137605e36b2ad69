using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Host.Derivation.Intake;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>How firm a vehicle's day is, what late pings do to it after a lock, and what the night looks for.</summary>
public sealed class FleetStatesTests
{
    private static readonly DateOnly Day = new(2009, 3, 2);
    private static readonly LedgerMonth March = new(2009, 3);
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_day_that_was_heard_all_along_is_final_an_hour_after_its_end_and_another_after_the_grace()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 24.5), FleetTown.City());
        // A ping each quarter of an hour with the engine off covers the day; the other truck is heard for two hours.
        await sut.WriteLinesAsync(
        [
            .. Enumerable.Range(0, 96).Select(i => FleetTown.Ping(
                "vac-1", DeriveBench.At(Day, i / 4.0), FleetTown.Yard, 0, working: false, ignition: false)),
            .. FleetTown.Day("vac-2", DeriveBench.At(Day, 7)),
        ]);
        await sut.DrainAsync();
        Assert.Equal("provisional provisional", await StatesAsync(sut));

        sut.Time.SetUtcNow(DeriveBench.At(Day, 25));
        await sut.DrainAsync();
        Assert.Equal("final provisional", await StatesAsync(sut));

        // One that begins anew finds the moment in the row.
        sut.Restart();
        sut.Time.SetUtcNow(DeriveBench.At(Day, 24 + 71));
        await sut.DrainAsync();
        Assert.Equal(0, sut.Recomputed(PartitionKind.VehicleDay));
        sut.Time.SetUtcNow(DeriveBench.At(Day, 24 + 72));
        await sut.DrainAsync();
        Assert.Equal("final final_incomplete", await StatesAsync(sut));
        Assert.Empty(await LedgerAsync(sut));
    }

    [Fact]
    public async Task A_late_ping_of_a_closed_day_is_one_row_of_the_ledger_with_both_figures()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 24 * 5), FleetTown.City());
        var lines = FleetTown.Day("vac-1", DeriveBench.At(Day, 6));
        await sut.WriteLinesAsync([.. lines.SkipLast(90)]);
        await sut.DrainAsync();

        await sut.WriteLinesAsync([.. lines.TakeLast(90)]);
        await sut.DrainAsync();

        var row = Assert.Single(await LedgerAsync(sut), one => one.Subject == "vehicle:vac-1");
        Assert.Equal((Day, Actor.Derive), (row.Day, row.Actor));
        Assert.Contains("late data", row.Why, StringComparison.Ordinal);
        var (before, after) = (ValueSet.Parse(row.Before!), ValueSet.Parse(row.After!));
        Assert.True(before.Number("driven_km") < after.Number("driven_km"));
        var stored = Assert.Single(await sut.RowsAsync(DerivedMeasurements.VehicleDaily));
        Assert.Equal(1, stored.Values.Integer(DerivedMeasurements.Revision));
    }

    [Fact]
    public async Task A_late_day_after_the_months_lock_waits_as_one_revision_and_leaves_what_was_published()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(new DateOnly(2009, 4, 6)), FleetTown.City());
        sut.Reports = new ReportRevisions(BenchReports.Of(sut));
        var lines = FleetTown.Day("vac-1", DeriveBench.At(Day, 6));
        await sut.WriteLinesAsync([.. lines.SkipLast(90)]);
        await sut.DrainAsync();
        var report = await BenchReports.Of(sut).ComposeAsync(Scope.City, March, None);
        await sut.Operations.Locks.LockAsync(
            Scope.City, March,
            new Publication(
                new DataVersion("v1", sut.Time.GetUtcNow()), ValueSet.Of(("fleet/driven_km", Driven(report))),
                [new PublishedCopy("html", "en", "published"u8.ToArray())]),
            Actor.Local, "reported", None);
        await sut.DrainAsync();
        Assert.Equal("locked", await StatesAsync(sut));

        // The way home, and with it another ten kilometres, was still on the tracker.
        await sut.WriteLinesAsync([.. lines.TakeLast(90)]);
        await sut.DrainAsync();

        var pending = Assert.Single(await sut.Operations.Locks.PendingAsync(RevisionState.Open, None));
        Assert.Equal((Scope.City, March, ChangeCause.LateData), (pending.Scope, pending.Month, pending.Cause));
        Assert.Equal(Driven(report), pending.Published.Number("fleet/driven_km"));
        var now = Driven(await BenchReports.Of(sut).ComposeAsync(Scope.City, March, None));
        Assert.True(now > Driven(report));
        Assert.Equal(now, pending.Computed.Number("fleet/driven_km"));
        var locked = await sut.Operations.Locks.FindAsync(Scope.City, March, None);
        Assert.Equal((0, Driven(report)), (locked!.Current.Number, locked.Current.Values.Number("fleet/driven_km")));
        Assert.Equal("locked", await StatesAsync(sut));
    }

    [Fact]
    public async Task The_months_of_old_locks_are_not_gone_through_again_at_each_start()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(new DateOnly(2009, 4, 6)), FleetTown.City());
        await sut.WriteLinesAsync(FleetTown.Day("vac-1", DeriveBench.At(Day, 6)));
        await sut.DrainAsync();
        await sut.Operations.Locks.LockAsync(
            Scope.Of(new DistrictId("east")), March,
            new Publication(
                new DataVersion("v1", sut.Time.GetUtcNow()), ValueSet.Empty,
                [new PublishedCopy("html", "en", "published"u8.ToArray())]),
            Actor.Local, "reported", None);
        sut.CountFromHere();
        await sut.DrainAsync();
        // Both trucks, each day of March.
        Assert.Equal(62, sut.Recomputed(PartitionKind.VehicleDay));

        sut.Restart();
        await sut.DrainAsync();

        Assert.Equal(0, sut.Recomputed(PartitionKind.VehicleDay));
        Assert.Equal("locked", await StatesAsync(sut));
    }

    [Fact]
    public async Task The_reconciliation_finds_a_ping_that_nobody_told_of_and_counts_the_hour()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 30), FleetTown.City());
        sut.Options.ReconcileDays = 3;
        await sut.WriteLinesAsync(FleetTown.Day("vac-1", DeriveBench.At(Day, 6)));
        await sut.DrainAsync();
        Assert.Equal((0, 0), (sut.Tally.LastDifferences, sut.Tally.Differences));
        var before = Assert.Single(await sut.RowsAsync(DerivedMeasurements.VehicleDaily));

        // At noon, five hours after it came home: nothing tells of it.
        await sut.WriteUntoldAsync("vac-1", DeriveBench.At(Day, 12), FleetTown.First);
        await sut.DrainAsync();
        Assert.Equal(0, sut.Tally.Differences);
        sut.Time.SetUtcNow(DeriveBench.At(Day, 48 + 4));
        await sut.DrainAsync();

        Assert.StartsWith("vehicle_hour 1, vehicle_day 1", sut.Tally.LastKinds, StringComparison.Ordinal);
        Assert.True(sut.Tally.LastDifferences > 1);
        var after = Assert.Single(await sut.RowsAsync(DerivedMeasurements.VehicleDaily));
        Assert.Equal(
            before.Values.Integer(DerivedMeasurements.Pings) + 1, after.Values.Integer(DerivedMeasurements.Pings));

        // The next night finds nothing, and says so.
        sut.Time.SetUtcNow(DeriveBench.At(Day, 72 + 4));
        await sut.DrainAsync();
        Assert.Equal((0, ""), (sut.Tally.LastDifferences, sut.Tally.LastKinds));
    }

    [Fact]
    public void A_fleet_that_is_too_large_for_a_night_takes_turns_and_nobody_is_left_out()
    {
        var city = FleetTown.City();
        city.Edit("\"vehicles\": [", "\"vehicles\": [" + string.Concat(Enumerable.Range(0, 5).Select(i =>
            $"{{ \"id\": \"more-{i}\", \"kind\": \"sweeper\", \"plate\": \"B{i}\", \"district\": \"east\", "
            + "\"interval\": \"20s\" },")));
        var registry = city.Current;

        Assert.Equal(7, ReconcileTurn.Of(registry, Day, 3, 100_000).Count);
        // 150 hours are two vehicles of three days.
        var nights = Enumerable.Range(0, 4).Select(i => ReconcileTurn.Of(registry, Day.AddDays(i), 3, 150)).ToList();
        Assert.All(nights, night => Assert.Equal(2, night.Count));
        Assert.Equal(7, nights.SelectMany(night => night).Distinct().Count());
        Assert.Single(ReconcileTurn.Of(registry, Day, 7, 1));
        Assert.Empty(ReconcileTurn.Of(registry, Day, 7, 0));
    }

    private static double Driven(Dashboards.Reports.MonthlyReport report) => report.Fleet!.Vehicles[0].DrivenKm!.Value;

    /// <summary>Of the vehicles' rows, by vehicle.</summary>
    private static async Task<string> StatesAsync(DeriveBench sut) => string.Join(' ',
        (await sut.RowsAsync(DerivedMeasurements.VehicleDaily)).OrderBy(row => row.Series["vehicle"])
            .Select(row => row.Values.Text(DerivedMeasurements.State)));

    private static async Task<IReadOnlyList<LedgerRow>> LedgerAsync(DeriveBench sut) =>
        (await sut.Operations.Ledger.ReadAsync(new LedgerQuery { Kind = LedgerKind.DayValue }, None)).Rows;
}
