using System.Globalization;
using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

/// <summary>
/// Two weeks of a large plant, flow alone, every five minutes of local time, with its own gaps; clocks go forward on
/// 9 March 2025 at 02:00.
/// </summary>
public sealed class MemphisRecordingTests
{
    /// <summary>A US gallon is exactly 231 cubic inches of 25.4 mm: 3.785411784 L.</summary>
    const double M3InMillionGallons = 3785.411784;

    const double OffsetBefore = -6;
    const double OffsetAfter = -5;

    static readonly DateTime ClocksGoForward = new(2025, 3, 9, 2, 0, 0);

    public static TheoryData<string, int> Recordings => new()
    {
        { "influent", 60 },
        { "effluent", 60 },
        { "influent", 10 },
        { "effluent", 5 },
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Daily_volumes_equal_a_plain_trapezoid(string end, int maxGapMinutes)
    {
        var rows = Read(end);
        var expected = PlainTrapezoid(rows, maxGapMinutes);

        var days = Days(rows, maxGapMinutes);

        Assert.Equal(14, days.Count);
        foreach (var day in days)
        {
            var (volume, hours) = expected[day.Day.Date];
            Assert.Equal(volume, day.VolumeM3!.Value, 1e-9);
            Assert.Equal(hours / (day.Day.LengthMs / (double)HourMs), day.Coverage, 1e-9);
            Assert.Equal(VolumeMethod.Integral, day.Method);
        }
    }

    [Fact]
    public void The_day_of_23_hours_has_23_hours()
    {
        var hours = Hours(Read("influent"), 60).Where(h => h.Hour.Day == new DateOnly(2025, 3, 9)).ToArray();

        Assert.Equal(23, hours.Length);
        Assert.All(hours, hour => Assert.Equal(1, hour.Coverage));
        Assert.Equal(1, Days(Read("influent"), 60)[3].Coverage);
    }

    [Fact]
    public void A_blank_run_lowers_coverage_and_is_not_filled()
    {
        var rows = Read("influent");
        Assert.DoesNotContain(rows, r => r.Local > new DateTime(2025, 3, 10, 18, 35, 0)
            && r.Local < new DateTime(2025, 3, 10, 23, 25, 0));

        var day = Days(rows, 60)[4];
        var evening = Hours(rows, 60).Where(
            h => h.Hour.Day == new DateOnly(2025, 3, 10) && h.Hour.Index is >= 19 and <= 22);

        // From 18:35 to 23:25 nothing: 4 h 50 min of 24 h.
        Assert.Equal(1 - 290 / 1_440.0, day.Coverage, 1e-9);
        Assert.Empty(evening);
        Assert.InRange(day.VolumeM3!.Value, 0.5, 0.9 * Days(rows, 60)[5].VolumeM3!.Value);
    }

    [Fact]
    public void On_full_days_effluent_is_near_influent()
    {
        var influent = Days(Read("influent"), 60);
        var effluent = Days(Read("effluent"), 60);

        (DayVolume In, DayVolume Out)[] full =
            [.. influent.Zip(effluent).Where(pair => pair.First.Coverage > 0.99 && pair.Second.Coverage > 0.99)];

        Assert.True(full.Length >= 10);
        Assert.All(full, pair => Assert.InRange(pair.Out.VolumeM3!.Value / pair.In.VolumeM3!.Value, 0.8, 1.2));
    }

    static IReadOnlyList<DayVolume> Days(Row[] rows, int maxGapMinutes) =>
        MeterHours.Days(CalendarOf("America/Chicago"), MemphisRules(maxGapMinutes), Hours(rows, maxGapMinutes));

    static IReadOnlyList<HourVolume> Hours(Row[] rows, int maxGapMinutes) => MeterHours.FromScratch(
        CalendarOf("America/Chicago"), MemphisRules(maxGapMinutes),
        [.. rows.Select(r => Flow(new DateTimeOffset(r.Utc, TimeSpan.Zero).ToUnixTimeMilliseconds(), r.FlowM3H))],
        []);

    static MeterRules MemphisRules(int maxGapMinutes) => Rules(maxGap: TimeSpan.FromMinutes(maxGapMinutes));

    /// <summary>In hours since the first midnight, as one would on paper; days are cut at their midnights.</summary>
    static Dictionary<DateOnly, (double VolumeM3, double Hours)> PlainTrapezoid(Row[] rows, int maxGapMinutes)
    {
        // Midnight at the beginning of 6 March is 0, that of 10 March 95: the 9th has 23 hours.
        double[] midnights = [.. Enumerable.Range(0, 15).Select(i => i * 24.0 - (i > 3 ? 1 : 0))];
        var zero = new DateTime(2025, 3, 6, 6, 0, 0);
        var days = Enumerable.Range(0, 14).ToDictionary(i => new DateOnly(2025, 3, 6).AddDays(i), _ => (0.0, 0.0));
        for (var i = 1; i < rows.Length; i++)
        {
            var (a, b) = ((rows[i - 1].Utc - zero).TotalHours, (rows[i].Utc - zero).TotalHours);
            var (fa, fb) = (rows[i - 1].FlowM3H, rows[i].FlowM3H);
            if (b - a > maxGapMinutes / 60.0 + 1e-9) continue;
            for (var day = 0; day < 14; day++)
            {
                var from = Math.Max(a, midnights[day]);
                var until = Math.Min(b, midnights[day + 1]);
                if (from >= until) continue;
                var middle = (from + until) / 2;
                var flow = fa + (fb - fa) * (middle - a) / (b - a);
                var date = new DateOnly(2025, 3, 6).AddDays(day);
                days[date] = (days[date].Item1 + flow * (until - from), days[date].Item2 + (until - from));
            }
        }
        return days;
    }

    static Row[] Read(string end)
    {
        var path = Path.GetFullPath(
            Path.Combine(Repository.Root(), "..", "shared", "data", $"memphis-maxson-{end}.csv"));
        Assert.SkipUnless(File.Exists(path), $"the recording is not at {path}");
        return
        [
            .. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Where(columns => columns[5] != "")
                .Select(columns => new Row(
                    DateTime.ParseExact(columns[0], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                    double.Parse(columns[5], CultureInfo.InvariantCulture) * M3InMillionGallons / 24))
                .OrderBy(row => row.Utc),
        ];
    }

    readonly record struct Row(DateTime Local, double FlowM3H)
    {
        public DateTime Utc => Local.AddHours(Local < ClocksGoForward ? -OffsetBefore : -OffsetAfter);
    }
}
