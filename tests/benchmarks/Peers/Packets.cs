using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Telemetry.Benchmarks.Peers;

/// <summary>
/// One device's PUBLISH (MQTT 3.1.1, QoS 1), encoded once; each copy gets its identifier and its time.
/// </summary>
internal sealed class DevicePacket
{
    private const int TimeDigits = 13;

    private readonly byte[] _packet;
    private readonly int _identifierAt;
    private readonly int _timeAt;
    private long _nextMs;

    public DevicePacket(string topic, string payload, long firstMs)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        var body = Encoding.UTF8.GetBytes(
            payload.Replace("TIME", new string('0', TimeDigits), StringComparison.Ordinal));
        var rest = 2 + name.Length + 2 + body.Length;
        var header = new List<byte> { 0x32 };
        for (var left = rest; ;)
        {
            var digit = (byte)(left & 127);
            left >>= 7;
            header.Add(left > 0 ? (byte)(digit | 128) : digit);
            if (left == 0) break;
        }
        _packet = [.. header, (byte)(name.Length >> 8), (byte)name.Length, .. name, 0, 0, .. body];
        _identifierAt = header.Count + 2 + name.Length;
        _timeAt = _identifierAt + 2 + payload.IndexOf("TIME", StringComparison.Ordinal);
        _nextMs = firstMs;
    }

    public int Length => _packet.Length;

    /// <summary>A millisecond later than the last, so that each message is a point of its own.</summary>
    public void Copy(Span<byte> output, ushort identifier)
    {
        _packet.CopyTo(output);
        BinaryPrimitives.WriteUInt16BigEndian(output[_identifierAt..], identifier);
        Utf8Formatter.TryFormat(_nextMs++, output[_timeAt..], out _);
    }

    /// <summary>Even numbers are flow meters, odd ones vehicles.</summary>
    public static string TopicOf(string prefix, int device) => device % 2 == 0
        ? string.Create(
            CultureInfo.InvariantCulture, $"sanitation/plants/{prefix}-{device / 200}/flow/m{device % 200}")
        : string.Create(CultureInfo.InvariantCulture, $"sanitation/vehicles/{prefix}-{device}/position");

    public static DevicePacket Of(string prefix, int device, long firstMs) => new(
        TopicOf(prefix, device),
        device % 2 == 0
            ? """{"ts":TIME,"flow_m3h":1523.25,"total_m3":812345.5}"""
            : """{"ts":TIME,"lat":30.01234,"lon":122.10612,"speed_kmh":36.5,"heading_deg":87,"ignition":true}""",
        firstMs);

    public static byte[] Connect(string clientId)
    {
        var id = Encoding.UTF8.GetBytes(clientId);
        // MQTT 3.1.1, clean session, keep alive 600 s.
        byte[] head = [0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 2, 88, 0, (byte)id.Length];
        return [0x10, (byte)(head.Length + id.Length), .. head, .. id];
    }
}
