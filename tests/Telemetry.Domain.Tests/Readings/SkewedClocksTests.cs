using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Tests.Readings;

public sealed class SkewedClocksTests
{
    private const long Noon = 1_772_337_600_000;

    [Fact]
    public void A_device_is_listed_once_with_its_last_distance_and_what_of_it_was_rejected()
    {
        var sut = new SkewedClocks();

        sut.Note("sanitation/vehicles/v-1/position", 28_800_000, Noon, isRejected: false);
        sut.Note("sanitation/vehicles/v-1/position", -600_000, Noon + 60_000, isRejected: true);

        var clock = Assert.Single(sut.Seen);
        Assert.Equal("sanitation/vehicles/v-1/position", clock.Topic);
        Assert.Equal(TimeSpan.FromMinutes(-10), clock.Behind);
        Assert.Equal((2, 1), (clock.Count, clock.Rejected));
        Assert.Equal(Noon, clock.FirstSeen.ToUnixTimeMilliseconds());
        Assert.Equal(Noon + 60_000, clock.LastSeen.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Invented_topics_do_not_fill_the_memory()
    {
        var sut = new SkewedClocks(limit: 2);

        for (var i = 0; i < 5; i++) sut.Note($"t/{i}", 7_200_000, Noon, isRejected: false);
        sut.Note("t/0", 7_200_000, Noon, isRejected: false);

        Assert.Equal(["t/0", "t/1"], sut.Seen.Select(static one => one.Topic).Order());
        Assert.Equal(2, sut.Seen.Single(static one => one.Topic == "t/0").Count);
    }
}
