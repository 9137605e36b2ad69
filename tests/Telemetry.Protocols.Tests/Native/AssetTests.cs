using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Tests.Native;

public class AssetTests
{
    static string Fix(DateTimeOffset time) => $$"""{"ts":{{time.ToUnixTimeMilliseconds()}},"lat":30,"lon":122}""";

    static string Flow(DateTimeOffset time) => $$"""{"ts":{{time.ToUnixTimeMilliseconds()}},"flow_m3h":1}""";

    [Fact]
    public void Decode_Device_speaks_for_the_vehicle_assigned_at_the_readings_time()
    {
        const string topic = "sanitation/vehicles/tracker-1/position";
        var sut = new Sut();

        Assert.Equal(
            "vehicle_position,vehicle=truck-7", sut.Accept(topic, Fix(TestCity.Swap.AddMilliseconds(-1))).Series);
        Assert.Equal("vehicle_position,vehicle=truck-8", sut.Accept(topic, Fix(TestCity.Swap)).Series);
        Assert.Equal(
            "vehicle_position,vehicle=truck-7", sut.Accept(topic, Fix(TestCity.Swap.AddDays(-30))).Series);

        var rejected = sut.Reject(topic, Fix(TestCity.Swap.AddDays(-30).AddMilliseconds(-1)));
        Assert.Equal(RejectReason.UnknownAsset, rejected.Reason);
        Assert.Contains("device 'tracker-1' is assigned to nothing", rejected.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Device_speaks_for_the_meter_assigned_and_is_held_to_its_scale()
    {
        const string topic = "sanitation/plants/sewage-1/flow/transmitter-1";
        var sut = new Sut();

        var reading = sut.Accept(
            topic, $$"""{"ts":{{TestCity.Swap.ToUnixTimeMilliseconds()}},"flow_m3h":3000,"total_m3":5}""");

        Assert.Equal("plant_flow,meter=influent,plant=sewage-1", reading.Series);
        Assert.Equal(ReadingFlags.OverFullScale, reading.Flags);
        Assert.Equal(
            "meter_event,meter=influent,plant=sewage-1",
            sut.Accept(
                topic + "/reset",
                $$"""{"ts":{{TestCity.Swap.ToUnixTimeMilliseconds()}},"last_m3":1,"first_m3":0,"reason":"r"}""")
                    .Series);
        Assert.Equal(RejectReason.UnknownAsset, sut.Reject(topic, Flow(TestCity.Swap.AddMilliseconds(-1))).Reason);
    }

    [Theory]
    [InlineData("sanitation/plants/sewage-2/flow/transmitter-1")]
    [InlineData("sanitation/plants/sewage-1/flow/tracker-1")]
    public void Decode_Device_in_a_place_that_its_assignment_does_not_name_is_unknown(string topic) =>
        Assert.Equal(RejectReason.UnknownAsset, new Sut().Reject(topic, Flow(TestCity.Swap)).Reason);

    [Fact]
    public void Decode_Meters_device_in_a_vehicles_place_is_unknown() =>
        Assert.Equal(
            RejectReason.UnknownAsset,
            new Sut().Reject("sanitation/vehicles/transmitter-1/position", Fix(TestCity.Swap)).Reason);

    [Theory]
    [InlineData(
        "sanitation/plants/sewage-1/status", "sanitation/plants/new/status",
        """{"ts":1780268400000,"state":"running","unit":"n0"}""")]
    [InlineData(
        "sanitation/facilities/landfill-1/weighing", "sanitation/facilities/dump/weighing",
        """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"sludge","net_kg":1,"scale":"n0"}""")]
    public void Decode_Units_and_scales_that_a_device_invents_end_at_a_limit(
        string topic, string otherTopic, string payload)
    {
        var sut = new Sut();
        for (var i = 0; i < 256; i++) sut.Accept(topic, Payload(i));

        var rejected = sut.Reject(topic, Payload(256));

        Assert.Equal(RejectReason.Schema, rejected.Reason);
        Assert.Contains("256 already", rejected.Detail, StringComparison.Ordinal);
        sut.Accept(topic, Payload(255));
        sut.Accept(otherTopic, Payload(256));

        string Payload(int i) => payload.Replace("n0", $"n{i}", StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Unregistered_assets_are_accepted_flagged_and_listed()
    {
        var sut = new Sut();

        var reading = sut.Accept("sanitation/vehicles/卡车9/position", Fix(TestCity.Swap));
        sut.Accept("sanitation/vehicles/卡车9/position", Fix(TestCity.Swap));
        sut.Accept("sanitation/plants/new/flow/in", Flow(TestCity.Swap));
        sut.Accept("sanitation/plants/new/status", """{"ts":1780268400000,"state":"running"}""");
        sut.Accept("sanitation/plants/new/quality/out", """{"ts":1780268400000,"ph":7}""");
        sut.Accept(
            "sanitation/facilities/dump/weighing",
            """{"ts":1780268400000,"ticket":"1","vehicle":"t","material":"garbage","net_kg":1}""");

        Assert.Equal("vehicle_position,vehicle=卡车9", reading.Series);
        Assert.Equal(ReadingFlags.Unregistered, reading.Flags);
        Assert.Equal(
            ["Facility dump 1", "Meter new/in 1", "Plant new 1", "QualityPoint new/out 1", "Vehicle 卡车9 2"],
            sut.Protocol.Unregistered.Seen.Select(a => $"{a.Kind} {a.Name} {a.Count}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Decode_Unregistered_assets_beyond_the_limit_are_unknown()
    {
        var sut = new Sut(options => options.MaxUnregisteredAssets = 2);
        sut.Accept("sanitation/vehicles/a/position", Fix(TestCity.Swap));
        sut.Accept("sanitation/vehicles/b/position", Fix(TestCity.Swap));

        var rejected = sut.Reject("sanitation/vehicles/c/position", Fix(TestCity.Swap));

        Assert.Equal(RejectReason.UnknownAsset, rejected.Reason);
        Assert.Equal(1, sut.Protocol.Unregistered.BeyondLimit);
        sut.Accept("sanitation/vehicles/b/position", Fix(TestCity.Swap));
    }

    [Fact]
    public void Decode_Quarantine_rejects_each_object_and_lists_the_asset()
    {
        var sut = new Sut(options => options.UnknownAssets = UnknownAssetPolicy.Quarantine);
        var fix = Fix(TestCity.Swap);

        var sink = sut.Decode("sanitation/vehicles/a/position", $"[{fix},{fix}]");

        Assert.Equal([fix, fix], sink.Rejected.Select(r => r.Raw));
        Assert.All(sink.Rejected, r => Assert.Equal(RejectReason.UnknownAsset, r.Reason));
        Assert.Equal(2, Assert.Single(sut.Protocol.Unregistered.Seen).Count);
        sut.Accept("sanitation/vehicles/truck-7/position", fix);
    }

    [Fact]
    public void Decode_Registry_reloaded_takes_effect_with_the_next_message()
    {
        var sut = new Sut(options => options.UnknownAssets = UnknownAssetPolicy.Quarantine);
        const string topic = "sanitation/vehicles/truck-99/position";
        sut.Reject(topic, Fix(TestCity.Swap));

        sut.City.Current = TestCity.Create("truck-99");

        Assert.Equal(ReadingFlags.None, sut.Accept(topic, Fix(TestCity.Swap)).Flags);
        Assert.Empty(sut.Protocol.Unregistered.Seen);

        sut.City.Current = TestCity.Create();
        sut.Reject(topic, Fix(TestCity.Swap));
    }

    [Theory]
    [InlineData("sanitation")]
    [InlineData("other/vehicles/truck-7/position")]
    [InlineData("sanitationx/vehicles/truck-7/position")]
    [InlineData("sanitation/vehicles/truck-7")]
    [InlineData("sanitation/vehicles/truck-7/position/x")]
    [InlineData("sanitation/vehicles//position")]
    [InlineData("sanitation/vehicles/truck 7/position")]
    [InlineData("sanitation/vehicles/a,b=c/position")]
    [InlineData("sanitation/plants/sewage-1/flow/")]
    [InlineData("sanitation/plants/sewage-1/flow//reset")]
    [InlineData("sanitation/plants/sewage-1/flow/influent/set")]
    [InlineData("sanitation/plants/sewage-1/flow/influent/reset/x/y/z")]
    [InlineData("sanitation/live/vehicles/truck-7")]
    [InlineData("")]
    public void Decode_Topic_out_of_the_contract_rejects_the_payload_whole(string topic)
    {
        var rejected = new Sut().Reject(topic, "[{},{}]");

        Assert.Equal(RejectReason.UnknownTopic, rejected.Reason);
        Assert.Equal("[{},{}]", rejected.Raw);
        Assert.Contains($"topic '{topic}'", rejected.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Topic_root_may_have_levels()
    {
        var sut = new Sut(options => options.TopicRoot = "city/sanitation");

        sut.Accept("city/sanitation/vehicles/truck-7/position", Fix(TestCity.Swap));
        sut.Reject("sanitation/vehicles/truck-7/position", Fix(TestCity.Swap));
    }
}
