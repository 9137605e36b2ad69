using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>
/// The object of a payload that begins with one is read while its subject is looked for, by what its topic looks like;
/// any other way of reading must come to the same.
/// </summary>
public class ReadAheadTests
{
    /// <summary>A space before it is all that keeps an object from being read ahead.</summary>
    [Fact]
    public void What_comes_of_a_message_is_the_same_whether_it_was_read_ahead_or_not()
    {
        var messages = new HostileMessages(20260602);
        var ahead = new Sut();
        var after = new Sut();
        var compared = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var (topic, payload) = messages.Next();
            if (payload.Length == 0 || payload[0] != '{') continue;
            compared++;

            var expected = after.Decode(topic, [(byte)' ', .. payload]);
            var sink = ahead.Decode(topic, payload);

            Assert.Equal(expected.Accepted.Select(Words), sink.Accepted.Select(Words));
            Assert.Equal(expected.Rejected.Select(Words), sink.Rejected.Select(Words));
        }

        Assert.InRange(compared, 10_000, 50_000);
        Assert.Equal(after.Protocol.IgnoredKeys, ahead.Protocol.IgnoredKeys);
        Assert.Equal(after.Protocol.Unregistered.Count, ahead.Protocol.Unregistered.Count);
    }

    [Theory]
    [InlineData("position")]
    [InlineData("status")]
    [InlineData("weighing")]
    [InlineData("reset")]
    public void A_meter_may_be_named_like_a_kind_of_topic(string meter)
    {
        var sut = new Sut();
        for (var i = 0; i < 2; i++)
        {
            var reading = sut.Accept(
                $"sanitation/plants/sewage-1/flow/{meter}", """{"ts":1780268400000,"flow_m3h":7,"state":"none"}""");

            Assert.Equal($"plant_flow,meter={meter},plant=sewage-1", reading.Series);
            Assert.Equal("flow_m3h=7", reading.FieldText);
        }
        Assert.Equal(2, sut.Protocol.IgnoredKeys);
    }

    [Fact]
    public void A_payload_on_an_unknown_topic_leaves_nothing_behind()
    {
        var sut = new Sut(static options => options.MaxQualityParameterNames = 1);

        Assert.Equal(
            RejectReason.UnknownTopic,
            sut.Reject("sanitation/works/sewage-1/quality/outlet", """{"ts":1780268400000,"made_up":1}""").Reason);
        Assert.Equal(
            RejectReason.UnknownTopic,
            sut.Reject("sanitation/works/1/position", """{"ts":1780268400000,"x":1""").Reason);

        Assert.Equal(0, sut.Protocol.IgnoredKeys);
        sut.Accept("sanitation/plants/sewage-1/quality/outlet", """{"ts":1780268400000,"cod_mgl":1}""");
    }

    static string Words(AcceptedReading reading) =>
        $"{reading.Series} {reading.FieldText} {reading.Quality} {reading.Flags} {reading.TimeMs}";

    // Where a payload stops being JSON is counted from its first byte, which is the space.
    static string Words(RejectedObject rejected)
    {
        var detail = rejected.Reason is RejectReason.Malformed ? "" : rejected.Detail;
        return $"{rejected.Reason} {rejected.Raw.TrimStart(' ')} {detail}";
    }
}
