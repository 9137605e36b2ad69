using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Registry.Editing;

/// <summary>
/// What to write into the registry for an asset that sends and is not in it: an entry that is taken as it stands. What
/// no reading tells (kind, plate, district, role, place) is guessed, for a person to put right.
/// </summary>
/// <param name="Path">Where it belongs: <c>vehicles</c>, <c>plants</c>, <c>plants › sewage-1 › meters</c>.</param>
/// <param name="Json">One element of that list.</param>
public sealed record MissingAsset(string Path, string Json)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="kind">Of the asset.</param>
    /// <param name="name">As listed: its id; for a part of a plant <c>plant/part</c>.</param>
    /// <param name="registry">That lacks it.</param>
    /// <param name="today">From which day on a plant is planned.</param>
    public static MissingAsset Of(AssetKind kind, string name, CityRegistry registry, DateOnly today)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (owner, part) = slash < 0 ? (name, "") : (name[..slash], name[(slash + 1)..]);
        var plant = registry.Plants.GetValueOrDefault(new PlantId(owner));
        return kind switch
        {
            AssetKind.Vehicle => new MissingAsset("vehicles", Text(Vehicle(name, registry))),
            AssetKind.Facility => new MissingAsset("facilities", Text(Facility(name, registry))),
            AssetKind.Meter when plant is not null =>
                new MissingAsset($"plants › {owner} › meters", Text(Meter(part, OwesTreated(plant)))),
            AssetKind.QualityPoint when plant is not null =>
                new MissingAsset($"plants › {owner} › quality_points", Text(QualityPoint(part))),
            AssetKind.Meter => Plants(owner, registry, today, ("meters", Meter(part, isTreated: true))),
            AssetKind.QualityPoint => Plants(owner, registry, today, ("quality_points", QualityPoint(part))),
            _ => Plants(owner, registry, today, null),
        };
    }

    /// <summary>A plant whose volume is metered marks at least one of its meters.</summary>
    private static bool OwesTreated(Plant plant) =>
        plant.Kind is PlantKind.Sewage or PlantKind.Fecal && !plant.Meters.Values.Any(static meter => meter.Treated);

    private static MissingAsset Plants(
        string id, CityRegistry registry, DateOnly today, (string Key, JsonObject Part)? part)
    {
        var plant = new JsonObject
        {
            ["id"] = id, ["kind"] = "sewage", ["name"] = id, ["district"] = District(registry),
            ["capacity"] = new JsonArray(new JsonObject
            {
                ["from"] = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["state"] = "planned",
            }),
        };
        if (part is { } one) plant[one.Key] = new JsonArray(one.Part);
        return new MissingAsset("plants", Text(plant));
    }

    private static JsonObject Meter(string id, bool isTreated)
    {
        var meter = new JsonObject { ["id"] = id, ["role"] = "effluent", ["name"] = id, ["interval"] = "5m" };
        if (isTreated) meter["treated"] = true;
        return meter;
    }

    private static JsonObject QualityPoint(string id) =>
        new() { ["id"] = id, ["role"] = "effluent", ["name"] = id, ["interval"] = "1h" };

    private static JsonObject Vehicle(string id, CityRegistry registry) => new()
    {
        ["id"] = id, ["kind"] = "vacuum_truck", ["plate"] = id, ["district"] = District(registry),
        ["interval"] = "30s",
    };

    private static JsonObject Facility(string id, CityRegistry registry)
    {
        var near = registry.Facilities.Values.Select(static one => (GeoPoint?)one.Location)
            .Concat(registry.Plants.Values.Select(static one => one.Location))
            .FirstOrDefault(static place => place is not null) ?? default;
        return new JsonObject
        {
            ["id"] = id, ["kind"] = "depot", ["name"] = id, ["district"] = District(registry),
            ["location"] = new JsonObject { ["lat"] = near.Lat, ["lon"] = near.Lon },
        };
    }

    private static string District(CityRegistry registry) =>
        registry.Districts.Keys.Select(static id => id.Value).Order(StringComparer.Ordinal).FirstOrDefault() ?? "";

    private static string Text(JsonObject entry) => entry.ToJsonString(Readable);
}
