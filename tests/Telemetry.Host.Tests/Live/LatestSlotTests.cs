using System.Buffers;
using System.Text.Json;
using Telemetry.Domain.Readings;
using Telemetry.Host.Live;

namespace Telemetry.Host.Tests.Live;

public sealed class LatestSlotTests
{
    private static readonly Series Flow = new(Measurements.PlantFlow, "influent", "sewage-1");

    private readonly LatestSlot _sut =
        new(Flow, "plants/sewage-1/flow/influent") { Interval = TimeSpan.FromMinutes(1) };

    [Fact]
    public void A_reading_is_written_with_its_times_tags_and_fields()
    {
        _sut.Offer(Reading(1_000, ReadingFlags.NegativeFlow, 'M', (Measurements.FlowM3H, -1.5)), receivedMs: 1_200);

        var json = Write(publishedMs: 2_000);

        Assert.Equal(
            """{"ts":1000,"published_at":2000,"received_at":1200,"stale_after_s":180"""
            + ""","meter":"influent","plant":"sewage-1","flow_m3h":-1.5,"q":"M","flags":8,"host":"gateway-1"}""",
            json.GetRawText());
    }

    [Fact]
    public void An_older_reading_never_replaces_a_newer_one()
    {
        _sut.Offer(Reading(2_000, default, 'N', (Measurements.FlowM3H, 2)), 2_000);
        var before = Write(0).GetRawText();

        Assert.False(_sut.Offer(Reading(1_999, ReadingFlags.NegativeFlow, 'D', (Measurements.FlowM3H, 1)), 3_000));

        Assert.Equal(before, Write(0).GetRawText());
    }

    [Fact]
    public void Readings_of_one_moment_merge_field_by_field()
    {
        _sut.Offer(Reading(1_000, default, 'N', (Measurements.FlowM3H, 1), (Measurements.LevelM, 3)), 1_000);
        _sut.Offer(Reading(1_000, default, 'B', (Measurements.FlowM3H, 2), (Measurements.TotalM3, 9)), 1_001);

        var json = Write(0);

        Assert.Equal(2, json.GetProperty("flow_m3h").GetDouble());
        Assert.Equal(3, json.GetProperty("level_m").GetDouble());
        Assert.Equal(9, json.GetProperty("total_m3").GetDouble());
        Assert.Equal("B", json.GetProperty("q").GetString());
    }

    [Fact]
    public void What_a_newer_reading_does_not_say_is_absent()
    {
        _sut.Offer(Reading(1_000, default, 'N', (Measurements.FlowM3H, 1), (Measurements.LevelM, 3)), 1_000);
        _sut.Offer(Reading(1_001, default, 'N', (Measurements.TotalM3, 9)), 1_001);

        var json = Write(0);

        Assert.False(json.TryGetProperty("flow_m3h", out _));
        Assert.False(json.TryGetProperty("level_m", out _));
        Assert.Equal(9, json.GetProperty("total_m3").GetDouble());
    }

    [Fact]
    public void It_asks_to_be_published_once_until_it_is_written()
    {
        Assert.True(_sut.Offer(Reading(1, default, 'N'), 1));
        Assert.False(_sut.Offer(Reading(2, default, 'N'), 2));
        Write(0);
        Assert.True(_sut.Offer(Reading(3, default, 'N'), 3));
    }

    [Fact]
    public void Booleans_and_texts_keep_their_type_and_a_vehicle_has_no_quality()
    {
        var sut = new LatestSlot(new Series(Measurements.VehiclePosition, "truck-7"), "vehicles/truck-7");
        var reading = Reading(1, default, 'N', (Measurements.Lat, 30.0), (Measurements.Ignition, 1));
        reading.Assign(sut.Series);
        sut.Offer(reading, 1);

        var json = Write(0, sut);

        Assert.Equal(JsonValueKind.True, json.GetProperty("ignition").ValueKind);
        Assert.Equal("truck-7", json.GetProperty("vehicle").GetString());
        Assert.False(json.TryGetProperty("q", out _));
    }

    [Fact]
    public void More_fields_than_lie_in_place_are_all_kept()
    {
        var fields = Enumerable.Range(0, 20)
            .Select(static i => (Field: new FieldDefinition($"f{i}", FieldType.Float), Value: i + 0.5)).ToArray();
        _sut.Offer(Reading(1, default, 'N', fields[..3]), 1);
        _sut.Offer(Reading(2, default, 'N', fields[..12]), 2);
        _sut.Offer(Reading(2, default, 'N', fields[10..]), 2);

        var json = Write(0);

        Assert.All(fields, field => Assert.Equal(field.Value, json.GetProperty(field.Field.Name).GetDouble()));
    }

    [Fact]
    public void Texts_are_those_of_the_newest_reading()
    {
        var sut = new LatestSlot(new Series(Measurements.PlantStatus, "sewage-1", "-"), "plants/sewage-1");
        sut.Offer(Status(1, (Measurements.State, "running")), 1);
        sut.Offer(Status(2, (Measurements.State, "fault"), (Measurements.Code, "E17")), 2);
        sut.Offer(Status(2, (Measurements.Message, "overload")), 2);

        var fault = Write(0, sut);
        sut.Offer(Status(3, (Measurements.Message, "ends"), (Measurements.State, "running")), 3);
        var running = Write(0, sut);

        Assert.Equal("fault", fault.GetProperty("state").GetString());
        Assert.Equal("E17", fault.GetProperty("code").GetString());
        Assert.Equal("overload", fault.GetProperty("message").GetString());
        Assert.Equal("running", running.GetProperty("state").GetString());
        Assert.Equal("ends", running.GetProperty("message").GetString());
        Assert.False(running.TryGetProperty("code", out _));
    }

    [Fact]
    public void Slots_whose_devices_send_the_same_keys_keep_their_own_values()
    {
        var other = new LatestSlot(new Series(Measurements.PlantFlow, "effluent", "sewage-1"), "other");
        _sut.Offer(Reading(1, default, 'N', (Measurements.FlowM3H, 1), (Measurements.LevelM, 2)), 1);
        other.Offer(Reading(1, default, 'N', (Measurements.FlowM3H, 3), (Measurements.LevelM, 4)), 1);
        other.Offer(Reading(1, default, 'N', (Measurements.TotalM3, 5)), 1);

        Assert.Equal(1, Write(0).GetProperty("flow_m3h").GetDouble());
        Assert.False(Write(0).TryGetProperty("total_m3", out _));
        Assert.Equal(3, Write(0, other).GetProperty("flow_m3h").GetDouble());
        Assert.Equal(5, Write(0, other).GetProperty("total_m3").GetDouble());
    }

    private static Reading Status(long timeMs, params (FieldDefinition Field, string Text)[] fields)
    {
        var reading = new Reading { TimeMs = timeMs };
        reading.Assign(new Series(Measurements.PlantStatus, "sewage-1", "-"));
        foreach (var (field, text) in fields) reading.Set(field, 0, text);
        return reading;
    }

    private JsonElement Write(long publishedMs) => Write(publishedMs, _sut);

    internal static Reading Reading(
        long timeMs, ReadingFlags flags, char quality, params (FieldDefinition Field, double Value)[] fields)
    {
        var reading = new Reading { TimeMs = timeMs, Flags = flags, Quality = quality };
        reading.Assign(Flow);
        foreach (var (field, value) in fields) reading.Set(field, value);
        return reading;
    }

    internal static JsonElement Write(long publishedMs, LatestSlot slot)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) slot.Write(json, publishedMs, "gateway-1");
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
