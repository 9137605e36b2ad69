using System.Buffers;
using System.Runtime.InteropServices;
using Telemetry.Domain.Readings;
using Telemetry.Host.Live;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Host.Pipeline;

/// <summary>
/// What became of one message's objects: lines for the spool, letters for the dead. Reused by its thread.
/// </summary>
internal sealed class MessageOutcome : IReadingSink
{
    /// <summary>
    /// Rejected objects of one message that get a letter each. A payload of 256 KiB can hold 130,000 of them, and a
    /// letter takes half a kilobyte in memory: the others share one a reason, which carries the whole payload. Well
    /// below the letters that a topic gets in a minute, so that the joint ones are kept whole too.
    /// </summary>
    internal const int LettersOfOneMessage = 20;

    private readonly ArrayBufferWriter<byte> _lines = new(4096);
    private readonly List<DeadLetter> _deadLetters = [];
    // By reason, of the objects that get no letter of their own; null where there are none.
    private readonly ObjectNumbers?[] _joint = new ObjectNumbers?[RejectReasons.All.Count];
    private readonly string[] _jointDetail = new string[RejectReasons.All.Count];
    private ObjectNumbers? _only;
    private int _number;
    private bool _hasJoint;
    private LiveState _live = null!;
    private string _topic = "";
    private long _receivedMs;
    private int _qualityOfService;
    private bool _retained;
    private bool _replayed;

    public ReadOnlySpan<byte> Lines => _lines.WrittenSpan;

    public int LineCount { get; private set; }

    public ReadOnlySpan<DeadLetter> DeadLetters => CollectionsMarshal.AsSpan(_deadLetters);

    /// <summary>Objects that were taken from the payload, accepted or rejected.</summary>
    public int Taken { get; private set; }

    /// <summary>The decoder failed on the message.</summary>
    public bool HasFailed { get; private set; }

    /// <param name="only">Passes over all other objects of the payload; null for taking all of them.</param>
    public void Begin(in InboundMessage message, LiveState live, ObjectNumbers? only)
    {
        _only = only;
        _number = 0;
        Taken = 0;
        HasFailed = false;
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
        if (!Takes(_number++)) return;
        if (_replayed) reading.Flags |= ReadingFlags.Replayed;
        LineProtocolWriter.Write(reading, _lines);
        LineCount++;
        _live.Observe(reading, _receivedMs);
    }

    public void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail)
    {
        var number = _number++;
        if (!Takes(number)) return;
        if (_deadLetters.Count < LettersOfOneMessage)
        {
            _deadLetters.Add(Letter(raw.ToArray(), reason, detail, null));
            return;
        }
        _hasJoint = true;
        if (_joint[(int)reason] is null) _jointDetail[(int)reason] = detail;
        (_joint[(int)reason] ??= new ObjectNumbers()).Add(number);
    }

    /// <summary>The decoder failed: all of the payload in a letter of its own, whatever was decided before.</summary>
    public void Fail(ReadOnlySpan<byte> payload, string detail)
    {
        HasFailed = true;
        _deadLetters.Add(Letter(payload.ToArray(), RejectReason.Internal, detail, null));
    }

    /// <summary>Writes the joint letters, where there are any: they share one copy of the payload.</summary>
    public void End(ReadOnlySpan<byte> payload)
    {
        if (!_hasJoint) return;
        _hasJoint = false;
        var raw = payload.ToArray();
        for (var reason = 0; reason < _joint.Length; reason++)
        {
            if (_joint[reason] is not { } numbers) continue;
            var detail = $"{numbers.Count} further objects of one message; the first: {_jointDetail[reason]}";
            _deadLetters.Add(Letter(raw, (RejectReason)reason, detail, numbers));
            _joint[reason] = null;
        }
    }

    private bool Takes(int number)
    {
        if (_only is not null && !_only.Contains(number)) return false;
        Taken++;
        return true;
    }

    // The letter outlives the message, so its bytes are copied before; a rejected object is not the hot path. Rejected
    // once more in a replay, it keeps the moment of its first receipt, which is its stamp where it has no time of its
    // own.
    private DeadLetter Letter(byte[] raw, RejectReason reason, string detail, ObjectNumbers? joint) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(_receivedMs), _topic, reason, detail, raw, _qualityOfService, _retained,
        joint);
}
