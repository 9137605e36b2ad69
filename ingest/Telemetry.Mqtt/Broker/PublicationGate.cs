using System.Buffers;
using System.Collections;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Telemetry.Domain.Readings;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// Every publication passes here before the broker acknowledges or forwards it. A reading goes on only after its
/// commit, so PUBACK means "on disk", and no subscriber sees what a crash could take back.
/// </summary>
internal sealed class PublicationGate(
    EmbeddedBrokerOptions options, DeviceTopics topics, IMessageIntake intake, TimeProvider time, ILogger log)
{
    /// <summary>Marks the host's own publications. Compared by reference, so no client can carry it.</summary>
    public static readonly IDictionary Own = new Dictionary<object, object>();

    /// <summary>Where a session keeps its present <see cref="ConnectedClient"/>.</summary>
    public static readonly object ClientKey = new();

    private readonly RefusalLimit _refusals = new(time);
    private long _received;
    private long _committed;
    private long _awaiting;
    private long _refusedFull;
    private long _refusedAccess;
    private long _refusedTooLarge;
    private long _lostWills;
    private long _faults;

    /// <summary>Ends a connection, with its reason where MQTT 5 can say it.</summary>
    public Func<ConnectedClient, MqttDisconnectReasonCode, Task> Disconnect { get; set; } =
        (_, _) => Task.CompletedTask;

    /// <summary>Set at shutdown: what arrives now stays with its sender.</summary>
    public bool IsClosing { get; set; }

    public long Awaiting => Interlocked.Read(ref _awaiting);

    public async Task PassAsync(InterceptingPublishEventArgs args)
    {
        if (ReferenceEquals(args.SessionItems, Own)) return;
        var message = args.ApplicationMessage;
        // A topic alias the broker doesn't know; MQTTnet answers 0x90 by itself.
        if (string.IsNullOrEmpty(message.Topic)) return;
        if (args.SessionItems[ClientKey] is not ConnectedClient client)
        {
            args.ProcessPublish = false;
            args.CloseConnection = true;
            return;
        }

        if (message.Payload.Length > options.MaxPayloadBytes)
        {
            CountTooLarge();
            await CloseAsync(args, client, MqttDisconnectReasonCode.PacketTooLarge);
        }
        else if (!MayPublish(client, message.Topic))
        {
            Refuse(args, client);
        }
        else if (topics.IsUnderRoot(message.Topic))
        {
            await TakeAsync(args, client);
        }
    }

    public void CountTooLarge() => Interlocked.Increment(ref _refusedTooLarge);

    public EmbeddedBrokerStatus ToStatus(bool listening, IReadOnlyList<string> endpoints, int connections,
        long refused) =>
        new(listening, endpoints, connections, Interlocked.Read(ref _received), Interlocked.Read(ref _committed),
            Awaiting,
            Interlocked.Read(ref _refusedFull), Interlocked.Read(ref _refusedAccess),
            Interlocked.Read(ref _refusedTooLarge), refused, Interlocked.Read(ref _lostWills),
            Interlocked.Read(ref _faults));

    private bool MayPublish(ConnectedClient client, string topic)
    {
        if (topic[0] == '$' || topics.IsLive(topic)) return false;
        if (!topics.IsUnderRoot(topic) && options.OutsideRoot == OutsideRoot.Refuse) return false;
        return client.Grants.MayWrite(topic);
    }

    /// <summary>
    /// MQTT 5 says 0x87 in the acknowledgement. 3.1.1 knows no refusal, and an acknowledgement would be a promise, so
    /// the connection is closed. QoS 0 is dropped; nothing was promised there.
    /// </summary>
    private void Refuse(InterceptingPublishEventArgs args, ConnectedClient client)
    {
        Interlocked.Increment(ref _refusedAccess);
        var topic = args.ApplicationMessage.Topic;
        if (_refusals.Passes(out var suppressed)) BrokerLog.RefusedPublication(log, client.Id, topic, suppressed);
        args.ProcessPublish = false;
        args.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        args.CloseConnection = !client.IsVersion5
            && args.ApplicationMessage.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
    }

    private async Task TakeAsync(InterceptingPublishEventArgs args, ConnectedClient client)
    {
        // MQTTnet publishes a will after the connection's end, without a token.
        var isWill = !args.CancellationToken.CanBeCanceled;
        if (!intake.IsAccepting || IsClosing)
        {
            if (isWill)
            {
                Interlocked.Increment(ref _lostWills);
                BrokerLog.WillLost(log, client.Id, args.ApplicationMessage.Topic);
                args.ProcessPublish = false;
                return;
            }
            Interlocked.Increment(ref _refusedFull);
            await CloseAsync(args, client,
                IsClosing ? MqttDisconnectReasonCode.ServerShuttingDown : MqttDisconnectReasonCode.QuotaExceeded);
            return;
        }

        client.Await();
        Interlocked.Increment(ref _awaiting);
        try
        {
            var committed = Offer(args.ApplicationMessage, client);
            // The token ends the wait with the connection, so a device that left holds nothing and harms nobody.
            if (!committed.IsCompletedSuccessfully) await committed.WaitAsync(args.CancellationToken);
            Interlocked.Increment(ref _committed);
            // Subscribers get the reading once, now. Kept, it would look like a new one to whoever comes later.
            args.ApplicationMessage.Retain = false;
        }
        catch (OperationCanceledException) when (args.CancellationToken.IsCancellationRequested)
        {
            args.ProcessPublish = false;
            args.CloseConnection = true;
        }
        catch (Exception exception)
        {
            // The intake promised not to throw: our bug, or the disk. Unacknowledged, the device keeps the reading.
            Interlocked.Increment(ref _faults);
            BrokerLog.IntakeFault(log, exception, args.ApplicationMessage.Topic);
            args.ProcessPublish = false;
            args.CloseConnection = true;
        }
        finally
        {
            Interlocked.Decrement(ref _awaiting);
            client.Awaited();
        }
    }

    private Task Offer(MqttApplicationMessage message, ConnectedClient client)
    {
        var payload = message.Payload;
        Interlocked.Increment(ref _received);
        lock (client.Decoding)
        {
            return intake.Offer(
                new InboundMessage
                {
                    Topic = message.Topic,
                    Payload = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray(),
                    QualityOfService = (int)message.QualityOfServiceLevel,
                    // A bridge hands on old retained messages with this flag set, so it is taken at its word.
                    Retained = message.Retain,
                    ReceivedMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
                },
                client.Decoder);
        }
    }

    private async Task CloseAsync(
        InterceptingPublishEventArgs args, ConnectedClient client, MqttDisconnectReasonCode reason)
    {
        args.ProcessPublish = false;
        args.CloseConnection = true;
        if (!args.CancellationToken.IsCancellationRequested) await Disconnect(client, reason);
    }
}
