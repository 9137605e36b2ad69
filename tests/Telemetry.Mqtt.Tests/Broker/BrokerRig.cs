using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Mqtt.Broker;

namespace Telemetry.Mqtt.Tests.Broker;

internal static class BrokerRig
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>On a port the system chooses.</summary>
    public static async Task<EmbeddedBroker> StartedAsync(
        IMessageIntake intake, Action<EmbeddedBrokerOptions>? change = null, TimeProvider? time = null)
    {
        var broker = CreateSut(intake, change, time);
        await broker.StartAsync();
        return broker;
    }

    public static EmbeddedBroker CreateSut(
        IMessageIntake intake, Action<EmbeddedBrokerOptions>? change = null, TimeProvider? time = null)
    {
        var options = new EmbeddedBrokerOptions { Port = 0 };
        change?.Invoke(options);
        return new EmbeddedBroker(
            options, new DeviceTopics("sanitation"), intake, time ?? TimeProvider.System,
            NullLogger<EmbeddedBroker>.Instance);
    }
}
