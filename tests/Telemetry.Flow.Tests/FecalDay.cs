using System.Globalization;

namespace Telemetry.Flow.Tests;

/// <summary>
/// Yesterday in a small town: four vacuum trucks with two loads each, of which one lets its second go beside the road,
/// the works' scale, and the works' inlet. The town lies where it is between one and two in the morning now, so that
/// the day is over and still news.
/// </summary>
internal sealed class FecalDay
{
    public const string Dumper = "vac-3";
    public const double DumpedAt = 30.07;

    private const double Yard = 30.00;
    private const double Works = 30.10;
    private const int StepSeconds = 20;

    /// <summary>Degrees of latitude in a step at 40 km/h.</summary>
    private const double DegreesPerStep = 40.0 / 3_600 * StepSeconds / 111.195;

    /// <summary>Of each truck its two loads, kg.</summary>
    private static readonly (string Vehicle, double StartHour, double FirstKg, double SecondKg)[] Trucks =
    [
        ("vac-1", 6, 4_200, 3_900), ("vac-2", 6.6, 4_000, 4_100), (Dumper, 7.2, 3_800, 3_700),
        ("vac-4", 7.8, 4_300, 3_500),
    ];

    /// <summary>Reached the works: all but the dumper's second load.</summary>
    public const double DeliveredKg = 4_200 + 3_900 + 4_000 + 4_100 + 3_800 + 4_300 + 3_500;

    /// <summary>What the inlet counts in the day, m³: half a per cent more than the scale, by 1,000 kg/m³.</summary>
    public const double MeteredM3 = DeliveredKg / 1_000 * 1.005;

    private readonly TimeSpan _offset;
    private readonly DateTimeOffset _midnight;
    private readonly List<(string Topic, string Json)> _weighings = [];
    private readonly Dictionary<string, List<string>> _pings = [];

    public FecalDay(DateTimeOffset now)
    {
        var hours = ((1 - now.UtcDateTime.Hour + 12 + 24) % 24) - 12;
        _offset = TimeSpan.FromHours(hours);
        var local = now.ToOffset(_offset);
        Day = DateOnly.FromDateTime(local.DateTime).AddDays(-1);
        _midnight = new DateTimeOffset(Day.ToDateTime(TimeOnly.MinValue), _offset);
        // The names of these zones count the other way.
        TimeZone = hours == 0 ? "Etc/GMT" : string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{-hours:+0;-0}");
        foreach (var truck in Trucks) Drive(truck.Vehicle, truck.StartHour, [truck.FirstKg, truck.SecondKg]);
    }

    public DateOnly Day { get; }

    public string TimeZone { get; }

    /// <summary>When the load that was dumped began: coming to its first point.</summary>
    public DateTimeOffset DumpedFrom { get; private set; }

    /// <summary>When it stood where it let go.</summary>
    public DateTimeOffset LetGo { get; private set; }

    public int Readings => _weighings.Count + _pings.Values.Sum(static track => track.Count) + InletReadings;

    private static int InletReadings => (24 * 6) + 1;

