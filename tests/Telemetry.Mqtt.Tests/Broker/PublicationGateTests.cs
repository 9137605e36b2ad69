using System.Collections;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Server;
using Telemetry.Mqtt.Broker;

namespace Telemetry.Mqtt.Tests.Broker;

public sealed class PublicationGateTests
{
    [Fact]
    public async Task A_will_without_a_topic_is_passed_over()
    {
        var intake = new FakeIntake();
        var sut = new PublicationGate(
            new EmbeddedBrokerOptions(), new DeviceTopics("sanitation"), intake, TimeProvider.System,
            NullLogger.Instance);
        var client = new ConnectedClient("c", "", MqttProtocolVersion.V500, Grants.Everything, intake.CreateDecoder());
        var session = new Hashtable { [PublicationGate.ClientKey] = client };
        var message = new MqttApplicationMessage { Topic = "" };
        var will = new InterceptingPublishEventArgs(message, "c", "", session, default);

        await sut.PassAsync(will);

        Assert.False(will.ProcessPublish);
        Assert.Empty(intake.All);
    }
}
