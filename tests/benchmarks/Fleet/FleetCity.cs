using System.Globalization;
using System.Text;
using Telemetry.Domain.Registry;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>A city of so many vehicles, with depots, collection points and a district.</summary>
internal static class FleetCity
{
    /// <summary>Where it begins; all vehicles drive within a quarter of a degree to the north and east.</summary>
    public const double Lat = 30;

    public const double Lon = 122;

    public const string UsualZone = "Asia/Shanghai";

    private const double SizeDegrees = 0.25;
    private const int Depots = 10;
    private const int Points = 500;

    private static readonly string[] Kinds = ["sweeper", "washer", "compactor", "vacuum_truck"];

    public static string IdOf(int vehicle) => string.Create(CultureInfo.InvariantCulture, $"v{vehicle}");

    public static CityRegistry Registry(int vehicles)
    {
        var parsed = RegistryFile.Parse(Encoding.UTF8.GetBytes(Text(vehicles)));
        return parsed.IsValid
            ? parsed.Registry : throw new InvalidOperationException(string.Join("; ", parsed.Errors.Take(5)));
    }

    /// <param name="zone">Of the city's time, by which its hours end.</param>
    public static string Text(int vehicles, string zone = UsualZone)
    {
        var text = new StringBuilder($$"""
            { "city": { "name": { "en": "Bench", "zh": "台" }, "time_zone": "{{zone}}", "day_start": "00:00" },
              "districts": [ { "id": "d", "name": { "en": "D", "zh": "区" },
                "responsible_unit": { "en": "U", "zh": "部" } } ],
              "plants": [], "facilities": [
            """);
        for (var depot = 0; depot < Depots; depot++)
        {
            var at = (depot + 0.5) * SizeDegrees / Depots;
            text.Append(CultureInfo.InvariantCulture, $$"""
                { "id": "f{{depot}}", "kind": "depot", "district": "d", "name": { "en": "F", "zh": "场" },
                  "location": { "lat": {{Lat + at:0.#####}}, "lon": {{Lon + at:0.#####}} } },
                """);
        }
        text.Append("""], "collection_points": [""");
        for (var point = 0; point < Points; point++)
        {
            var (row, column) = (point / 25, point % 25);
            text.Append(CultureInfo.InvariantCulture, $$"""
                { "id": "c{{point}}", "kind": "bin", "district": "d", "name": { "en": "C", "zh": "桶" },
                  "location": { "lat": {{Lat + row * SizeDegrees / 20:0.#####}},
                    "lon": {{Lon + column * SizeDegrees / 25:0.#####}} } },
                """);
        }
        text.Append(CultureInfo.InvariantCulture, $$"""
            ], "geofences": [ { "id": "all", "kind": "district", "district": "d", "name": { "en": "D", "zh": "区" },
              "area": { "type": "Polygon", "coordinates": [[ [{{Lon}}, {{Lat}}], [{{Lon + SizeDegrees}}, {{Lat}}],
                [{{Lon + SizeDegrees}}, {{Lat + SizeDegrees}}], [{{Lon}}, {{Lat + SizeDegrees}}],
                [{{Lon}}, {{Lat}}] ]] } } ], "vehicles": [
            """);
        for (var vehicle = 0; vehicle < vehicles; vehicle++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                { "id": "{{IdOf(vehicle)}}", "kind": "{{Kinds[vehicle % Kinds.Length]}}", "plate": "{{vehicle}}",
                  "district": "d", "interval": "10s" },
                """);
        }
        return text.Append("] }").ToString();
    }
}
