using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Tests.Readings;

public class ClockSkewTests
{
    const long Start = 1_780_272_000_000;
    const long Minute = 60_000;
    const long Hour = 60 * Minute;

    [Theory]
    [InlineData(0, false)]
    [InlineData(Hour, false)]
    [InlineData(2 * Hour, true)]
    [InlineData(8 * Hour, true)]
    [InlineData(-8 * Hour, true)]
    [InlineData(8 * Hour + 2 * Minute, true)]
    [InlineData(8 * Hour + 2 * Minute + 1, false)]
    [InlineData(8 * Hour + 30 * Minute, false)]
    [InlineData(15 * Hour, false)]
    public void Note_Distance_that_stands_is_named_where_it_is_whole_hours(long behind, bool expected)
    {
        var sut = new ClockSkew();

        Assert.False(sut.Note(Start - behind, Start));
        Assert.Equal(expected, sut.Note(Start + 5 * Minute - behind, Start + 5 * Minute));
        Assert.Equal(behind, sut.BehindMs);
    }

    [Fact]
    public void Note_Backlog_that_passes_a_whole_hour_is_no_skew()
    {
        var sut = new ClockSkew();

        // Ten hours of readings a minute apart, sent ten a second: the distance closes as they come.
        for (var i = 0; i < 600; i++) Assert.False(sut.Note(Start - 10 * Hour + i * Minute, Start + i * 100));
    }

    [Fact]
    public void Note_Distance_that_changed_must_stand_again()
    {
        var sut = new ClockSkew();
        sut.Note(Start - 8 * Hour, Start);

        Assert.False(sut.Note(Start + 5 * Minute - 7 * Hour, Start + 5 * Minute));
        Assert.True(sut.Note(Start + 10 * Minute - 7 * Hour, Start + 10 * Minute));
    }
}
