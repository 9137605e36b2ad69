using System.Buffers;
using System.Runtime.InteropServices;
using Telemetry.Domain.Readings;
using Telemetry.Host.Live;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Host.Pipeline;

/// <summary>What became of one message's objects: lines for the spool, letters for the dead. Reused by its thread.</summary>
internal sealed class MessageOutcome : IReadingSink
{
    private readonly ArrayBufferWriter<byte> _lines = new(4096);
    private readonly List<DeadLetter> _deadLetters = [];
    private LiveState _live = null!;
    private string _topic = "";
    private long _receivedMs;
    private int _qualityOfService;
    private bool _retained;
    private bool _replayed;

    public ReadOnlySpan<byte> Lines => _lines.WrittenSpan;

    public int LineCount { get; private set; }

    public ReadOnlySpan<DeadLetter> DeadLetters => CollectionsMarshal.AsSpan(_deadLetters);

    public void Begin(in InboundMessage message, LiveState live)
    {
        _lines.ResetWrittenCount();
        _deadLetters.Clear();
        LineCount = 0;
        _live = live;
        _topic = message.Topic;
        _receivedMs = message.ReceivedMs;
        _qualityOfService = message.QualityOfService;
        _retained = message.Retained;
        _replayed = message.Replayed;
    }

    public void Accept(Reading reading)
    {
        if (_replayed) reading.Flags |= ReadingFlags.Replayed;
        LineProtocolWriter.Write(reading, _lines);
        LineCount++;
        _live.Observe(reading, _receivedMs);
    }

    // The letter outlives the message, so its bytes are copied here; a rejected object is not the hot path. Rejected once
    // more in a replay, it keeps the moment of its first receipt, which is its stamp where it has no time of its own.
    public void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail) =>
        _deadLetters.Add(new DeadLetter(
            DateTimeOffset.FromUnixTimeMilliseconds(_receivedMs), _topic, reason, detail, raw.ToArray(), _qualityOfService,
            _retained));
}
