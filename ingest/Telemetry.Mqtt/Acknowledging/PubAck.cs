using System.Buffers.Binary;

namespace Telemetry.Mqtt.Acknowledging;

/// <summary>
/// PUBACK, and PUBREC for QoS 2, on the wire (MQTT 3.1.1 and 5, 3.4 and 3.5): written here rather than by MQTTnet, so
/// that many of them share one buffer. What follows a PUBREC is MQTTnet's.
/// </summary>
internal static class PubAck
{
    public const int Longest = 5;

    private const byte Kind = 0x40;
    private const byte KindOfQoS2 = 0x50;

    /// <param name="reason">
    /// 0 is success, and left out; another is understood by MQTT 5 alone (3.4.2.1: a remaining length of 3 is reason,
    /// no properties).
    /// </param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, ushort packetIdentifier, bool isQoS2, byte reason)
    {
        to[0] = isQoS2 ? KindOfQoS2 : Kind;
        to[1] = (byte)(reason == 0 ? 2 : 3);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], packetIdentifier);
        if (reason == 0) return 4;
        to[4] = reason;
        return 5;
    }
}
