using MQTTnet;
using MQTTnet.Protocol;
using Telemetry.Mqtt.Connecting;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Probing;

/// <summary>
/// Looks at a broker beside a running host: over connections and a session of its own (client id <c>…-doctor</c>), and
/// with messages to <c>{root}/live/host/{host}/doctor</c> alone, where the host's user may write and no reading comes
/// by. Leaves nothing behind.
/// </summary>
public sealed class BrokerProbe
{
    private static readonly TimeSpan VersionWait = TimeSpan.FromSeconds(1);

    private readonly MqttSourceOptions _options;
    private readonly TimeProvider _time;
    private readonly string _clientId;
    private readonly string _topic;

    /// <param name="options">Where the broker is.</param>
    /// <param name="host">This host's name in its topics.</param>
    /// <param name="time">For waits and measures.</param>
    public BrokerProbe(MqttSourceOptions options, string host, TimeProvider time)
    {
        _options = options;
        _time = time;
        _clientId = options.EffectiveClientId + "-doctor";
        _topic = new DeviceTopics(options.TopicRoot).Live($"host/{host}/doctor");
    }

    public async Task<BrokerSighting> LookAsync(CancellationToken stopping)
    {
        try
        {
            // First: what a probe that was cut short may have left under this name would be counted as well.
            await using (var cleaning = Visit(clean: true)) await cleaning.ConnectAsync(stopping);

            var seen = await FirstVisitAsync(stopping);
            if (seen.Refused is not null) return seen;
            await using (var second = Visit(clean: false))
            {
                var connected = await second.ConnectAsync(stopping);
                seen = seen with { KeepsSession = connected.IsSessionPresent };
            }
            await using var last = Visit(clean: true);
            await last.ConnectAsync(stopping);
            return seen with { Version = await VersionAsync(last, stopping) };
        }
        catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
        {
            stopping.ThrowIfCancellationRequested();
            return new BrokerSighting { Unreachable = BrokerClient.Words(exception) };
        }
    }

    private async Task<BrokerSighting> FirstVisitAsync(CancellationToken stopping)
    {
        await using var visit = Visit(clean: false);
        var connected = await visit.ConnectAsync(stopping);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
            return new BrokerSighting { Refused = $"{connected.ResultCode} {connected.ReasonString}".TrimEnd() };

        var roundTrip = await visit.RoundTripAsync(stopping);
        return new BrokerSighting
        {
            Greeting = _options.IsVersion5 ? Greeting(connected) : null,
            RoundTrip = roundTrip,
            Limits = await MeasureAsync(visit, connected, roundTrip, stopping),
        };
    }

    private async Task<SessionLimits> MeasureAsync(
        ProbeVisit visit, MqttClientConnectResult connected, TimeSpan roundTrip, CancellationToken stopping)
    {
        try
        {
            var measure = new SessionMeasure(visit, _topic, connected.ReceiveMaximum, roundTrip, _time);
            return await measure.RunAsync(_options.IsVersion5 ? _options.ReceiveMaximum : null, stopping);
        }
        catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
        {
            // Some brokers answer a forbidden topic by closing the connection.
            stopping.ThrowIfCancellationRequested();
            return new SessionLimits(
                null, false, null, false,
                $"the connection went while {_topic} was used: {BrokerClient.Words(exception)}");
        }
    }

    private async Task<string?> VersionAsync(ProbeVisit visit, CancellationToken stopping)
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        visit.Client.ApplicationMessageReceivedAsync += received =>
        {
            told.TrySetResult(received.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        var wanted = new MqttClientSubscribeOptions
        {
            TopicFilters =
            {
                new() { Topic = "$SYS/broker/version", QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce },
            },
        };
        try
        {
            await visit.CallAsync(timeout => visit.Client.SubscribeAsync(wanted, timeout), stopping);
            return await told.Task.WaitAsync(VersionWait, _time, stopping);
        }
        catch (Exception exception) when (exception is TimeoutException || BrokerClient.IsConnectionFailure(exception))
        {
            stopping.ThrowIfCancellationRequested();
            return null;
        }
    }

    private ProbeVisit Visit(bool clean) => new(_options, _clientId, clean, _time);

    private static BrokerGreeting Greeting(MqttClientConnectResult connected) => new(
        connected.SharedSubscriptionAvailable, connected.RetainAvailable, (int)connected.MaximumQoS,
        connected.ReceiveMaximum is > 0 ? connected.ReceiveMaximum : null,
        connected.MaximumPacketSize is > 0 ? connected.MaximumPacketSize : null,
        TimeSpan.FromSeconds(connected.ServerKeepAlive));
}
