using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using Telemetry.Mqtt.Connecting;

namespace Telemetry.Mqtt.Source;

/// <summary>Brings what a session is subscribed to in line with the plan.</summary>
internal sealed class Subscriptions(MqttSourceOptions options, DeviceTopics topics, BrokerCalls calls, ILogger log)
{
    /// <returns>What the broker refuses, in words; null where all is granted.</returns>
    public async Task<string?> ApplyAsync(
        IMqttClient client, IReadOnlyList<string> filters, CancellationToken stopping)
    {
        if (filters.Count == 0) return null;

        var wanted = new MqttClientSubscribeOptions();
        foreach (var filter in filters)
        {
            wanted.TopicFilters.Add(new()
            {
                Topic = filter,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.ExactlyOnce,
                // An old retained reading is no new reading. 3.1.1 can't ask for this: there the retain flag tells.
                RetainHandling = options.IsVersion5
                    ? MqttRetainHandling.DoNotSendOnSubscribe
                    : MqttRetainHandling.SendAtSubscribe,
            });
        }
        var granted = await calls.CallAsync(timeout => client.SubscribeAsync(wanted, timeout), stopping);
        foreach (var item in granted.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                return $"the broker refuses the subscription to {item.TopicFilter.Topic}: {item.ResultCode}";
            if (item.ResultCode == MqttClientSubscribeResultCode.GrantedQoS0)
                Log.GrantedQoS0(log, item.TopicFilter.Topic);
        }
        return null;
    }

    /// <summary>Ends what a kept session is subscribed to beyond the plan.</summary>
    public Task DropOutdatedAsync(IMqttClient client, IReadOnlyList<string> filters, CancellationToken stopping)
    {
        var outdated = new MqttClientUnsubscribeOptions
        {
            TopicFilters = [.. SubscriptionPlan.Outdated(topics, options.Group, filters)],
        };
        return calls.CallAsync(timeout => client.UnsubscribeAsync(outdated, timeout), stopping);
    }
}
