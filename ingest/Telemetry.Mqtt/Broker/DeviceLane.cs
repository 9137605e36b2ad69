using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Telemetry.Mqtt.Acknowledging;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// The publications of one connected device, from the socket to the pipeline: judged at the gate, offered as they are
/// read, and acknowledged in order once they are on disk. Many of one device share a commit that way, which
/// MQTTnet.Server, one publication at a time, doesn't allow.
/// </summary>
internal sealed class DeviceLane : IDisposable
{
    /// <summary>
    /// Messages of one device that may wait for their commit before it is read no further. Its socket then fills up and
    /// stops it, as MQTT expects of a server without a Receive Maximum.
    /// </summary>
    private const int Window = 256;

    /// <summary>
    /// Bytes of a payload beyond which the next is read only after its commit: the window counts messages, not bytes.
    /// </summary>
    private const int LongPayload = 4096;

    private readonly ConnectedClient _client;
    private readonly PublicationGate _gate;
    private readonly ILogger _log;
    private readonly AcknowledgementLine _line;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _acknowledging;
    private Dictionary<ushort, string>? _aliases;

    public DeviceLane(
        ConnectedClient client, PublicationGate gate, ILogger log,
        Func<ReadOnlyMemory<byte>, CancellationToken, Task> write)
    {
        _client = client;
        _gate = gate;
        _log = log;
        _line = new AcknowledgementLine(write, new Books(client, gate), Window)
        {
            Forward = (message, token) => gate.ForwardAsync(client, message, token),
        };
        _acknowledging = AcknowledgeAsync();
    }

    /// <returns>False where the connection ends with this publication, which is not acknowledged.</returns>
    public async ValueTask<bool> TakeAsync(MqttPublishPacket publication, CancellationToken cancellationToken)
    {
        if (!KnowsTopic(publication))
            return await LeaveAsync(MqttDisconnectReasonCode.TopicAliasInvalid, cancellationToken);
        switch (_gate.Judge(_client, publication.Topic, publication.Payload.Length))
        {
            case Verdict.Reading:
                return await OfferAsync(publication, cancellationToken);

            case Verdict.Message:
                var message = PublicationGate.ToMessage(publication, publication.Retain);
                await AnswerAsync(MqttPubAckReasonCode.Success, message);
                return true;

            case Verdict.Refused when publication.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce:
                return true;

            case Verdict.Refused when _client.IsVersion5:
                await AnswerAsync(MqttPubAckReasonCode.NotAuthorized, null);
                return true;

            case Verdict.Refused:
                return await LeaveAsync(null, cancellationToken);

            case Verdict.TooLarge:
                return await LeaveAsync(MqttDisconnectReasonCode.PacketTooLarge, cancellationToken);

            case Verdict.Closing:
                _gate.CountTurnedAway();
                return await LeaveAsync(MqttDisconnectReasonCode.ServerShuttingDown, cancellationToken);

            default:
                // What waits can't be committed now, so it isn't waited for.
                _gate.CountTurnedAway();
                await _gate.Disconnect(_client, MqttDisconnectReasonCode.QuotaExceeded);
                return false;
        }

        ValueTask AnswerAsync(MqttPubAckReasonCode reason, MqttApplicationMessage? forward) =>
            _line.EnqueueAsync(
                new(
                    publication.PacketIdentifier, publication.QualityOfServiceLevel, Task.CompletedTask, (byte)reason,
                    forward, Counts: false),
                cancellationToken);
    }

    /// <summary>The connection is over; what isn't acknowledged stays with the device.</summary>
    public void Dispose()
    {
        _over.Cancel();
        _line.Complete();
        _over.Dispose();
    }

    private async ValueTask<bool> OfferAsync(MqttPublishPacket publication, CancellationToken cancellationToken)
    {
        Task committed;
        try
        {
            committed = _gate.Offer(publication, _client);
        }
        catch (Exception exception)
        {
            // The intake promised not to throw: our bug. Unacknowledged, the device keeps the reading.
            _gate.CountFault(exception, publication.Topic);
            return false;
        }
        // Subscribers get a reading once, now. Kept, it would look like a new one to whoever comes later.
        var forward = _gate.HasReaders ? PublicationGate.ToMessage(publication, retain: false) : null;
        await _line.EnqueueAsync(
            new(publication.PacketIdentifier, publication.QualityOfServiceLevel, committed, 0, forward),
            cancellationToken);
        if (publication.Payload.Length > LongPayload)
        {
            await committed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return true;
    }

    /// <summary>
    /// Ends the connection once all that came before is acknowledged, so that it isn't sent again in vain.
    /// </summary>
    private async ValueTask<bool> LeaveAsync(MqttDisconnectReasonCode? reason, CancellationToken cancellationToken)
    {
        _line.Complete();
        await _acknowledging.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reason is { } words && !cancellationToken.IsCancellationRequested) await _gate.Disconnect(_client, words);
        return false;
    }

    /// <summary>A number may stand for a topic that was named with it before (MQTT 5, 3.3.2.3.4).</summary>
    private bool KnowsTopic(MqttPublishPacket publication)
    {
        if (publication.TopicAlias == 0) return !string.IsNullOrEmpty(publication.Topic);
        if (!string.IsNullOrEmpty(publication.Topic))
        {
            (_aliases ??= [])[publication.TopicAlias] = publication.Topic;
            return true;
        }
        if (_aliases is null || !_aliases.TryGetValue(publication.TopicAlias, out var topic)) return false;
        publication.Topic = topic;
        return true;
    }

    private async Task AcknowledgeAsync()
    {
        var over = _over.Token;
        // Not on the thread that opens the door.
        await Task.Yield();
        try
        {
            await _line.RunAsync(over);
        }
        catch (Exception exception)
        {
            // The connection went, or a commit failed, which ends the host by itself.
            BrokerLog.AcknowledgingEnded(_log, _client.Id, exception.Message);
            if (!over.IsCancellationRequested)
                await _gate.Disconnect(_client, MqttDisconnectReasonCode.UnspecifiedError);
        }
        finally
        {
            _line.Abandon();
        }
    }

    private sealed class Books(ConnectedClient client, PublicationGate gate) : IAcknowledgementBooks
    {
        public void Awaiting()
        {
            client.Await();
            gate.CountAwaiting(1);
        }

        public void Settled(int count)
        {
            gate.CountCommitted(count);
            Left(count);
        }

        public void Stale(long count) => Left(count);

        private void Left(long count)
        {
            client.Awaited(count);
            gate.CountAwaiting(-count);
        }
    }
}
