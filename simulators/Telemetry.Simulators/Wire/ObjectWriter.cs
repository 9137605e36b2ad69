using System.Buffers;
using System.Text.Json;

namespace Telemetry.Simulators.Wire;

/// <summary>
/// Writes one JSON object after another; a value that is null or not finite is left out. Not thread-safe.
/// </summary>
public sealed class ObjectWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _json;

    public ObjectWriter() => _json = new Utf8JsonWriter(_buffer);

    /// <param name="ms">The <c>ts</c>, Unix ms.</param>
    public ObjectWriter Begin(long ms)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteNumber("ts"u8, ms);
        return this;
    }

    public ObjectWriter Number(string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) _json.WriteNumber(name, number);
        return this;
    }

    /// <summary>Rounded half to even to so many decimals.</summary>
    public ObjectWriter Number(string name, double? value, int decimals) =>
        Number(name, value is { } number ? Math.Round(number, decimals) : null);

    public ObjectWriter Text(string name, string? value)
    {
        if (value is not null) _json.WriteString(name, value);
        return this;
    }

    public ObjectWriter Flag(string name, bool? value)
    {
        if (value is { } flag) _json.WriteBoolean(name, flag);
        return this;
    }

    public DeviceMessage End(string topic, long ms)
    {
        _json.WriteEndObject();
        _json.Flush();
        return new DeviceMessage(topic, ms, _buffer.WrittenSpan.ToArray());
    }

    public void Dispose() => _json.Dispose();
}
