using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Readings;
using Telemetry.Host.Live;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Tests.Live;

public sealed class LeftoverTopicsTests
{
    private const string Ours = """{"ts":1,"host":"gateway-1"}""";

    private readonly LiveState _state = new(new ShippedCity());
    private readonly Cleared _cleared = new();

    [Theory]
    [InlineData("vehicles/sold")]
    [InlineData("plants/demolished")]
    [InlineData("plants/demolished/flow/influent")]
    [InlineData("plants/sewage-1/flow/dismounted")]
    [InlineData("plants/sewage-1/quality/dismounted")]
    public void Our_topic_of_an_asset_that_is_gone_is_cleared(string topic)
    {
        Consider(topic, Ours);

        Assert.Equal([topic], _cleared.Topics);
    }

    [Theory]
    [InlineData("plants/sewage-1")]
    [InlineData("plants/sewage-1/flow/influent")]
    [InlineData("host/gateway-1")]
    [InlineData("host/gateway-2")]
    [InlineData("alarms/7")]
    [InlineData("indicators/sewage/city")]
    public void What_the_registry_knows_and_what_is_no_asset_stays(string topic)
    {
        Consider(topic, Ours);

        Assert.Empty(_cleared.Topics);
    }

    [Theory]
    [InlineData("""{"ts":1,"host":"gateway-2"}""")]
    [InlineData("""{"ts":1}""")]
    [InlineData("""{"ts":1,"host":7}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    public void What_another_host_published_or_nobody_says_who_stays(string json)
    {
        Consider("vehicles/sold", json);

        Assert.Empty(_cleared.Topics);
    }

    [Fact]
    public void An_unregistered_meter_that_this_run_has_heard_stays()
    {
        var reading = new Reading { TimeMs = 1 };
        reading.Assign(new Series(Measurements.PlantFlow, "stranger", "sewage-1"));
        _state.Observe(reading, 1);

        Consider("plants/sewage-1/flow/stranger", Ours);

        Assert.Empty(_cleared.Topics);
    }

    private void Consider(string topic, string json)
    {
        var options = new TelemetryOptions();
        options.Host.Name = "gateway-1";
        new LeftoverTopics(new ShippedCity(), _state, _cleared, options, NullLogger<LeftoverTopics>.Instance)
            .Consider(topic, Encoding.UTF8.GetBytes(json));
    }

    private sealed class Cleared : ILivePublisher
    {
        public List<string> Topics { get; } = [];

        public void Post(string topic, long tsMs, ReadOnlyMemory<byte> json) => throw new NotSupportedException();

        public void Clear(string topic) => Topics.Add(topic);
    }
}
