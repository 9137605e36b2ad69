using System.Buffers;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Benchmarks.Micro;

/// <summary>Line protocol as the host writes it.</summary>
internal static class SampleLines
{
    /// <summary>Flow and position in turn, each line with a time of its own.</summary>
    public static byte[] Of(int lines)
    {
        var encoding = new NativeEncoding();
        var output = new ArrayBufferWriter<byte>(lines * 128);
        var flow = Encoded(encoding, Wire.FlowTopic, Wire.Flow(Math.Max(2, lines / 2)));
        var position = Encoded(encoding, Wire.PositionTopic, Wire.Position(Math.Max(2, lines - lines / 2)));
        for (var i = 0; i < lines; i++) output.Write(NextLine(ref i % 2 == 0 ? ref flow : ref position));
        return output.WrittenSpan.ToArray();
    }

    private static ReadOnlyMemory<byte> Encoded(NativeEncoding encoding, string topic, byte[] payload)
    {
        encoding.Encode(topic, payload);
        return encoding.Lines.ToArray();
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOf((byte)'\n') + 1;
        var line = rest.Span[..end];
        rest = rest[end..];
        return line;
    }
}
