using System.Globalization;
using System.Text.Unicode;

namespace Telemetry.Simulators.Load;

/// <summary>One device of the crowd. Its readings' times never repeat, so that each is a point of its own.</summary>
internal sealed class LoadDevice
{
    // Well below the five minutes that a host allows a clock to be ahead.
    private const long MostAheadMs = 60_000;

    private readonly LoadPayload _payload;
    private long _lastMs;

    public LoadDevice(LoadOptions options, int number)
    {
        _payload = options.Payload;
        if (_payload == LoadPayload.Flow)
        {
            // A hundred meters a plant, as a large works has.
            Name = $"{options.Prefix}-{number / 100}/m{number % 100}";
            var slash = Name.IndexOf('/', StringComparison.Ordinal);
            Topic = $"{options.Root}/plants/{Name[..slash]}/flow/{Name[(slash + 1)..]}";
        }
        else
        {
            Name = $"{options.Prefix}-{number}";
            Topic = $"{options.Root}/vehicles/{Name}/position";
        }
    }

    /// <summary><c>plant/meter</c>, or the vehicle.</summary>
    public string Name { get; }

    public string Topic { get; }

    /// <summary>
    /// A time that this device hasn't used: now, or a millisecond after the last. Null where it is too far ahead of the
    /// clock: the caller waits a little.
    /// </summary>
    public long? NextMs(long nowMs)
    {
        while (true)
        {
            var last = Volatile.Read(ref _lastMs);
            var next = Math.Max(nowMs, last + 1);
            if (next > nowMs + MostAheadMs) return null;
            if (Interlocked.CompareExchange(ref _lastMs, next, last) == last) return next;
        }
    }

    /// <summary>The value by which a reading of that time is known again: <c>flow_m3h</c>, or <c>lat</c>.</summary>
    public double Value(long ms) => _payload == LoadPayload.Flow ? ms % 100_000 / 10.0 : 30 + ms % 100_000 / 1e6;

    public byte[] Payload(long ms)
    {
        Span<byte> buffer = stackalloc byte[192];
        var value = Value(ms);
        int length;
        // total_m3 only ever rises with time, by a tenth of a cubic metre a second.
        var written = _payload == LoadPayload.Flow
            ? Utf8.TryWrite(buffer, CultureInfo.InvariantCulture,
                $"{{\"ts\":{ms},\"flow_m3h\":{value},\"total_m3\":{ms / 10_000}}}", out length)
            : Utf8.TryWrite(buffer, CultureInfo.InvariantCulture,
                $"{{\"ts\":{ms},\"lat\":{value},\"lon\":122.1,"
                + $"\"speed_kmh\":{ms % 600 / 10.0},\"heading_deg\":{ms % 360},\"ignition\":true}}",
                out length);
        return written
            ? buffer[..length].ToArray()
            : throw new InvalidOperationException("a payload outgrew its buffer");
    }
}
