using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>What people declare in the place of readings: in the figures of its own day, and in no other's.</summary>
public abstract partial class InputsContract
{
    private static readonly DateOnly Fourth = new(2009, 3, 4);

    [Fact]
    public async Task A_missed_volume_is_added_to_its_day()
    {
        await using var sut = await DerivedAsync();

        await DeclareAsync(sut, new MissedVolume(new("p"), new("out"), Fourth, 300, "power cut", "log book"));
        await sut.DrainAsync();

        Assert.Equal((0, 1), Meters(sut));
        Assert.Equal(1, sut.Recomputed(PartitionKind.PlantDay));
        Assert.Equal(1, sut.Recomputed(PartitionKind.IndicatorDay));
        var day = (await sut.DayAsync("out", Fourth))!.Values;
        Assert.Equal(1500, day.Number(DerivedMeasurements.VolumeM3)!.Value, 6);
        Assert.Equal(1200, day.Number(DerivedMeasurements.MeasuredM3)!.Value, 6);
        Assert.Equal(300, day.Number(DerivedMeasurements.EstimatedM3)!.Value, 6);
        var other = await OtherThanAsync(sut, DerivedMeasurements.PlantDaily, DerivedMeasurements.TreatedM3, 1200);
        Assert.Equal([1500], other);
    }

    [Fact]
    public async Task A_laboratory_result_beyond_a_limit_leaves_processed_and_takes_compliant()
    {
        await using var sut = await DerivedAsync();
        sut.City.Edit(
            "\"meters\": [",
            """
            "quality_points": [
              { "id": "outlet", "role": "effluent", "name": { "en": "Outlet", "zh": "出水口" }, "interval": "1h",
                "limits": [ { "parameter": "cod_mgl", "max": 60 } ] },
            ],
            "meters": [
            """);
        await sut.DrainAsync();
        sut.CountFromHere();

        await DeclareAsync(sut, new LaboratoryResult(new("p"), new("outlet"), Fourth, "cod_mgl", 61, "sheet 9"));
        await DeclareAsync(sut, new LaboratoryResult(
            new("p"), new("outlet"), Fourth.AddDays(1), "cod_mgl", 60, "sheet 10"));
        await sut.DrainAsync();

        Assert.Equal((0, 0), Meters(sut));
        Assert.Equal(2, sut.Recomputed(PartitionKind.PlantDay));
        Assert.Equal(2, sut.Recomputed(PartitionKind.IndicatorDay));
        var days = (await sut.RowsAsync(DerivedMeasurements.PlantDaily)).ToDictionary(row => row.Time);
        var (beyond, within) = (days[DeriveBench.At(Fourth)].Values, days[DeriveBench.At(Fourth.AddDays(1))].Values);
        Assert.Equal(1200, beyond.Number(DerivedMeasurements.TreatedM3)!.Value, 6);
        Assert.Equal(0, beyond.Number(DerivedMeasurements.CompliantM3));
        Assert.Equal(1200, within.Number(DerivedMeasurements.CompliantM3)!.Value, 6);
        // A day without a sample isn't known to be compliant.
        Assert.Null(days[DeriveBench.At(Fourth.AddDays(2))].Values.Number(DerivedMeasurements.CompliantM3));
    }

