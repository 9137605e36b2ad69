using Telemetry.Simulators.Replay;

namespace Telemetry.Simulators.Tests.Replay;

public sealed class LocalClockTests
{
    private static readonly TimeZoneInfo Chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");

    [Theory]
    [InlineData("2025-03-06T00:30:00", "2025-03-06T06:30:00Z")]
    [InlineData("2025-03-09T01:55:00", "2025-03-09T07:55:00Z")]
    [InlineData("2025-03-09T03:00:00", "2025-03-09T08:00:00Z")]
    [InlineData("2025-07-01 12:00", "2025-07-01T17:00:00Z")]
    [InlineData("2025-03-06T00:30:00Z", "2025-03-06T00:30:00Z")]
    [InlineData("2025-03-06T00:30:00+08:00", "2025-03-05T16:30:00Z")]
    [InlineData("2025-03-06T00:30:00.125", "2025-03-06T06:30:00.125Z")]
    public void A_local_time_is_that_of_its_zone_unless_it_has_an_offset(string text, string expected)
    {
        Assert.Equal(TimeProblem.None, new LocalClock(Chicago, null).Read(text, "s", out var ms));
        Assert.Equal(Ms(expected), ms);
    }

    [Fact]
    public void The_hour_that_the_clocks_skip_does_not_exist()
    {
        Assert.Equal(TimeProblem.Nonexistent, new LocalClock(Chicago, null).Read("2025-03-09T02:30:00", "s", out _));
    }

    [Fact]
    public void The_hour_that_comes_twice_is_first_the_earlier_and_then_the_later()
    {
        var sut = new LocalClock(Chicago, null);
        string[] texts =
        [
            "2025-11-02T00:30", "2025-11-02T01:00", "2025-11-02T01:30", "2025-11-02T01:00", "2025-11-02T01:30",
            "2025-11-02T02:00",
        ];

        var read = texts.Select(text =>
        {
            Assert.Equal(TimeProblem.None, sut.Read(text, "s", out var ms));
            return ms;
        });

        Assert.Equal(
            new[]
            {
                "2025-11-02T05:30Z", "2025-11-02T06:00Z", "2025-11-02T06:30Z", "2025-11-02T07:00Z", "2025-11-02T07:30Z",
                "2025-11-02T08:00Z",
            }.Select(Ms),
            read);
    }

    [Fact]
    public void Hourly_rows_through_the_repeated_hour_advance_by_an_hour_each()
    {
        var sut = new LocalClock(Chicago, null);
        string[] texts = ["2025-11-02T00:00", "2025-11-02T01:00", "2025-11-02T01:00", "2025-11-02T02:00"];

        var read = texts.Select(text => sut.Read(text, "s", out var ms) == TimeProblem.None ? ms : -1).ToList();

        Assert.Equal([3_600_000, 3_600_000, 3_600_000], read.Zip(read.Skip(1), static (a, b) => b - a));
    }

    [Fact]
    public void One_series_does_not_decide_for_another()
    {
        var sut = new LocalClock(Chicago, null);
        sut.Read("2025-11-02T01:00", "a", out var first);
        sut.Read("2025-11-02T01:00", "b", out var other);

        Assert.Equal(first, other);
    }

    [Theory]
    [InlineData("unix", "1741242600", 1741242600000)]
    [InlineData("unix", "1741242600.25", 1741242600250)]
    [InlineData("unixms", "1741242600123", 1741242600123)]
    [InlineData("dd.MM.yyyy HH:mm", "06.03.2025 00:30", 1741242600000)]
    public void A_format_is_followed(string format, string text, long expected)
    {
        Assert.Equal(TimeProblem.None, new LocalClock(Chicago, format).Read(text, "s", out var ms));
        Assert.Equal(expected, ms);
    }

    [Theory]
    [InlineData(null, "yesterday")]
    [InlineData("unix", "2025-03-06")]
    [InlineData("unix", "9999999999999999")]
    [InlineData("dd.MM.yyyy", "2025-03-06")]
    public void What_is_no_time_is_said_to_be_none(string? format, string text)
    {
        Assert.Equal(TimeProblem.Unreadable, new LocalClock(Chicago, format).Read(text, "s", out _));
    }

    [Fact]
    public void Without_a_zone_a_local_time_is_refused()
    {
        Assert.Equal(TimeProblem.ZoneMissing, new LocalClock(null, null).Read("2025-03-06T00:30:00", "s", out _));
    }

    private static long Ms(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
