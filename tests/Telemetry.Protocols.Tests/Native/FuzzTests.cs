using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>
/// Good messages, spoilt at random with a fixed seed. Whatever comes of it: nothing is thrown, and each object ends in
/// one call of the sink.
/// </summary>
public class FuzzTests
{
    static readonly (string Topic, string Object)[] Good =
    [
        ("sanitation/plants/sewage-1/flow/influent",
            """{"ts":"2026-06-01T07:00:00+08:00","flow_m3h":1666.5,"total_m3":8123.25,"q":"N"}"""),
        ("sanitation/plants/sewage-1/flow/influent/reset",
            """{"ts":1780268400000,"last_m3":999.5,"first_m3":0,"reason":"replaced"}"""),
        ("sanitation/plants/sewage-1/status",
            """{"ts":1780268400000,"state":"fault","unit":"泵-2","message":"\u8fc7\u8f7d"}"""),
        ("sanitation/plants/sewage-1/quality/outlet", """{"ts":1780268400000,"cod_mgl":31.5,"ph":7.1,"q":"T"}"""),
        ("sanitation/vehicles/tracker-1/position",
            """{"ts":1780268400000,"lat":30.1,"lon":122.1,"ignition":true,"x":[{}]}"""),
        ("sanitation/facilities/landfill/weighing",
            """{"ts":1780268400,"ticket":"A-1","vehicle":"truck-7","material":"sludge","gross_kg":18340,"tare_kg":6120}"""),
    ];

    static readonly byte[][] Splices =
    [
        "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), "\""u8.ToArray(),
        "\\"u8.ToArray(), "\\ud800"u8.ToArray(), "null"u8.ToArray(), "NaN"u8.ToArray(), "-"u8.ToArray(),
        "1e999"u8.ToArray(),
        "\"ts\":"u8.ToArray(), "\"time\":1"u8.ToArray(), [0], [0xff], [0xed, 0xa0, 0x80], "\n"u8.ToArray(),
        "/"u8.ToArray(),
    ];

    sealed class BalanceSink : IReadingSink
    {
        public long Accepted { get; private set; }

        public long Rejected { get; private set; }

        public int[] Reasons { get; } = new int[RejectReasons.All.Count];

        public void Accept(Reading reading)
        {
            Accepted++;
            Assert.NotNull(reading.Series);
            foreach (var field in reading.Fields) Assert.True(double.IsFinite(field.Number));
        }

        public void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail)
        {
            Rejected++;
            Reasons[(int)reason]++;
            Assert.NotEmpty(detail);
        }
    }

    [Fact]
    public void Spoilt_payloads_never_throw_and_always_end_in_a_call()
    {
        var random = new Random(20260601);
        var sut = new Sut();
        var sink = new BalanceSink();
        for (var i = 0; i < 100_000; i++)
        {
            var (topic, good) = Good[random.Next(Good.Length)];
            var payload = Spoil(Encoding.UTF8.GetBytes(random.Next(3) == 0 ? $"[{good},{good}]" : good), random);
            var before = sink.Accepted + sink.Rejected;

            sut.Decode(topic, payload, sink);

            Assert.True(sink.Accepted + sink.Rejected > before, Encoding.UTF8.GetString(payload));
        }
        Assert.True(sink.Accepted > 10_000);
        Assert.True(sink.Reasons[(int)RejectReason.Malformed] > 10_000);
        Assert.True(sink.Reasons[(int)RejectReason.Schema] > 1_000);
        Assert.Equal(0, sink.Reasons[(int)RejectReason.Internal]);
    }

    [Fact]
    public void Arrays_of_good_and_spoilt_objects_end_in_one_call_each()
    {
        var random = new Random(7);
        var sut = new Sut();
        var sink = new BalanceSink();
        var objects = 0L;
        for (var i = 0; i < 10_000; i++)
        {
            var (topic, _) = Good[random.Next(Good.Length)];
            var row = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Good[random.Next(Good.Length)].Object)
                .ToArray();
            objects += row.Length;

            // An object of another topic is JSON of the wrong shape here, and stands among good ones.
            sut.Decode(topic, Encoding.UTF8.GetBytes($"[{string.Join(',', row)}]"), sink);
        }
        Assert.Equal(objects, sink.Accepted + sink.Rejected);
        Assert.True(sink.Accepted > 3_000);
        Assert.True(sink.Rejected > 3_000);
    }

    [Fact]
    public void Spoilt_topics_never_throw_and_always_end_in_a_call()
    {
        var random = new Random(11);
        var sut = new Sut();
        var sink = new BalanceSink();
        for (var i = 0; i < 100_000; i++)
        {
            var (topic, good) = Good[random.Next(Good.Length)];
            var spoilt = Encoding.UTF8.GetString(Spoil(Encoding.UTF8.GetBytes(topic), random));

            sut.Decode(spoilt, Encoding.UTF8.GetBytes(good), sink);

            Assert.Equal(i + 1, sink.Accepted + sink.Rejected);
        }
        Assert.True(sink.Accepted > 1_000);
        Assert.True(sink.Reasons[(int)RejectReason.UnknownTopic] > 10_000);
        Assert.True(sink.Reasons[(int)RejectReason.UnknownAsset] > 100);
        Assert.InRange(sut.Protocol.Unregistered.Seen.Count, 1, sut.Protocol.Unregistered.Limit);
    }

    static byte[] Spoil(byte[] bytes, Random random)
    {
        var spoilt = new List<byte>(bytes);
        for (var n = random.Next(0, 4); n > 0 && spoilt.Count > 0; n--)
        {
            var at = random.Next(spoilt.Count);
            switch (random.Next(5))
            {
                case 0: spoilt[at] = (byte)random.Next(256); break;
                case 1: spoilt.RemoveRange(at, Math.Min(random.Next(1, 9), spoilt.Count - at)); break;
                case 2: spoilt.InsertRange(at, Splices[random.Next(Splices.Length)]); break;
                case 3: spoilt.RemoveRange(at, spoilt.Count - at); break;
                default: spoilt[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }
        return [.. spoilt];
    }
}