    [Fact]
    public async Task A_declared_weighing_is_its_plants_day_and_its_rates()
    {
        await using var sut = await DerivedAsync();
        sut.City.Edit(
            "\"plants\": [",
            """
            "facilities": [
              { "id": "gate", "kind": "landfill", "district": "east", "plant": "tip",
                "name": { "en": "Gate", "zh": "门" }, "location": { "lat": 30.1, "lon": 122.0 } },
            ],
            "plants": [
              { "id": "tip", "kind": "landfill", "name": { "en": "Tip", "zh": "填埋场" }, "district": "east",
                "location": { "lat": 30.1, "lon": 122.0 },
                "capacity": [ { "from": "2009-01-01", "state": "in_service" } ] },
            """);
        sut.City.Edit(
            "\"indicators\": [",
            """
            "indicators": [
              { "id": "garbage", "kind": "garbage_harmless_rate", "name": { "en": "Garbage", "zh": "垃圾" },
                "denominators": [ { "id": "collected", "basis": "collected", "official": true,
                  "from": "2009-01-01", "source": "scales" } ] },
            """);
        await sut.DrainAsync();

        await DeclareAsync(sut, new DeclaredWeighing(
            new("gate"), "T-1", DeriveBench.At(Fourth).AddHours(9), WeighedMaterial.Garbage, null,
            new DistrictId("east"), 9000, 4000, 5000, "slip"));
        await sut.DrainAsync();

        var day = (await sut.RowsAsync(DerivedMeasurements.PlantDaily))
            .Single(row => row.Series["plant"] == "tip" && row.Time == DeriveBench.At(Fourth)).Values;
        Assert.Equal(5, day.Number(DerivedMeasurements.TreatedT));
        var rates = (await sut.RowsAsync(DerivedMeasurements.IndicatorDaily))
            .Where(row => row.Series["indicator"] == "garbage" && row.Time == DeriveBench.At(Fourth)).ToList();
        Assert.Equal(["city", "east"], rates.Select(row => row.Series["district"]).Order());
        Assert.All(rates, row => Assert.Equal(
            (5.0, 5.0, 1.0),
            (row.Values.Number(DerivedMeasurements.Numerator), row.Values.Number(DerivedMeasurements.Denominator),
                row.Values.Number(DerivedMeasurements.Rate))));
        // Nothing weighed on the day after: no rate, and not 0.
        Assert.All(
            (await sut.RowsAsync(DerivedMeasurements.IndicatorDaily))
                .Where(row => row.Series["indicator"] == "garbage" && row.Time == DeriveBench.At(Fourth.AddDays(1))),
            row => Assert.Null(row.Values.Number(DerivedMeasurements.Rate)));
    }

    [Fact]
    public async Task A_declared_supply_by_class_of_customers_is_the_estimated_denominator_of_its_days()
    {
        await using var sut = await DerivedAsync();

        await DeclareAsync(sut, new WaterSupply(
            null, CustomerClass.Domestic, Fourth, Fourth.AddDays(2), 2000, 0.8, "yearbook"));
        await DeclareAsync(sut, new WaterSupply(
            null, CustomerClass.Industrial, Fourth, Fourth.AddDays(2), 1000, 0.9, "yearbook"));
        await sut.DrainAsync();

        Assert.Equal((0, 0), Meters(sut));
        Assert.Equal(0, sut.Recomputed(PartitionKind.PlantDay));
        // 2,000 × 0.8 + 1,000 × 0.9 = 2,500 m³ a day, of which 1,200 are treated.
        var estimated = (await sut.RowsAsync(DerivedMeasurements.IndicatorDaily))
            .Where(row => row.Series["basis"] == "estimated" && row.Series["district"] == "city"
                && row.Values.Truth(DerivedMeasurements.Valid))
            .ToDictionary(row => row.Time, row => row.Values.Number(DerivedMeasurements.Rate)!.Value);
        Assert.Equal([DeriveBench.At(Fourth), DeriveBench.At(Fourth.AddDays(1))], estimated.Keys.Order());
        Assert.All(estimated.Values, rate => Assert.Equal(0.48, rate, 9));
    }

    /// <summary>A field's figures that aren't the usual one, of whole days.</summary>
    private static async Task<double[]> OtherThanAsync(
        DeriveBench bench, Measurement measurement, FieldDefinition field, double usual) =>
    [
        .. (await bench.RowsAsync(measurement))
            .Where(row => row.Time < DeriveBench.At(First.AddDays(Days)))
            .Select(row => Math.Round(row.Values.Number(field)!.Value, 6)).Where(figure => figure != usual),
    ];
}
