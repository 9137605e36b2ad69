using System.Globalization;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>Eight city buses of an afternoon, stop and go like collection trucks, at irregular intervals.</summary>
public sealed class BusRecordingTests
{
    static readonly VehicleRules Bus = Drive.RulesOf(VehicleKind.Compactor, 30);

    public static TheoryData<string> Buses => ["4716", "4720", "4722", "4733", "4803", "4836", "4841", "4842"];

    [Theory]
    [MemberData(nameof(Buses))]
    public void Distances_equal_a_plain_haversine_sum_with_the_same_drift_rule(string bus)
    {
        var fixes = Read(bus);
        double counted = 0, all = 0;
        for (var i = 1; i < fixes.Length; i++)
        {
            var metres = Haversine(fixes[i - 1], fixes[i]);
            var kmh = metres / (fixes[i].TimeMs - fixes[i - 1].TimeMs) * 3_600;
            Assert.True(kmh <= 120);
            all += metres;
            if (metres >= 30 || kmh >= 2) counted += metres;
        }

        var hours = VehicleHours.FromScratch(Shanghai, Bus, fixes);

        var driven = Whole.Of(hours).Tally.DrivenM;
        Assert.Equal(counted, driven, 1e-6);
        Assert.InRange(driven / all, 0.98, 1);
        Assert.Equal(fixes.Length, hours.Sum(h => h.Figures.Accepted));
    }

    [Theory]
    [MemberData(nameof(Buses))]
    public void Stops_are_where_the_speed_says(string bus)
    {
        var fixes = Read(bus);
        var whole = Whole.Of(VehicleHours.FromScratch(Shanghai, Bus, fixes));
        var stops = whole.Stops.Select(s => (From: s.From.TimeMs, s.UntilMs)).ToList();
        if (whole.End.OpenStop is { } open) stops.Add((open.From.TimeMs, open.UntilMs));

        // Every run of fixes slower than 2 km/h for three minutes lies in a stop.
        var standing = 0;
        for (int i = 0, j; i < fixes.Length; i = j + 1)
        {
            for (j = i; j + 1 < fixes.Length && Kmh(fixes[j], fixes[j + 1]) < 2; j++)
            {
            }
            if (fixes[j].TimeMs - fixes[i].TimeMs < 180 * SecondMs) continue;
            standing++;
            Assert.Contains(stops, stop => stop.From <= fixes[i].TimeMs && stop.UntilMs >= fixes[j].TimeMs);
        }
        // And within each the bus gets nowhere: 400 m from side to side at most.
        Assert.All(stops, stop =>
        {
            var inside = fixes.Where(f => f.TimeMs >= stop.From && f.TimeMs <= stop.UntilMs).ToArray();
            Assert.All(inside, f => Assert.True(Haversine(inside[0], f) <= 400));
            Assert.True(stop.UntilMs - stop.From >= 180 * SecondMs);
            Assert.True(Kmh(inside[0], inside[^1]) < 8);
        });
        Assert.True(stops.Count >= standing);
    }

    [Fact]
    public void The_recording_has_buses_that_stand()
    {
        var stops = Buses.SelectMany(bus => Whole.Of(VehicleHours.FromScratch(Shanghai, Bus, Read(bus.Data))).Stops);

        Assert.NotEmpty(stops);
    }

    static double Kmh(Ping a, Ping b) => Haversine(a, b) / (b.TimeMs - a.TimeMs) * 3_600;

    static double Haversine(Ping a, Ping b)
    {
        const double toRadians = Math.PI / 180;
        var (latA, latB) = (a.Lat * toRadians, b.Lat * toRadians);
        var (north, east) = ((latB - latA) / 2, (b.Lon - a.Lon) * toRadians / 2);
        var h = Math.Pow(Math.Sin(north), 2) + Math.Cos(latA) * Math.Cos(latB) * Math.Pow(Math.Sin(east), 2);
        return 2 * 6_371_008.8 * Math.Atan2(Math.Sqrt(h), Math.Sqrt(1 - h));
    }

    static Ping[] Read(string bus)
    {
        var path = Path.GetFullPath(Path.Combine(Repository.Root(), "..", "shared", "data", "liverpool-bus-14.csv"));
        Assert.SkipUnless(File.Exists(path), $"the recording is not at {path}");
        return
        [
            .. File.ReadLines(path).Skip(1).Select(line => line.Split(','))
                .Where(columns => columns[1].Trim('"') == bus)
                .Select(columns => new Ping(
                    new DateTimeOffset(
                        DateTime.ParseExact(columns[3].Trim('"'), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                        TimeSpan.Zero).ToUnixTimeMilliseconds(),
                    double.Parse(columns[4], CultureInfo.InvariantCulture),
                    double.Parse(columns[5], CultureInfo.InvariantCulture)))
                .OrderBy(ping => ping.TimeMs),
        ];
    }
}
