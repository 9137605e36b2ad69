using System.Buffers;
using System.Text;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>
/// A million messages, some as they should be, most spoilt or made up, through decode, validation and encoding, with a
/// fixed seed: nothing is thrown, each ends in a call of the sink, each accepted reading is one whole line, and none
/// takes memory out of proportion. Alone in the process: it reads the size of the heap.
/// </summary>
[Collection(nameof(AllocationTests))]
public class MillionMessages
{
    const int Messages = 1_000_000;

    /// <summary>Bytes allocated for one message: the dead letter's words, a new series, an array's readings.</summary>
    const long MostAMessage = 64 * 1024;

    const long MostOnAverage = 4 * 1024;
    const long MostKept = 16 * 1024 * 1024;

    [Fact]
    public void Generated_and_mutated_messages_are_each_accepted_or_rejected_and_encode_to_whole_lines()
    {
        var messages = new HostileMessages(20260401);
        var sut = new Sut();
        var sink = new EncodingSink();
        for (var i = 0; i < 10_000; i++) Decode(sut, sink, messages);
        var kept = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = 0, most = 0;

        for (var i = 0; i < Messages; i++)
        {
            var (topic, payload) = messages.Next();
            var ended = sink.Ended;
            var before = GC.GetAllocatedBytesForCurrentThread();

            sut.Decode(topic, payload, sink);

            var one = GC.GetAllocatedBytesForCurrentThread() - before;
            allocated += one;
            most = Math.Max(most, one);
            if (sink.Ended == ended) Assert.Fail($"no call of the sink for {topic} {Encoding.UTF8.GetString(payload)}");
        }

        Assert.True(sink.Accepted > Messages / 20, $"{sink.Accepted} accepted");
        Assert.True(sink.Rejected > Messages / 2, $"{sink.Rejected} rejected");
        Assert.Equal(0, sink.Reasons[(int)RejectReason.Internal]);
        foreach (var reason in (RejectReason[])[RejectReason.Malformed, RejectReason.Schema, RejectReason.UnknownTopic,
                     RejectReason.TimeMissing, RejectReason.TimeInFuture, RejectReason.OutOfRange])
            Assert.True(sink.Reasons[(int)reason] > 100, $"{reason} {sink.Reasons[(int)reason]} times");
        Assert.InRange(most, 0, MostAMessage);
        Assert.InRange(allocated / Messages, 0, MostOnAverage);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - kept, long.MinValue, MostKept);
    }

    static void Decode(Sut sut, EncodingSink sink, HostileMessages messages)
    {
        var (topic, payload) = messages.Next();
        sut.Decode(topic, payload, sink);
    }

    /// <summary>Encodes what is accepted, and reads it back as the store will.</summary>
    sealed class EncodingSink : IReadingSink
    {
        readonly ArrayBufferWriter<byte> _line = new(64 * 1024);

        public long Accepted { get; private set; }

        public long Rejected { get; private set; }

        public long Ended => Accepted + Rejected;

        public int[] Reasons { get; } = new int[RejectReasons.All.Count];

        public void Accept(Reading reading)
        {
            Accepted++;
            _line.ResetWrittenCount();
            LineProtocolWriter.Write(reading, _line);

            var lines = new LineReader(_line.WrittenSpan);
            if (!lines.MoveNext()) Assert.Fail("no line");
            var fields = lines.Fields;
            while (fields.MoveNext())
            {
                if (!double.IsFinite(fields.Number)) Assert.Fail($"{fields.Number} in {Words()}");
            }
            if (!lines.IsValid || !fields.IsValid || lines.TimeMs != reading.TimeMs
                || !lines.SeriesKey.SequenceEqual(reading.Series.Utf8Key))
            {
                Assert.Fail(Words());
            }
            if (lines.MoveNext()) Assert.Fail($"two lines: {Words()}");
        }

        public void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail)
        {
            Rejected++;
            Reasons[(int)reason]++;
            if (detail.Length == 0) Assert.Fail($"{reason} without a word");
        }

        string Words() => Encoding.UTF8.GetString(_line.WrittenSpan);
    }
}