    /// <summary>
    /// The scale's weighings, then each truck's track and the inlet's readings, each in one message: as trackers and
    /// gateways send what they kept while they had no line.
    /// </summary>
    public async Task PublishAsync(Device device)
    {
        foreach (var (topic, json) in _weighings) await device.PublishAsync(topic, json);
        foreach (var (vehicle, track) in _pings)
            await device.PublishAsync($"sanitation/vehicles/{vehicle}/position", $"[{string.Join(',', track)}]");
        await device.PublishAsync(
            "sanitation/plants/fecal/flow/inlet",
            "[" + string.Join(',', Enumerable.Range(0, InletReadings).Select(step => string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"ts\":{_midnight.AddMinutes(10 * step).ToUnixTimeMilliseconds()},"
                + $"\"total_m3\":{100 + (MeteredM3 * step / (24 * 6)):F6}}}"))) + "]");
    }

    private void Drive(string vehicle, double startHour, double[] loads)
    {
        var track = _pings[vehicle] = [];
        var (at, lat, kg) = (_midnight.AddHours(startHour), Yard, 0.0);
        Stand(5, working: false);
        for (var round = 0; round < loads.Length; round++)
        {
            DriveTo(30.03);
            var from = at;
            Collect(loads[round] * 0.6);
            DriveTo(30.05);
            Collect(loads[round] * 0.4);
            if (vehicle == Dumper && round == 1)
            {
                DriveTo(DumpedAt);
                (DumpedFrom, LetGo) = (from, at);
            }
            else
            {
                DriveTo(Works);
                Stand(2, working: false);
                Weigh(round + 1, loads[round]);
            }
            Stand(4, working: true);
            kg = 0;
            Stand(4, working: true);
        }
        DriveTo(Yard);
        Stand(20, working: false, ignition: false);

        void DriveTo(double to)
        {
            while (Math.Abs(to - lat) > 1e-9)
            {
                var step = Math.Min(DegreesPerStep, Math.Abs(to - lat));
                lat += to > lat ? step : -step;
                Say(40, working: false, ignition: true);
            }
        }

        void Collect(double taken)
        {
            Stand(5, working: true);
            kg += taken;
            Stand(5, working: true);
        }

        void Stand(int minutes, bool working, bool ignition = true)
        {
            for (var i = 0; i < minutes * 60 / StepSeconds; i++) Say(0, working, ignition);
        }

        void Weigh(int number, double netKg) => _weighings.Add((
            "sanitation/facilities/works/weighing", string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"ts\":{at.ToUnixTimeMilliseconds()},\"ticket\":\"{vehicle}-{number}\",\"vehicle\":\"{vehicle}\","
                + $"\"material\":\"fecal\",\"gross_kg\":{netKg + 7_400:R},\"tare_kg\":7400}}")));

        void Say(int kmh, bool working, bool ignition)
        {
            track.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"ts\":{at.ToUnixTimeMilliseconds()},\"lat\":{lat:F6},\"lon\":122,\"speed_kmh\":{kmh},"
                + $"\"accuracy_m\":6,\"ignition\":{(ignition ? "true" : "false")},"
                + $"\"working\":{(working ? "true" : "false")},\"load_kg\":{kg:F0}}}"));
            at = at.AddSeconds(StepSeconds);
        }
    }

    /// <summary>The registry: a yard, two pits on the way north, and the works at its end.</summary>
    public string City => $$"""
        {
          "city": { "name": { "en": "Town", "zh": "镇" }, "time_zone": "{{TimeZone}}" },
          "districts": [
            { "id": "east", "name": { "en": "East", "zh": "东" },
              "responsible_unit": { "en": "East Office", "zh": "东办" } },
          ],
          "plants": [
            {
              "id": "fecal", "kind": "fecal", "name": { "en": "Works", "zh": "厂" }, "district": "east",
              "location": { "lat": 30.10, "lon": 122.0 },
              "capacity": [ { "from": "2009-01-01", "state": "in_service", "design_m3d": 30 } ],
              "meters": [
                { "id": "inlet", "role": "influent", "treated": true, "name": { "en": "Inlet", "zh": "进料" },
                  "full_scale_m3h": 40, "modulus_m3": 1000000, "resolution_m3": 0.001, "interval": "1h" },
              ],
            },
          ],
          "vehicles": [
            {{string.Join(", ", Trucks.Select((truck, i) => $$"""
            { "id": "{{truck.Vehicle}}", "kind": "vacuum_truck", "plate": "L {{1001 + i}}", "district": "east",
              "interval": "20s" }
            """))}}
          ],
          "facilities": [
            { "id": "yard", "kind": "depot", "district": "east", "name": { "en": "Yard", "zh": "场" },
              "location": { "lat": 30.00, "lon": 122.0 } },
            { "id": "works", "kind": "fecal_plant", "plant": "fecal", "district": "east",
              "name": { "en": "Works", "zh": "厂" }, "location": { "lat": 30.10, "lon": 122.0 } },
          ],
          "collection_points": [
            { "id": "pit-1", "kind": "septic_tank", "district": "east", "name": { "en": "Pit 1", "zh": "一号池" },
              "location": { "lat": 30.03, "lon": 122.0 }, "radius_m": 60 },
            { "id": "pit-2", "kind": "septic_tank", "district": "east", "name": { "en": "Pit 2", "zh": "二号池" },
              "location": { "lat": 30.05, "lon": 122.0 }, "radius_m": 60 },
          ],
          "indicators": [
            {
              "id": "fecal-rate", "kind": "fecal_harmless_rate",
              "name": { "en": "Fecal rate", "zh": "粪便无害化率" },
              "targets": [ { "rate": 1, "edition": "2009", "from": "2009-01-01" } ],
              "denominators": [
                { "id": "collected", "basis": "collected", "official": true, "from": "2009-01-01",
                  "source": "scales" },
              ],
            },
          ],
          "alarms": [ { "rule": "load_not_delivered", "grace": "15s" } ],
        }
        """;
}
