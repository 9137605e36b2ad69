using System.Text.Json;
using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>Today's figures so far as live messages.</summary>
public sealed class TodayTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateOnly Today = new(2009, 3, 25);

    private readonly Posted _posted = new();

    [Fact]
    public async Task Half_past_six_after_four_like_days_says_what_there_is_and_what_is_expected()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Today, 6.5));
        await sut.WriteAsync(Readings(Today.AddDays(-28)));
        await sut.DrainAsync();

        await sut.PublishTodayAsync(_posted);

        // 50 m³ in each hour, today and on each Wednesday before.
        var plant = _posted.Of("plants/p/today");
        Assert.Equal(("p", "2009-03-25", "h"), (Text(plant, "plant"), Text(plant, "day"), Text(plant, "host")));
        Assert.Equal(325, Number(plant, "so_far_m3"), 6);
        Assert.Equal(325, Number(plant, "expected_by_now_m3"), 6);
        Assert.Equal(1200, Number(plant, "projected_m3"), 6);
        Assert.Equal(1200, Number(plant, "low_m3"), 6);
        Assert.Equal(1200, Number(plant, "high_m3"), 6);
        Assert.Equal(2400, Number(plant, "capacity_m3"));
        Assert.Equal(4, Number(plant, "days_compared"));
        Assert.Equal(0, Number(plant, "unknown_hours"));
        Assert.Equal("", Text(plant, "reason"));
        Assert.Equal(DeriveBench.At(Today, 6.5).ToUnixTimeMilliseconds(), Number(plant, "ts"));
        Assert.True(plant.GetProperty("live").GetBoolean());

        foreach (var scope in new[] { "city", "east" })
        {
            var rate = _posted.Of($"indicators/rate/{scope}");
            Assert.Equal(325, Number(rate, "so_far_m3"), 6);
            Assert.Equal(1200, Number(rate, "projected_m3"), 6);
        }
        var city = _posted.Of("indicators/rate/city");
        Assert.Equal(("declared", 4000), (Text(city, "basis"), Number(city, "denominator_m3")));
        Assert.Equal(0.3, Number(city, "projected_rate"), 9);
        Assert.Equal(0.65, Number(city, "target"));
    }

    [Fact]
    public async Task With_too_few_like_days_nothing_is_expected_and_the_message_says_why()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Today, 6.5));
        await sut.WriteAsync(Readings(Today.AddDays(-7)));
        await sut.DrainAsync();

        await sut.PublishTodayAsync(_posted);

        var plant = _posted.Of("plants/p/today");
        Assert.Equal(325, Number(plant, "so_far_m3"), 6);
        Assert.Equal("too_few_like_days", Text(plant, "reason"));
        Assert.False(plant.TryGetProperty("projected_m3", out _));
        Assert.False(plant.TryGetProperty("expected_by_now_m3", out _));
    }

    [Fact]
    public async Task A_late_reading_is_in_the_next_message()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(Today, 6.5));
        var readings = Readings(Today);
        await sut.WriteAsync(readings[..^2]);
        await sut.DrainAsync();
        await sut.PublishTodayAsync(_posted);
        Assert.Equal(275, Number(_posted.Of("plants/p/today"), "so_far_m3"), 6);

        await sut.WriteAsync(readings[^2..]);
        await sut.DrainAsync();
        await sut.PublishTodayAsync(_posted);

        Assert.Equal(325, Number(_posted.Of("plants/p/today"), "so_far_m3"), 6);
    }

    /// <summary>A reading each half hour from a midnight until half past six of today.</summary>
    private static Sample[] Readings(DateOnly from)
    {
        var halves = (int)((DeriveBench.At(Today, 6.5) - DeriveBench.At(from)) / TimeSpan.FromMinutes(30));
        return
        [
            .. Enumerable.Range(0, halves + 1).Select(half => new Sample(
                "out", DeriveBench.At(from).AddMinutes(30 * half), Total: half * 25 % 10_000)),
        ];
    }

    private static double Number(JsonElement message, string name) => message.GetProperty(name).GetDouble();

    private static string? Text(JsonElement message, string name) => message.GetProperty(name).GetString();

    private sealed class Posted : ILivePublisher
    {
        private readonly Dictionary<string, JsonElement> _messages = new(StringComparer.Ordinal);

        public JsonElement Of(string topic) => _messages[topic];

        public void Post(string topic, long tsMs, ReadOnlyMemory<byte> json)
        {
            using var document = JsonDocument.Parse(json);
            Assert.Equal(tsMs, document.RootElement.GetProperty("ts").GetInt64());
            _messages[topic] = document.RootElement.Clone();
        }

        public void Clear(string topic) => _messages.Remove(topic);
    }
}
