using System.Text;
using System.Text.Json;
using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Tests;

/// <summary>The ledger's four words in a month's report, of a city that weighs what its plants take in.</summary>
public sealed class QualityApi
{
    private const string February = "/api/reports/monthly/2026-02";

    private static readonly CityRegistry City = TestRegistry.Parse(Encoding.UTF8.GetBytes("""
        {
          "city": { "name": { "en": "Testville", "zh": "测试市" }, "time_zone": "Asia/Shanghai" },
          "districts": [
            {
              "id": "north", "name": { "en": "North", "zh": "北区" },
              "responsible_unit": { "en": "North District", "zh": "北区政府" }
            }
          ],
          "plants": [
            {
              "id": "fecal-1", "kind": "fecal", "name": { "en": "Fecal plant", "zh": "粪便处理厂" },
              "district": "north", "capacity": [{ "from": "2009-01-01", "state": "in_service" }],
              "meters": [
                {
                  "id": "influent", "role": "influent", "treated": true, "interval": "5m",
                  "name": { "en": "Inlet", "zh": "进料" }
                }
              ]
            },
            {
              "id": "landfill", "kind": "landfill", "name": { "en": "Landfill", "zh": "填埋场" },
              "district": "north", "capacity": [{ "from": "2009-01-01", "state": "in_service" }]
            },
            {
              "id": "burner", "kind": "incineration", "name": { "en": "Incinerator", "zh": "焚烧厂" },
              "district": "north", "capacity": [{ "from": "2009-01-01", "state": "planned" }]
            }
          ],
          "facilities": [
            {
              "id": "fecal-gate", "kind": "fecal_plant", "district": "north", "plant": "fecal-1",
              "name": { "en": "Gate", "zh": "门" }, "location": { "lat": 30.0, "lon": 122.1 }
            },
            {
              "id": "scales", "kind": "landfill", "district": "north", "plant": "landfill",
              "name": { "en": "Scales", "zh": "地磅" }, "location": { "lat": 30.1, "lon": 122.1 }
            },
            {
              "id": "bunker", "kind": "incinerator", "district": "north", "plant": "burner",
              "name": { "en": "Bunker", "zh": "料坑" }, "location": { "lat": 30.2, "lon": 122.1 }
            }
          ]
        }
        """));

    [Fact]
    public async Task Logical_WhatWasWeighedAgainstWhatMetersReceived_IsABalanceOfEachDay()
    {
        await using var sut = await StartAsync();
        // 100 m³ metered: 119 weighed still come out, 130 don't; without a weighing there is nothing to compare.
        sut.Store.Put(Day("fecal-1", 1).Set(DerivedMeasurements.WeighedM3, 119.0));
        sut.Store.Put(Day("fecal-1", 2).Set(DerivedMeasurements.WeighedM3, 130.0));
        sut.Store.Put(Day("fecal-1", 3));

        Assert.Equal((1, 2), await WordAsync(sut, "fecal-1", "logical"));
    }

    [Fact]
    public async Task Words_OfAPlantThatIsOnlyWeighed_AreThereAndOfOneThatIsPlannedAreNot()
    {
        await using var sut = await StartAsync();
        for (var day = 1; day <= 14; day++)
        {
            sut.Store.Put(Day("landfill", day).Set(DerivedMeasurements.TreatedT, 250.0)
                .Set(DerivedMeasurements.WeighedM3, 100.0));
        }
        sut.Store.Put(Day("burner", 1).Set(DerivedMeasurements.CapacityState, "planned"));

        Assert.Equal((14, 14), await WordAsync(sut, "landfill", "accurate"));
        Assert.Equal((14, 28), await WordAsync(sut, "landfill", "complete"));
        // One figure has nothing to be held against.
        Assert.Equal((0, 0), await WordAsync(sut, "landfill", "logical"));
        Assert.DoesNotContain("burner", await AssetsAsync(sut));
    }

    private static async Task<DashboardsApp> StartAsync()
    {
        var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = City;
        return sut;
    }

    private static DerivedPoint Day(string plant, int day) => new DerivedPoint(
            new Series(DerivedMeasurements.PlantDaily, plant),
            City.City.StartOf(new DateOnly(2026, 2, day)).ToUnixTimeMilliseconds())
        .Set(DerivedMeasurements.TreatedM3, 100.0).Set(DerivedMeasurements.CapacityState, "in_service")
        .Set(DerivedMeasurements.Completeness, 1.0).Set(DerivedMeasurements.State, "final")
        .Set(DerivedMeasurements.Checks, 0L).Set(DerivedMeasurements.Valid, true);

    private static async Task<(double Good, long Judged)> WordAsync(DashboardsApp app, string asset, string word)
    {
        var judged = (await QualityAsync(app)).Single(one => one.GetProperty("asset").GetString() == asset)
            .GetProperty(word);
        return (judged.GetProperty("good").GetDouble(), judged.GetProperty("judged").GetInt64());
    }

    private static async Task<string?[]> AssetsAsync(DashboardsApp app) =>
        [.. (await QualityAsync(app)).Select(one => one.GetProperty("asset").GetString())];

    private static async Task<JsonElement[]> QualityAsync(DashboardsApp app) =>
        [.. (await app.GetAsync(February)).GetProperty("quality").EnumerateArray()];
}
