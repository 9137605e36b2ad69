using Microsoft.Extensions.Time.Testing;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Tests.Source;

public sealed class ReadPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(90, false)]
    [InlineData(110, true)]
    public void More_than_ten_messages_a_millisecond_are_busy(int messagesInTenMs, bool isBusy)
    {
        var sut = new ReadPace(_time);

        for (var i = 0; i < messagesInTenMs; i++) sut.Taken();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        sut.Judge();

        Assert.Equal(isBusy, sut.IsBusy);
    }

    [Fact]
    public void A_stream_that_calms_down_is_read_at_once_again()
    {
        var sut = new ReadPace(_time);
        for (var i = 0; i < 200; i++) sut.Taken();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        sut.Judge();
        Assert.True(sut.IsBusy);

        sut.Taken();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        sut.Judge();

        Assert.False(sut.IsBusy);
    }

    [Fact]
    public void Before_it_has_looked_long_enough_nothing_is_busy()
    {
        var sut = new ReadPace(_time);

        for (var i = 0; i < 10_000; i++) sut.Taken();
        _time.Advance(TimeSpan.FromMilliseconds(9));
        sut.Judge();

        Assert.False(sut.IsBusy);
    }
}
