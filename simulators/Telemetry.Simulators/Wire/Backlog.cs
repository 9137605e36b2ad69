using System.Buffers;

namespace Telemetry.Simulators.Wire;

/// <summary>Readings to publications: alone as one object, several of a topic as arrays of limited length.</summary>
public static class Backlog
{
    /// <summary>Keeps the order within a topic; topics stand in the order in which they first appear.</summary>
    public static IEnumerable<Publication> Pack(IEnumerable<DeviceMessage> readings, int mostPerMessage)
    {
        var byTopic = new Dictionary<string, List<ReadOnlyMemory<byte>>>(StringComparer.Ordinal);
        foreach (var reading in readings)
        {
            if (!byTopic.TryGetValue(reading.Topic, out var waiting)) byTopic[reading.Topic] = waiting = [];
            waiting.Add(reading.Json);
            if (waiting.Count < mostPerMessage) continue;
            yield return Publish(reading.Topic, waiting);
            waiting.Clear();
        }
        foreach (var (topic, waiting) in byTopic)
        {
            if (waiting.Count > 0) yield return Publish(topic, waiting);
        }
    }

    /// <summary>One object as it is; more as an array.</summary>
    public static Publication Publish(string topic, List<ReadOnlyMemory<byte>> objects)
    {
        if (objects.Count == 1) return new Publication(topic, objects[0], 1);
        var length = objects.Count + 1;
        foreach (var json in objects) length += json.Length;
        var array = new ArrayBufferWriter<byte>(length);
        var separator = "["u8;
        foreach (var json in objects)
        {
            array.Write(separator);
            array.Write(json.Span);
            separator = ","u8;
        }
        array.Write("]"u8);
        return new Publication(topic, array.WrittenMemory, objects.Count);
    }
}
