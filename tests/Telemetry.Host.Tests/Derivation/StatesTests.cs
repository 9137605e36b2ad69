using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Host.Tests.Derivation;

public sealed class StatesTests
{
    private static readonly DateOnly Day = new(2009, 3, 4);

    [Fact]
    public async Task A_whole_day_is_final_an_hour_after_its_end()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 24.5));
        await sut.WriteAsync(WholeDay());
        await sut.DrainAsync();
        Assert.Equal("provisional", await StateAsync(sut));

        sut.Time.SetUtcNow(DeriveBench.At(Day, 25));
        await sut.DrainAsync();

        Assert.Equal("final", await StateAsync(sut));
        Assert.Empty(await LedgerAsync(sut));
    }

    [Fact]
    public async Task A_day_that_a_restart_finds_provisional_becomes_final_all_the_same()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 24.5));
        await sut.WriteAsync(WholeDay());
        await sut.DrainAsync();

        sut.Restart();
        sut.Time.SetUtcNow(DeriveBench.At(Day, 40));
        await sut.DrainAsync();

        Assert.Equal("final", await StateAsync(sut));
    }

    [Fact]
    public async Task A_day_with_half_its_readings_is_final_but_incomplete_after_the_grace()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 25));
        await sut.WriteAsync(WholeDay()[..24]);
        await sut.DrainAsync();
        Assert.Equal("provisional", await StateAsync(sut));

        sut.Time.SetUtcNow(DeriveBench.At(Day, 24 + 72));
        await sut.DrainAsync();

        Assert.Equal("final_incomplete", await StateAsync(sut));
    }

    [Fact]
    public async Task A_final_value_that_changes_is_one_row_of_the_ledger_with_both_figures()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 48));
        var readings = WholeDay();
        await sut.WriteAsync([.. readings.Where((_, i) => i != 46)]);
        await sut.DrainAsync();
        Assert.Equal("final", await StateAsync(sut));

        // Until now the last reading was that of 23:30, which shows 1,175.
        await sut.WriteAsync(new Sample("out", DeriveBench.At(Day, 23.75), Total: 1_200));
        await sut.DrainAsync();

        var rows = await LedgerAsync(sut);
        var row = Assert.Single(rows, one => one.Subject == "plant:p");
        Assert.Contains("late data", row.Why, StringComparison.Ordinal);
        Assert.NotEqual(row.Before, row.After);
        Assert.Equal(Actor.Derive, row.Actor);
        var stored = Assert.Single(await sut.RowsAsync(DerivedMeasurements.PlantDaily));
        Assert.Equal(1, stored.Values.Integer(DerivedMeasurements.Revision));
    }

    [Fact]
    public async Task A_day_of_which_nothing_was_heard_is_closed_and_says_why()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 12));
        await sut.DrainAsync();

        sut.Time.SetUtcNow(DeriveBench.At(Day, 25));
        await sut.DrainAsync();

        var row = Assert.Single(await sut.RowsAsync(DerivedMeasurements.PlantDaily));
        Assert.Equal(DeriveBench.At(Day), row.Time);
        Assert.False(row.Values.Truth(DerivedMeasurements.Valid));
        Assert.Equal("meter_missing:out", row.Values.Text(DerivedMeasurements.Reason));
        Assert.Null(row.Values.Number(DerivedMeasurements.TreatedM3));
    }

    [Fact]
    public async Task A_plant_that_treats_nothing_has_a_row_that_says_why_beside_the_others()
    {
        var city = new SmallCity();
        city.Edit(
            "\"plants\": [",
            """
            "plants": [
              {
                "id": "new", "kind": "fecal", "name": { "en": "New", "zh": "新" }, "district": "east",
                "location": { "lat": 30.0, "lon": 122.0 },
                "capacity": [ { "from": "2009-01-01", "state": "built_not_connected", "design_m3d": 100 } ],
              },
            """);
        // Days ago, so that no day's end makes the row.
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 24 * 30), city);
        await sut.WriteAsync(WholeDay());
        await sut.DrainAsync();

        var rows = (await sut.RowsAsync(DerivedMeasurements.PlantDaily)).ToDictionary(row => row.Series["plant"]);

        Assert.Equal(["new", "p"], rows.Keys.Order());
        Assert.Equal("not_connected", rows["new"].Values.Text(DerivedMeasurements.Reason));
        Assert.Equal("final", rows["new"].Values.Text(DerivedMeasurements.State));
        Assert.Null(rows["new"].Values.Number(DerivedMeasurements.Load));
        Assert.Null(rows["new"].Values.Number(DerivedMeasurements.TreatedM3));
        Assert.Empty(await LedgerAsync(sut));
    }

    [Fact]
    public async Task Late_data_after_a_lock_keeps_the_lock_and_asks_for_one_revision()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(new DateOnly(2009, 4, 2)));
        var readings = WholeDay();
        await sut.WriteAsync([.. readings.Where((_, i) => i != 20)]);
        await sut.DrainAsync();
        var month = new LedgerMonth(2009, 3);
        await sut.Operations.Locks.LockAsync(
            Scope.Of(new PlantId("p")), month,
            new Publication(
                new DataVersion("v1", sut.Time.GetUtcNow()), ValueSet.Of(("p/treated_m3", 1)),
                [new PublishedCopy("json", "-", "{}"u8.ToArray())]),
            Actor.Local, "reported", CancellationToken.None);
        await sut.DrainAsync();
        Assert.Equal("locked", await StateAsync(sut));
        sut.Months.Asked.Clear();

        await sut.WriteAsync(new Sample("out", readings[20].At, Total: readings[20].Total + 5));
        await sut.WriteAsync(new Sample("out", DeriveBench.At(Day, 23.9), Total: 1_230));
        await sut.DrainAsync();

        Assert.Equal([(Scope.Of(new PlantId("p")), month)], sut.Months.Asked.Distinct());
        Assert.Equal("locked", await StateAsync(sut));
    }

    /// <summary>A reading each half hour, 50 m³ an hour: 00:00 shows 0, 23:30 shows 1,175.</summary>
    private static Sample[] WholeDay() =>
    [
        .. Enumerable.Range(0, 48).Select(half => new Sample(
            "out", DeriveBench.At(Day).AddMinutes(30 * half), Total: half * 25)),
    ];

    private static async Task<string> StateAsync(DeriveBench sut)
    {
        var rows = await sut.RowsAsync(DerivedMeasurements.PlantDaily);
        return rows.Single(row => row.Time == DeriveBench.At(Day)).Values.Text(DerivedMeasurements.State);
    }

    private static async Task<IReadOnlyList<LedgerRow>> LedgerAsync(DeriveBench sut) =>
        (await sut.Operations.Ledger.ReadAsync(
            new LedgerQuery { Kind = LedgerKind.DayValue }, CancellationToken.None)).Rows;
}
