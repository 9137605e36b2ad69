using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Tests.Native;

public class PayloadTests
{
    const string Topic = "sanitation/plants/sewage-1/flow/influent";
    const string One = """{"ts":1780268400001,"flow_m3h":1}""";
    const string Two = """{"ts":1780268400002,"flow_m3h":2}""";

    [Fact]
    public void Decode_Bad_object_in_an_array_leaves_its_neighbours()
    {
        const string bad = """{"ts":1780268400003,"flow_m3h":"x","more":[{}]}""";

        var sink = new Sut().Decode(Topic, $"[{One}, {bad} ,7,[{One}],\"s\",null,{Two}]");

        Assert.Equal([1.0, 2.0], sink.Accepted.Select(a => (double)a.Fields["flow_m3h"]));
        Assert.Equal([bad, "7", $"[{One}]", "\"s\"", "null"], sink.Rejected.Select(r => r.Raw));
        Assert.All(sink.Rejected, r => Assert.Equal(RejectReason.Schema, r.Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("{'ts':1}")]
    [InlineData("""{"ts":1780268400001,"flow_m3h":NaN}""")]
    [InlineData("""{"ts":1780268400001,"flow_m3h":1,}""")]
    [InlineData("""{"ts":1780268400001,"flow_m3h":01}""")]
    [InlineData("""{"ts":1780268400001,"flow_m3h":1 /* m3/h */}""")]
    [InlineData("""{"ts":1780268400001,"x":"\q"}""")]
    public void Decode_Payload_that_is_not_json_is_one_malformed_whole(string payload)
    {
        var rejected = new Sut().Reject(Topic, payload);

        Assert.Equal(RejectReason.Malformed, rejected.Reason);
        Assert.Equal(payload, rejected.Raw);
    }

    [Theory]
    [InlineData("", "the payload is empty")]
    [InlineData("""{"ts":1780268400001,"flow_m3h":NaN}""", "leave the key out")]
    [InlineData("""{"ts":1780268400001,"flow_m3h":-Infinity}""", "leave the key out")]
    [InlineData("""{"ts":1780268400001,"flow_m3h":1""", "it ends too early")]
    [InlineData("{'ts':1}", "double quotes")]
    public void Decode_Payload_that_is_not_json_is_told_what_to_mend(string payload, string hint) =>
        Assert.Contains(hint, new Sut().Reject(Topic, payload).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData($"[{One},{Two},{{\"ts\":178", "{\"ts\":178")]
    [InlineData($"[{One},{Two}", "")]
    [InlineData($"[{One},{Two},]", ",]")]
    [InlineData($"[{One},{Two}] x", " x")]
    [InlineData($"[{One},{Two}{One}]", $"{One}]")]
    [InlineData($"[{One},{Two},{{\"flow_m3h\":NaN}},{One}]", $"{{\"flow_m3h\":NaN}},{One}]")]
    public void Decode_Array_broken_half_way_keeps_what_came_before(string payload, string rest)
    {
        var sink = new Sut().Decode(Topic, payload);

        Assert.Equal([1.0, 2.0], sink.Accepted.Select(a => (double)a.Fields["flow_m3h"]));
        var rejected = Assert.Single(sink.Rejected);
        Assert.Equal(RejectReason.Malformed, rejected.Reason);
        Assert.Equal(rest, rejected.Raw);
    }

    [Fact]
    public void Decode_Lines_of_objects_take_the_first_and_say_how_to_send_several()
    {
        var sink = new Sut().Decode(Topic, $"{One}\n{Two}");

        Assert.Single(sink.Accepted);
        Assert.Contains("into an array", Assert.Single(sink.Rejected).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void Decode_Json_without_an_object_is_a_schema_error(string payload)
    {
        var rejected = new Sut().Reject(Topic, payload);

        Assert.Equal(RejectReason.Schema, rejected.Reason);
        Assert.Equal(payload, rejected.Raw);
    }

    [Fact]
    public void Decode_Bytes_that_are_not_utf8_reject_their_object_alone()
    {
        byte[] bad = [.. """{"ts":1780268400003,"flow_m3h":3,"x":" """u8, 0xff, .. "\"}"u8];
        byte[] payload =
            [.. "["u8, .. Encoding.UTF8.GetBytes(One), .. ","u8, .. bad, .. ","u8, .. Encoding.UTF8.GetBytes(Two),
            .. "]"u8];

        var sink = new Sut().Decode(Topic, payload);

        Assert.Equal([1.0, 2.0], sink.Accepted.Select(a => (double)a.Fields["flow_m3h"]));
        Assert.Equal(RejectReason.Malformed, Assert.Single(sink.Rejected).Reason);
    }

    [Fact]
    public void Decode_Byte_order_mark_is_passed_over() => new Sut().Accept(Topic, "\uFEFF" + One);

    [Fact]
    public void Decode_Payload_beyond_the_limit_is_too_large()
    {
        var sut = new Sut(options => options.MaxPayloadBytes = 1_024);

        sut.Accept(Topic, One.PadRight(1_024));
        var rejected = sut.Reject(Topic, One.PadRight(1_025));

        Assert.Equal(RejectReason.TooLarge, rejected.Reason);
        Assert.Equal("the payload is 1025 bytes long, allowed are 1024", rejected.Detail);
    }

    [Fact]
    public void Decode_Nesting_beyond_the_limit_is_malformed()
    {
        var sut = new Sut();
        string Nested(int depth) =>
            $$"""{"ts":1780268400001,"flow_m3h":1,"x":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        sut.Accept(Topic, Nested(15));
        Assert.Equal(RejectReason.Malformed, sut.Reject(Topic, Nested(16)).Reason);
        Assert.Equal(RejectReason.Malformed, sut.Reject(Topic, Nested(50_000)).Reason);
    }

    [Fact]
    public void Decode_Array_is_limited_by_its_size_alone()
    {
        var sink = new Sut().Decode(Topic, $"[{string.Join(',', Enumerable.Repeat(One, 7_000))}]");

        Assert.Equal(7_000, sink.Accepted.Count);
        Assert.Empty(sink.Rejected);
    }
}
