using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>
/// Another time zone or day start: the days are others, and those of before hold no more. Revision and state tell of
/// what was given out under a date, which stays given out.
/// </summary>
public sealed class CalendarChangeTests
{
    private const string Before = """ "time_zone": "Asia/Shanghai", "day_start": "00:00" """;

    private static readonly DateOnly First = new(2009, 2, 26);
    private static readonly DateTimeOffset Now = DeriveBench.At(First.AddDays(8), 2);

    [Theory]
    [InlineData("Asia/Shanghai", "08:00")]
    [InlineData("Asia/Shanghai", "00:30")]
    [InlineData("Asia/Kolkata", "00:00")]
    [InlineData("Europe/Berlin", "06:00")]
    public async Task A_changed_calendar_leaves_what_it_would_have_derived_from_the_start(string zone, string dayStart)
    {
        var after = $""" "time_zone": "{zone}", "day_start": "{dayStart}" """;
        await using var scratch = await DeriveBench.OpenAsync(Now, Edited(after));
        await scratch.WriteAsync(Readings());
        await scratch.DrainAsync();
        await using var sut = await DeriveBench.OpenAsync(Now);
        await sut.WriteAsync(Readings());
        await sut.DrainAsync();

        sut.City.Edit(Before.Trim(), after.Trim());
        await sut.DrainAsync();

        var valid = Valid(await sut.RowsAsync("revision", "state"));
        Assert.Equal(Valid(await scratch.RowsAsync("revision", "state")), valid);
        Assert.True(valid.Count > 200, $"only {valid.Count} rows");
        await HoldsNothingElsewhereAsync(sut);
    }

    [Fact]
    public async Task A_crash_at_any_step_of_it_leaves_the_same()
    {
        const string After = """ "time_zone": "Asia/Kolkata", "day_start": "00:00" """;
        await using var scratch = await DeriveBench.OpenAsync(Now, Edited(After));
        await scratch.WriteAsync(Readings());
        await scratch.DrainAsync();
        var expected = Valid(await scratch.RowsAsync("revision", "state"));
        await using var sut = await DeriveBench.OpenAsync(Now);
        await sut.WriteAsync(Readings());
        await sut.DrainAsync();

        sut.City.Edit(Before.Trim(), After.Trim());
        var random = new Random(4);
        var crashes = 0;
        for (var round = 0; round < 30; round++)
        {
            sut.Crash.After = random.Next(40);
            crashes += await sut.DrainAsync();
        }
        sut.Crash.After = null;
        await sut.DrainAsync();

        Assert.True(crashes > 3, $"only {crashes} crashes");
        Assert.Equal(expected, Valid(await sut.RowsAsync("revision", "state")));
        await HoldsNothingElsewhereAsync(sut);
    }

    [Fact]
    public async Task Back_again_everything_is_as_it_was()
    {
        await using var sut = await DeriveBench.OpenAsync(Now);
        await sut.WriteAsync(Readings());
        await sut.DrainAsync();
        var before = Valid(await sut.RowsAsync("revision", "state"));

        sut.City.Edit(Before.Trim(), "\"time_zone\": \"Asia/Kolkata\", \"day_start\": \"00:00\"");
        await sut.DrainAsync();
        sut.City.Edit("\"time_zone\": \"Asia/Kolkata\", \"day_start\": \"00:00\"", Before.Trim());
        await sut.DrainAsync();

        Assert.Equal(before, Valid(await sut.RowsAsync("revision", "state")));
        await HoldsNothingElsewhereAsync(sut);
    }

    [Fact]
    public async Task What_ends_a_gap_is_found_beyond_a_row_that_holds_nothing()
    {
        await using var sut = await DeriveBench.OpenAsync(Now);
        // Nothing for nine hours but one reading in their middle, which comes last of all.
        var gap = DeriveBench.At(First.AddDays(1), 10);
        Sample[] others = [.. Readings().Where(sample => sample.At < gap || sample.At > gap.AddHours(9))];
        await sut.WriteAsync(others);
        await sut.WriteAsync(new Sample("out", gap.AddHours(4).AddMinutes(20), Total: Total(gap)));
        await sut.DrainAsync();
        sut.City.Edit("\"day_start\": \"00:00\"", "\"day_start\": \"00:30\"");
        await sut.DrainAsync();

        // In the half hour from which the void row's readings have moved to the one before.
        await sut.WriteAsync(new Sample("out", gap.AddHours(2), Total: Total(gap) + 30));
        await sut.WriteAsync(new Sample("out", gap.AddHours(4).AddMinutes(20), Total: Total(gap) + 40));
        await sut.DrainAsync();

        await using var scratch = await DeriveBench.OpenAsync(
            Now, Edited("\"time_zone\": \"Asia/Shanghai\", \"day_start\": \"00:30\""));
        await scratch.WriteAsync(others);
        await scratch.WriteAsync(
            new Sample("out", gap.AddHours(2), Total: Total(gap) + 30),
            new Sample("out", gap.AddHours(4).AddMinutes(20), Total: Total(gap) + 40));
        await scratch.DrainAsync();
        Assert.Equal(
            Valid(await scratch.RowsAsync("revision", "state")), Valid(await sut.RowsAsync("revision", "state")));
    }

    private static SmallCity Edited(string after)
    {
        var city = new SmallCity();
        city.Edit(Before.Trim(), after.Trim());
        return city;
    }

    /// <summary>50 m³ an hour in both meters for eight days; the 15th hour of the third day is missing.</summary>
    private static Sample[] Readings() =>
    [
        .. from ten in Enumerable.Range(0, 8 * 144)
        let at = DeriveBench.At(First).AddMinutes(10 * ten)
        where at < DeriveBench.At(First.AddDays(2), 15) || at > DeriveBench.At(First.AddDays(2), 18)
        from sample in new[] { new Sample("out", at, Total: Total(at)), new Sample("in", at, Flow: 50) }
        select sample,
    ];

    private static double Total(DateTimeOffset at) => (at - DeriveBench.At(First)).TotalHours * 50 % 10_000;

    private static List<string> Valid(IReadOnlyList<string> rows) =>
        [.. rows.Where(row => row.Contains("valid=True", StringComparison.Ordinal))];

    private static async Task HoldsNothingElsewhereAsync(DeriveBench sut)
    {
        var calendar = new CityCalendar(sut.City.Current.City);
        foreach (var measurement in DerivedMeasurements.All)
        {
            var isHour = measurement == DerivedMeasurements.VolumeHourly;
            foreach (var row in await sut.RowsAsync(measurement))
            {
                var at = row.Time.ToUnixTimeMilliseconds();
                if (isHour ? calendar.BeginsHour(at) : calendar.BeginsDay(at)) continue;
                Assert.False(row.Values.Truth(DerivedMeasurements.Valid), $"{row.Series} {row.Time:O} holds");
                Assert.Equal("calendar_changed", row.Values.Text(DerivedMeasurements.Reason));
            }
        }
    }
}
