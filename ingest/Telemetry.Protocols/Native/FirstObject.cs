using System.Text.Json;
using System.Text.Unicode;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Native;

/// <summary>
/// A payload's object, where it is one object, read before it is known for certain whom it belongs to. Nothing is
/// decided about it yet, so it can be forgotten.
/// </summary>
ref struct FirstObject
{
    public FirstObject(ReadOnlySpan<byte> payload)
    {
        Payload = payload.StartsWith("\uFEFF"u8) ? payload[3..] : payload;
        IsUtf8 = Utf8.IsValid(Payload);
        Reader = new Utf8JsonReader(Payload, NativeJsonDecoder.Strict);
    }

    /// <summary>Without a byte order mark.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    public bool IsUtf8 { get; }

    /// <summary>Behind the object, or at the beginning where none is read.</summary>
    public Utf8JsonReader Reader;

    public bool IsRead { get; private set; }

    /// <summary>What is wrong where the payload stops being JSON before the object ends.</summary>
    public JsonException? Broken { get; private set; }

    /// <summary>Leaves everything as it was where the payload doesn't begin with an object.</summary>
    /// <param name="into">Takes what is read.</param>
    /// <param name="kind">What the object is read as.</param>
    /// <param name="meanwhile">Goes on looking for whom it belongs to.</param>
    public void Read(ObjectReader into, TopicKind kind, SubjectResolver meanwhile)
    {
        // Nothing else is worth an attempt, above all nothing that isn't JSON and would fail twice.
        if (!IsUtf8 || !Payload.StartsWith((byte)'{')) return;
        try
        {
            Reader.Read();
            into.Read(ref Reader, kind, meanwhile);
            IsRead = true;
        }
        catch (JsonException notJson)
        {
            Broken = notJson;
        }
    }

    /// <summary>It was read as what it isn't.</summary>
    public void Forget(ObjectReader from)
    {
        from.IgnoredKeys = 0;
        IsRead = false;
        Broken = null;
        Reader = new Utf8JsonReader(Payload, NativeJsonDecoder.Strict);
    }
}
