using System.Text;
using Telemetry.Domain.Readings;
using Telemetry.Protocols.Native;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>A decoder over the test city, and the message it is given.</summary>
sealed class Sut : IHostClock
{
    /// <summary>2026-06-01T00:00:00Z.</summary>
    public const long ReceivedMs = 1_780_272_000_000;

    readonly NativeJsonDecoder _decoder;

    public Sut(Action<ProtocolOptions>? configure = null)
    {
        var options = new ProtocolOptions();
        configure?.Invoke(options);
        Protocol = new NativeJsonProtocol(options, City, this);
        _decoder = Protocol.CreateDecoder();
    }

    public TestCity City { get; } = new();

    public NativeJsonProtocol Protocol { get; }

    /// <summary>When messages arrive, Unix ms.</summary>
    public long Now { get; set; } = ReceivedMs;

    public bool IsSynchronised { get; set; } = true;

    public RecordingSink Decode(string topic, string payload, bool retained = false, bool replayed = false) =>
        Decode(topic, Encoding.UTF8.GetBytes(payload), retained, replayed);

    public RecordingSink Decode(string topic, byte[] payload, bool retained = false, bool replayed = false)
    {
        var sink = new RecordingSink();
        Decode(topic, payload, sink, retained, replayed);
        return sink;
    }

    public void Decode(
        string topic, ReadOnlySpan<byte> payload, IReadingSink sink, bool retained = false, bool replayed = false) =>
        _decoder.Decode(
            new InboundMessage
            {
                Topic = topic,
                Payload = payload,
                QualityOfService = 1,
                ReceivedMs = Now,
                Retained = retained,
                Replayed = replayed,
            },
            sink);

    public AcceptedReading Accept(string topic, string payload)
    {
        var sink = Decode(topic, payload);
        Assert.Empty(sink.Rejected);
        return Assert.Single(sink.Accepted);
    }

    public RejectedObject Reject(string topic, string payload)
    {
        var sink = Decode(topic, payload);
        Assert.Empty(sink.Accepted);
        return Assert.Single(sink.Rejected);
    }
}
