using System.Text.Json;
using System.Text.Unicode;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Native;

/// <summary>
/// The native contract: one JSON object or an array of them on one of six topics. Each object is accepted or rejected
/// by itself. Where the payload stops being JSON, the objects before are taken, and all from the first byte that is
/// not theirs to the end is one <c>malformed</c>: nothing is read twice, and nothing good is lost to what follows it.
/// </summary>
public sealed class NativeJsonDecoder : IPayloadDecoder
{
    /// <summary>The contract is flat; what is nested deeper is not ours to read.</summary>
    const int MaxDepth = 16;

    internal static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };

    readonly NativeJsonProtocol _protocol;
    readonly SubjectResolver _resolver;
    readonly ObjectReader _object;
    readonly Judgement _judgement;

    internal NativeJsonDecoder(NativeJsonProtocol protocol)
    {
        _protocol = protocol;
        _resolver = new SubjectResolver(protocol.Limits.TopicRoot, protocol.Unregistered);
        _object = new ObjectReader(
            protocol.Limits, new OpenParameters(protocol.Parameters, protocol.Limits.MaxQualityParameters));
        _judgement = new Judgement(protocol.Limits, protocol.Clock, protocol.Tags, protocol.Skewed);
    }

    public void Decode(in InboundMessage message, IReadingSink sink)
    {
        // With many devices what is kept of this one is in no cache. It is asked for step by step while the first
        // object is read, for which the topic's kind is enough.
        _resolver.Begin(message.Topic, _protocol.Registry.Current);
        var isTooLarge = message.Payload.Length > _protocol.Limits.MaxPayloadBytes;
        var kind = DeviceTopic.LikelyKindOf(message.Topic);
        var first = new FirstObject(message.Payload);
        // Names of quality parameters are remembered, a limited number: not those of a topic that may be none.
        if (!isTooLarge && kind is not TopicKind.Quality) first.Read(_object, kind, _resolver);

        var subject = _resolver.Resolve(message.Topic, message.ReceivedMs, out var detail);
        if (subject is null)
        {
            first.Forget(_object);
            sink.Reject(message.Payload, RejectReason.UnknownTopic, detail);
        }
        else if (isTooLarge)
        {
            sink.Reject(
                message.Payload, RejectReason.TooLarge,
                $"the payload is {message.Payload.Length} bytes long, allowed are {_protocol.Limits.MaxPayloadBytes}");
        }
        else
        {
            if (subject.Kind != kind) first.Forget(_object);
            subject.FetchAhead();
            DecodeObjects(message, ref first, subject, sink);
        }
        if (_object.IgnoredKeys == 0) return;
        _protocol.CountIgnoredKeys(_object.IgnoredKeys);
        _object.IgnoredKeys = 0;
    }

    void DecodeObjects(in InboundMessage message, ref FirstObject first, Subject subject, IReadingSink sink)
    {
        var payload = first.Payload;
        if (first.Broken is not null)
        {
            sink.Reject(
                payload, RejectReason.Malformed,
                MalformedText.Describe(payload, (int)first.Reader.BytesConsumed, first.Broken));
            return;
        }
        ref var reader = ref first.Reader;
        var undecided = 0;
        _judgement.Begin();
        try
        {
            if (first.IsRead)
            {
                undecided = (int)reader.BytesConsumed;
                Judge(payload[..undecided], message, subject, sink);
            }
            else if (reader.Read() && reader.TokenType is not JsonTokenType.StartArray)
            {
                undecided = DecodeElement(ref reader, payload, first.IsUtf8, message, subject, sink);
            }
            else
            {
                var count = 0;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    undecided = (int)reader.TokenStartIndex;
                    undecided = DecodeElement(ref reader, payload, first.IsUtf8, message, subject, sink);
                    count++;
                }
                undecided = (int)reader.BytesConsumed;
                if (count == 0) sink.Reject(payload, RejectReason.Schema, "an empty array holds no reading");
            }
            // Fails where anything follows.
            reader.Read();
        }
        catch (JsonException notJson)
        {
            sink.Reject(
                payload[undecided..], RejectReason.Malformed,
                MalformedText.Describe(payload, (int)reader.BytesConsumed, notJson));
        }
    }

    /// <returns>
    /// Where the element ends. Throws <see cref="JsonException"/> where it is not JSON, with nothing decided.
    /// </returns>
    int DecodeElement(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, bool isUtf8, in InboundMessage message, Subject subject,
        IReadingSink sink)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            var shown = JsonText.Shown(ref reader);
            reader.Skip();
            sink.Reject(
                payload[start..(int)reader.BytesConsumed], RejectReason.Schema,
                $"{shown} stands where an object should: allowed are one object, or an array of objects");
        }
        else if (!isUtf8 && SkipBadUtf8(ref reader, payload, start))
        {
            sink.Reject(payload[start..(int)reader.BytesConsumed], RejectReason.Malformed, "the object is not UTF-8");
        }
        else
        {
            _object.Read(ref reader, subject.Kind);
            Judge(payload[start..(int)reader.BytesConsumed], message, subject, sink);
        }
        return (int)reader.BytesConsumed;
    }

    /// <param name="raw">The bytes of the object that was read.</param>
    void Judge(ReadOnlySpan<byte> raw, in InboundMessage message, Subject subject, IReadingSink sink)
    {
        if (_judgement.Of(_object, message, subject) is { } fault) sink.Reject(raw, fault.Reason, fault.Detail);
        else sink.Accept(_object.Reading);
    }

    // Only where some of the payload is bad: the objects that are good still count.
    static bool SkipBadUtf8(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, int start)
    {
        var ahead = reader;
        ahead.Skip();
        if (Utf8.IsValid(payload[start..(int)ahead.BytesConsumed])) return false;
        reader = ahead;
        return true;
    }
}
