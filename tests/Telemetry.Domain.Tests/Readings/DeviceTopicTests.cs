using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Tests.Readings;

public class DeviceTopicTests
{
    [Theory]
    [InlineData("r/plants/sewage-1/flow/in.1", TopicKind.Flow, "sewage-1", "in.1")]
    [InlineData("r/plants/sewage-1/flow/reset", TopicKind.Flow, "sewage-1", "reset")]
    [InlineData("r/plants/sewage-1/flow/in.1/reset", TopicKind.Reset, "sewage-1", "in.1")]
    [InlineData("r/plants/sewage-1/status", TopicKind.Status, "sewage-1", "")]
    [InlineData("r/plants/sewage-1/quality/out", TopicKind.Quality, "sewage-1", "out")]
    [InlineData("r/vehicles/浙L-00007/position", TopicKind.Position, "浙L-00007", "")]
    [InlineData("r/facilities/landfill/weighing", TopicKind.Weighing, "landfill", "")]
    public void TryParse_Topic_of_the_contract_is_taken_apart(string topic, TopicKind kind, string owner, string part)
    {
        Assert.True(DeviceTopic.TryParse(topic, "r", out var parsed, out _));

        Assert.Equal(new DeviceTopic(kind, owner, part), parsed);
    }

    [Theory]
    [InlineData("r")]
    [InlineData("r/")]
    [InlineData("R/plants/a/status")]
    [InlineData("rr/plants/a/status")]
    [InlineData("/r/plants/a/status")]
    [InlineData("r/plants/a/status/")]
    [InlineData("r/plants/a/Status")]
    [InlineData("r/plants//status")]
    [InlineData("r/plants/a/flow")]
    [InlineData("r/plants/a/flow/")]
    [InlineData("r/plants/a/flow//reset")]
    [InlineData("r/plants/a/quality/x/reset")]
    [InlineData("r/plants/a b/status")]
    [InlineData("r/plants/a,plant=b/status")]
    [InlineData("r/vehicles/a\n/position")]
    [InlineData("r/live/plants/a")]
    public void TryParse_Any_other_topic_is_told_why(string topic)
    {
        Assert.False(DeviceTopic.TryParse(topic, "r", out _, out var detail));

        Assert.Contains($"topic '{topic}'", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void TryParse_Name_has_at_most_64_characters(int length, bool expected) =>
        Assert.Equal(
            expected, DeviceTopic.TryParse($"r/vehicles/{new string('v', length)}/position", "r", out _, out _));

    [Fact]
    public void TryParse_Long_topic_is_shortened_in_the_detail()
    {
        DeviceTopic.TryParse(new string('x', 60_000), "r", out _, out var detail);

        Assert.InRange(detail.Length, 1, 300);
    }
}
