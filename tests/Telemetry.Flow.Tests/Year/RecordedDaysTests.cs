using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests.Year;

/// <summary>
/// Two weeks of a large plant as it was recorded, flow alone, replayed through MQTT: the days that the API gives are
/// those of a trapezoid done here on paper. Clocks go forward on the 9th; hours are missing on the 10th.
/// </summary>
public sealed class RecordedDaysTests
{
    private const int Days = 14;
    private const int MemphisRows = 3_956;

    /// <summary>Over an hour nothing is integrated: the host's longest gap.</summary>
    private const double LongestGapHours = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly DateOnly First = new(2025, 3, 6);

    /// <summary>Midnight at the beginning of the 6th, six hours behind UTC.</summary>
    private static readonly DateTimeOffset Zero = new(2025, 3, 6, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Recorded_days_by_the_API_equal_a_plain_trapezoid()
    {
        Repository.RequireRecordings();
        using var folder = new TempFolder("memphis");
        var registry = folder.File("city.json");
        await File.WriteAllTextAsync(registry, City);
        await using var host = await FlowHost.StartEmbeddedAsync(
            $"--Telemetry:Registry:Path={registry}", "--Telemetry:Derive:Poll=00:00:00.5");
        await ReplayAsync(host.BrokerPort);
        await WorkedOffAsync(host);

        var days = (await host.GetAsync("/api/plants/maxson/daily?from=2025-03-06&to=2025-03-19"))
            .GetProperty("days").EnumerateArray().ToList();

        Assert.Equal(Days, days.Count);
        var influent = Same("influent", days);
        var effluent = Same("effluent", days);
        // The 9th has 23 hours and each of them is there; from 18:35 to 23:25 on the 10th there is nothing.
        Assert.Equal(1, influent[3].Coverage, 1e-9);
        Assert.Equal(1 - (290 / 1_440.0), influent[4].Coverage, 1e-9);
        var full = influent.Zip(effluent).Where(pair => pair.First.Coverage > 0.99 && pair.Second.Coverage > 0.99)
            .ToList();
        Assert.True(full.Count >= 10);
        Assert.All(full, pair => Assert.InRange(pair.Second.Volume / pair.First.Volume, 0.8, 1.2));
        // What the plant treats is what left it.
        Assert.Equal(
            effluent.Select(day => day.Volume),
            days.Select(day => day.GetProperty("day").GetProperty("treated_m3").GetDouble()));
    }

    /// <summary>What the API gives of a meter's days, once it is what the trapezoid gives.</summary>
    private static List<(double Volume, double Coverage)> Same(string meter, List<JsonElement> days)
    {
        var expected = PlainTrapezoid(Recordings.Memphis(meter));
        var given = days.Select(day => day.GetProperty("meters").EnumerateArray()
                .Single(one => one.GetProperty("meter").GetString() == meter))
            .Select(one => (
                Volume: one.GetProperty("volume_m3").GetDouble(), Coverage: one.GetProperty("coverage").GetDouble()))
            .ToList();
        for (var day = 0; day < Days; day++)
        {
            var hours = day == 3 ? 23 : 24;
            Assert.Equal(1, given[day].Volume / expected[day].VolumeM3, 1e-9);
            Assert.Equal(expected[day].Hours / hours, given[day].Coverage, 1e-9);
        }
        return given;
    }

    /// <summary>In hours since the first midnight, as one would on paper; days are cut at their midnights.</summary>
    private static (double VolumeM3, double Hours)[] PlainTrapezoid(Dictionary<long, double> flows)
    {
        // The 9th, the fourth day, has 23 hours.
        double[] midnights = [.. Enumerable.Range(0, Days + 1).Select(day => (day * 24.0) - (day > 3 ? 1 : 0))];
        var days = new (double VolumeM3, double Hours)[Days];
        var points = flows.OrderBy(one => one.Key)
            .Select(one => (Hour: (one.Key - Zero.ToUnixTimeMilliseconds()) / 3_600_000.0, Flow: one.Value)).ToList();
        foreach (var (a, b) in points.Zip(points.Skip(1)))
        {
            if (b.Hour - a.Hour > LongestGapHours + 1e-9) continue;
            for (var day = 0; day < Days; day++)
            {
                var from = Math.Max(a.Hour, midnights[day]);
                var until = Math.Min(b.Hour, midnights[day + 1]);
                if (from >= until) continue;
                var middle = a.Flow + ((b.Flow - a.Flow) * (((from + until) / 2) - a.Hour) / (b.Hour - a.Hour));
                days[day] = (days[day].VolumeM3 + (middle * (until - from)), days[day].Hours + (until - from));
            }
        }
        return days;
    }

    private static async Task ReplayAsync(int port)
    {
        foreach (var which in (string[])["influent", "effluent"])
        {
            var outcome = await SimulatorProcess.RunAsync(
                [
                    "replay", "--file", Recordings.Path($"memphis-maxson-{which}.csv"),
                    "--topic", $"sanitation/plants/maxson/flow/{which}", "--time-column", "timestamp",
                    "--time-zone", "America/Chicago", "--map", "flow_m3h=value:MGD", "--batch", "200",
                    "--broker", $"127.0.0.1:{port}",
                ],
                Patience);
            Assert.True(outcome.ExitCode == 0, outcome.Output);
        }
    }

    private static async Task WorkedOffAsync(FlowHost host)
    {
        await Books.BalanceAsync(host);
        Assert.Equal(2 * MemphisRows, Books.Of(await host.MetricsAsync(), "telemetry_store_stored_total"));
        await Books.DerivedAsync(host, Patience);
        var days = await host.GetAsync("/api/plants/maxson/daily?from=2025-03-06&to=2025-03-19");
        Assert.All(days.GetProperty("days").EnumerateArray(), static day => Assert.True(IsWhole(day), day.ToString()));
    }

    /// <summary>Both meters are derived, and the plant's day after them.</summary>
    private static bool IsWhole(JsonElement day) =>
        day.GetProperty("meters").GetArrayLength() == 2
        && day.TryGetProperty("day", out var plant) && plant.TryGetProperty("treated_m3", out var treated)
        && day.GetProperty("meters").EnumerateArray().Any(
            meter => meter.GetProperty("meter").GetString() == "effluent"
                && meter.TryGetProperty("volume_m3", out var volume) && volume.GetDouble() == treated.GetDouble());

    /// <summary>The plant of the recording; 90 million US gallons a day are 340,687 m³.</summary>
    private const string City = """
        {
          "city": {
            "name": { "en": "Memphis", "zh": "孟菲斯" }, "time_zone": "America/Chicago", "day_start": "00:00",
          },
          "districts": [
            {
              "id": "south", "name": { "en": "South", "zh": "南" },
              "responsible_unit": { "en": "Wastewater", "zh": "污水处" },
            },
          ],
          "plants": [
            {
              "id": "maxson", "kind": "sewage", "name": { "en": "Maxson", "zh": "马克森" }, "district": "south",
              "location": { "lat": 35.06, "lon": -90.13 },
              "capacity": [ { "from": "2025-01-01", "state": "in_service", "design_m3d": 340687 } ],
              "meters": [
                {
                  "id": "influent", "role": "influent", "name": { "en": "Inlet", "zh": "进水" },
                  "full_scale_m3h": 40000, "totaliser": false, "interval": "5m",
                },
                {
                  "id": "effluent", "role": "effluent", "name": { "en": "Outlet", "zh": "出水" }, "treated": true,
                  "full_scale_m3h": 40000, "totaliser": false, "interval": "5m",
                },
              ],
            },
          ],
        }
        """;
}
