using System.Globalization;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>
/// The town with two vacuum trucks, a yard, two cesspits on the way north, and works at its end; and their tracks: a
/// ping each 20 s, straight along a meridian at 40 km/h.
/// </summary>
internal static class FleetTown
{
    public const double Yard = 30.00;
    public const double First = 30.03;
    public const double Second = 30.05;
    public const double Works = 30.10;

    private const double DegreesPerStep = 40.0 / 3_600 * 20 / 111.195;

    public static SmallCity City()
    {
        var city = new SmallCity();
        const string Plants = "\"plants\": [";
        city.Edit(Plants, Plants + """
            {
                "id": "fecal", "kind": "fecal", "name": { "en": "Works", "zh": "厂" }, "district": "east",
                "location": { "lat": 30.10, "lon": 122.0 },
                "capacity": [ { "from": "2009-01-01", "state": "in_service", "design_m3d": 50 } ],
                "meters": [
                  { "id": "inlet", "role": "influent", "treated": true, "name": { "en": "Inlet", "zh": "进料" },
                    "full_scale_m3h": 40, "modulus_m3": 1000000, "resolution_m3": 0.1, "interval": "10m" },
                ],
            },
            """);
        city.Edit("\"indicators\": [", """
            "vehicles": [
                { "id": "vac-1", "kind": "vacuum_truck", "plate": "A1", "district": "east", "interval": "20s" },
                { "id": "vac-2", "kind": "vacuum_truck", "plate": "A2", "district": "east", "interval": "20s" },
            ],
            "facilities": [
                { "id": "yard", "kind": "depot", "district": "east", "name": { "en": "Yard", "zh": "场" },
                  "location": { "lat": 30.00, "lon": 122.0 } },
                { "id": "works", "kind": "fecal_plant", "plant": "fecal", "district": "east",
                  "name": { "en": "Works", "zh": "厂" },
                  "location": { "lat": 30.10, "lon": 122.0 } },
            ],
            "collection_points": [
                { "id": "pit-1", "kind": "septic_tank", "district": "east", "name": { "en": "1", "zh": "1" },
                  "location": { "lat": 30.03, "lon": 122.0 }, "radius_m": 60 },
                { "id": "pit-2", "kind": "septic_tank", "district": "east", "name": { "en": "2", "zh": "2" },
                  "location": { "lat": 30.05, "lon": 122.0 }, "radius_m": 60 },
            ],
            "rounds": [
                { "id": "north", "vehicle": "vac-1", "from": "2009-01-01", "name": { "en": "North", "zh": "北" },
                  "points": [
                    { "point": "pit-1", "from": "05:00", "until": "12:00" },
                    { "point": "pit-2", "from": "05:00", "until": "12:00" },
                  ] },
            ],
            "indicators": [
            """);
        return city;
    }

    /// <summary>
    /// Out of the yard, ten minutes of pumping at both pits, ten minutes at the end of the way, and home: 22.2 km.
    /// </summary>
    /// <param name="unload">Where the load is let go: <see cref="Works"/>, or somewhere else north of the pits.</param>
    public static List<string> Day(string vehicle, DateTimeOffset start, double unload = Works)
    {
        var (lines, at, lat) = (new List<string>(), start, Yard);
        Stand(5, working: false);
        DriveTo(First);
        Stand(10, working: true);
        DriveTo(Second);
        Stand(10, working: true);
        DriveTo(unload);
        Stand(10, working: true);
        DriveTo(Yard);
        Stand(20, working: false);
        return lines;

        void DriveTo(double to)
        {
            while (Math.Abs(to - lat) > 1e-9)
            {
                var step = Math.Min(DegreesPerStep, Math.Abs(to - lat));
                lat += to > lat ? step : -step;
                Say(40, false);
            }
        }

        void Stand(int minutes, bool working)
        {
            for (var i = 0; i < minutes * 3; i++) Say(0, working, minutes < 20);
        }

        void Say(double kmh, bool working, bool ignition = true)
        {
            lines.Add(Ping(vehicle, at, lat, kmh, working, ignition));
            at = at.AddSeconds(20);
        }
    }

    public static string Ping(
        string vehicle, DateTimeOffset at, double lat, double kmh, bool working, bool ignition = true) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"vehicle_position,vehicle={vehicle} lat={lat:R},lon=122,speed_kmh={kmh:R},"
            + $"ignition={(ignition ? "true" : "false")},"
            + $"working={(working ? "true" : "false")},flags=0i {at.ToUnixTimeMilliseconds()}\n");

    /// <summary>What the works' inlet has counted, m³.</summary>
    public static string Inlet(DateTimeOffset at, double total) => string.Create(
        CultureInfo.InvariantCulture,
        $"plant_flow,meter=inlet,plant=fecal total_m3={total:R},q=\"N\",flags=0i {at.ToUnixTimeMilliseconds()}\n");

    public static string Weighing(string vehicle, string ticket, DateTimeOffset at, double kg) => string.Create(
        CultureInfo.InvariantCulture,
        $"weighing,facility=works,material=fecal,scale=- ticket=\"{ticket}\",vehicle=\"{vehicle}\",net_kg={kg:R},"
        + $"flags=0i {at.ToUnixTimeMilliseconds()}\n");
}
