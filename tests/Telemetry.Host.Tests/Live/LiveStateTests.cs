using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Live;

namespace Telemetry.Host.Tests.Live;

public sealed class LiveStateTests
{
    private readonly ShippedCity _city = new();

    [Theory]
    [InlineData("plant_flow", "influent/sewage-1", "plants/sewage-1/flow/influent", 180)]
    [InlineData("plant_flow", "nobody/sewage-1", "plants/sewage-1/flow/nobody", 900)]
    [InlineData("plant_flow", "influent/nowhere", "plants/nowhere/flow/influent", 900)]
    [InlineData("plant_quality", "sewage-1/outlet", "plants/sewage-1/quality/outlet", 10_800)]
    [InlineData("plant_status", "sewage-1/-", "plants/sewage-1", 90_000)]
    [InlineData("vehicle_position", "ghost", "vehicles/ghost", 900)]
    public void A_series_has_a_topic_and_is_stale_after_three_intervals(
        string measurement, string tags, string topic, int staleSeconds)
    {
        var series = new Series(Measurements.Find(measurement)!, [.. tags.Split('/')]);

        Assert.Equal(topic, LiveTopics.TopicOf(series));
        Assert.Equal(
            staleSeconds, StaleSeconds(
            new LatestSlot(series, topic) { Interval = LiveTopics.IntervalOf(series, _city.Current) }));
    }

    [Theory]
    [InlineData("plant_status", "sewage-1/pump-1")]
    [InlineData("weighing", "f/sludge/-")]
    [InlineData("meter_event", "influent/sewage-1")]
    public void Events_and_parts_of_a_plant_have_no_live_topic(string measurement, string tags) =>
        Assert.Null(LiveTopics.TopicOf(new Series(Measurements.Find(measurement)!, [.. tags.Split('/')])));

    [Fact]
    public void Each_series_that_changed_is_taken_once()
    {
        var sut = new LiveState(_city);
        sut.Observe(LatestSlotTests.Reading(1, default, 'N'), 1);
        sut.Observe(LatestSlotTests.Reading(2, default, 'N'), 2);

        Assert.Equal("plants/sewage-1/flow/influent", Assert.Single(sut.TakeChanged(10)).Topic);
        Assert.Empty(sut.TakeChanged(10));
    }

    [Fact]
    public void More_than_are_asked_for_wait_in_the_order_of_their_change()
    {
        var sut = new LiveState(_city);
        string[] vehicles = ["washer-1", "washer-2", "washer-3"];
        foreach (var vehicle in vehicles) sut.Observe(PositionOf(vehicle), 1);
        sut.Observe(PositionOf("washer-1"), 2);

        Assert.Equal(["vehicles/washer-1", "vehicles/washer-2"], sut.TakeChanged(2).Select(slot => slot.Topic));
        Assert.Equal(["vehicles/washer-3"], sut.TakeChanged(2).Select(slot => slot.Topic));
    }

    [Fact]
    public void Whoever_meets_a_series_again_finds_the_same_slot()
    {
        var sut = new LiveState(_city);
        var first = PositionOf("washer-1");
        sut.Observe(first, 1);
        sut.Observe(first, 2);
        sut.Observe(PositionOf("washer-1"), 3);

        Assert.Equal(1, sut.Count);
        Assert.Single(sut.TakeChanged(10));
    }

    [Fact]
    public void What_was_forgotten_and_sends_again_gets_a_new_slot()
    {
        var sut = new LiveState(_city);
        sut.FollowRegistry();
        var reading = PositionOf("washer-3");
        sut.Observe(reading, 1);
        Assert.Single(sut.TakeChanged(10));
        _city.Edit("\"id\": \"washer-3\"", "\"id\": \"washer-9\"");
        sut.FollowRegistry();

        sut.Observe(reading, 2);

        Assert.Equal(1, sut.Count);
        Assert.Single(sut.TakeChanged(10));
    }

    [Fact]
    public void A_new_registry_changes_when_values_are_stale()
    {
        var sut = new LiveState(_city);
        sut.Observe(LatestSlotTests.Reading(1, default, 'N'), 1);
        var slot = Assert.Single(sut.TakeChanged(10));
        Assert.Equal(180, StaleSeconds(slot));

        _city.Edit("\"full_scale_m3h\": 3000, \"modulus_m3\": 100000000, \"interval\": \"1m\"",
            "\"full_scale_m3h\": 3000, \"modulus_m3\": 100000000, \"interval\": \"5m\"");
        Assert.Empty(sut.FollowRegistry());

        Assert.Equal(900, StaleSeconds(slot));
    }

    [Fact]
    public void An_asset_that_the_registry_no_longer_knows_is_named_once_and_forgotten()
    {
        var sut = new LiveState(_city);
        sut.FollowRegistry();
        var reading = new Reading();
        reading.Assign(new Series(Measurements.VehiclePosition, "washer-3"));
        reading.TimeMs = 1;
        sut.Observe(reading, 1);
        Assert.Single(sut.TakeChanged(10));

        _city.Edit("\"id\": \"washer-3\"", "\"id\": \"washer-9\"");

        Assert.Equal("vehicles/washer-3", Assert.Single(sut.FollowRegistry()));
        Assert.Empty(sut.FollowRegistry());
    }

    [Fact]
    public void An_unregistered_asset_stays_when_the_registry_changes()
    {
        var sut = new LiveState(_city);
        var reading = new Reading();
        reading.Assign(new Series(Measurements.VehiclePosition, "stranger"));
        sut.Observe(reading, 1);

        _city.Edit("\"id\": \"washer-3\"", "\"id\": \"washer-9\"");

        Assert.Empty(sut.FollowRegistry());
    }

    [Fact]
    public void Units_that_a_device_invents_are_not_remembered()
    {
        var sut = new LiveState(_city);
        var reading = new Reading();
        for (var unit = 0; unit < 100; unit++)
        {
            reading.Assign(new Series(Measurements.PlantStatus, "sewage-1", $"pump-{unit}"));
            sut.Observe(reading, 1);
        }

        Assert.Equal(0, sut.Count);
    }

    private static int StaleSeconds(LatestSlot slot) =>
        LatestSlotTests.Write(0, slot).GetProperty("stale_after_s").GetInt32();

    private static Reading PositionOf(string vehicle)
    {
        var reading = new Reading();
        reading.Assign(new Series(Measurements.VehiclePosition, vehicle));
        reading.TimeMs = 1;
        return reading;
    }
}
