using System.ComponentModel.DataAnnotations;

namespace Telemetry.Protocols.Tests;

public class ProtocolOptionsTests
{
    static List<string> WrongIn(ProtocolOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.SelectMany(result => result.MemberNames).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Defaults_are_valid() => Assert.Empty(WrongIn(new ProtocolOptions()));

    [Fact]
    public void Every_wrong_option_is_named_at_once() => Assert.Equal(
        [
            "FutureTolerance", "MaxAge", "MaxPayloadBytes", "MaxQualityParameterNames", "MaxQualityParameters",
            "MaxTextLength", "MaxUnregisteredAssets", "TopicRoot",
        ],
        WrongIn(new ProtocolOptions
        {
            TopicRoot = "sanitation/",
            MaxUnregisteredAssets = -1,
            MaxPayloadBytes = 0,
            FutureTolerance = TimeSpan.FromSeconds(-1),
            MaxAge = TimeSpan.Zero,
            MaxTextLength = 0,
            MaxQualityParameters = 0,
            MaxQualityParameterNames = 0,
        }));

    [Theory]
    [InlineData("sanitation", true)]
    [InlineData("city/sanitation", true)]
    [InlineData("城市", true)]
    [InlineData("", false)]
    [InlineData("/sanitation", false)]
    [InlineData("a//b", false)]
    [InlineData("a/+", false)]
    [InlineData("#", false)]
    public void Topic_root_is_a_topic_without_wildcards(string root, bool valid) =>
        Assert.Equal(valid, WrongIn(new ProtocolOptions { TopicRoot = root }).Count == 0);
}
