using System.Text;
using System.Text.Json.Nodes;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Registry.Editing;

namespace Telemetry.Domain.Tests.Registry;

public sealed class MissingAssetTests
{
    private const string Text = """
        {
          "city": { "name": "Testholm", "time_zone": "Asia/Shanghai" },
          "districts": [
            { "id": "south", "name": "South", "responsible_unit": "South works" },
            { "id": "north", "name": "North", "responsible_unit": "North works" }
          ],
          "plants": [
            { "id": "bare", "kind": "sewage", "name": "Bare", "district": "north",
              "location": { "lat": 30, "lon": 122 },
              "capacity": [{ "from": "2009-01-01", "state": "in_service" }] },
            { "id": "sewage-1", "kind": "sewage", "name": "One", "district": "north",
              "capacity": [{ "from": "2009-01-01", "state": "in_service" }],
              "meters": [
                { "id": "out", "role": "effluent", "name": "Out", "interval": "5m", "treated": true }
              ],
              "quality_points": [] },
            { "id": "fill", "kind": "landfill", "name": "Fill", "district": "south",
              "capacity": [{ "from": "2009-01-01", "state": "in_service" }] }
          ],
          "facilities": [],
          "vehicles": []
        }
        """;

    private static readonly CityRegistry Registry = Parse(JsonNode.Parse(Text)!);
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Theory]
    [InlineData(AssetKind.Vehicle, "浙L-99", "vehicles")]
    [InlineData(AssetKind.Facility, "gate-9", "facilities")]
    [InlineData(AssetKind.Plant, "sewage-9", "plants")]
    [InlineData(AssetKind.Meter, "sewage-9/in", "plants")]
    [InlineData(AssetKind.QualityPoint, "sewage-9/out", "plants")]
    [InlineData(AssetKind.Meter, "sewage-1/in", "plants › sewage-1 › meters")]
    [InlineData(AssetKind.Meter, "bare/in", "plants › bare › meters")]
    [InlineData(AssetKind.Meter, "fill/in", "plants › fill › meters")]
    [InlineData(AssetKind.QualityPoint, "sewage-1/out", "plants › sewage-1 › quality_points")]
    public void The_entry_put_where_it_says_makes_a_registry_that_knows_the_asset(
        AssetKind kind, string name, string path)
    {
        var sut = MissingAsset.Of(kind, name, Registry, Today);

        Assert.Equal(path, sut.Path);
        var text = JsonNode.Parse(Text)!;
        var steps = path.Split(" › ");
        var at = text[steps[0]]!.AsArray();
        if (steps.Length == 3)
        {
            var plant = at.Single(one => one!["id"]!.GetValue<string>() == steps[1])!.AsObject();
            if (plant[steps[2]] is null) plant[steps[2]] = new JsonArray();
            at = plant[steps[2]]!.AsArray();
        }
        at.Add(JsonNode.Parse(sut.Json));
        Assert.True(Knows(Parse(text), kind, name));
        Assert.False(Knows(Registry, kind, name));
    }

    private static bool Knows(CityRegistry registry, AssetKind kind, string name)
    {
        var parts = name.Split('/');
        var plant = registry.Plants.GetValueOrDefault(new(parts[0]));
        return kind switch
        {
            AssetKind.Vehicle => registry.Vehicles.ContainsKey(new(name)),
            AssetKind.Facility => registry.Facilities.ContainsKey(new(name)),
            AssetKind.Meter => plant?.Meters.ContainsKey(new(parts[1])) == true,
            AssetKind.QualityPoint => plant?.QualityPoints.ContainsKey(new(parts[1])) == true,
            _ => plant is not null,
        };
    }

    private static CityRegistry Parse(JsonNode text)
    {
        var result = RegistryFile.Parse(Encoding.UTF8.GetBytes(text.ToJsonString()));
        Assert.True(result.IsValid, string.Join("; ", result.Errors));
        return result.Registry;
    }
}
