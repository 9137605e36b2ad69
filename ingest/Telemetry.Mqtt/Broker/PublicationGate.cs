using System.Buffers;
using System.Collections;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Telemetry.Domain.Readings;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// Every publication is judged here before the broker acknowledges or forwards it. A reading goes on only after its
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

    /// <summary>
    /// Whether anyone has subscribed to more than live topics since the start: until then readings are handed on to
    /// nobody.
    /// </summary>
    public bool HasReaders { get; set; }

    /// <summary>Hands a message to MQTTnet's subscribers.</summary>
    public Func<InjectedMqttApplicationMessage, CancellationToken, Task> Inject { get; set; } =
        (_, _) => Task.CompletedTask;

    /// <summary>
    /// What is to be done with a publication. Counts and logs those that are too large or not allowed.
    /// </summary>
    public Verdict Judge(ConnectedClient client, string topic, long payloadBytes)
    {
        if (payloadBytes > options.MaxPayloadBytes)
        {
            CountTooLarge();
            return Verdict.TooLarge;
        }
        if (!MayPublish(client, topic))
        {
            Interlocked.Increment(ref _refusedAccess);
            if (_refusals.Passes(out var suppressed)) BrokerLog.RefusedPublication(log, client.Id, topic, suppressed);
            return Verdict.Refused;
        }
        if (!topics.IsUnderRoot(topic)) return Verdict.Message;
        return IsClosing ? Verdict.Closing : intake.IsAccepting ? Verdict.Reading : Verdict.Full;
    }

    /// <summary>Puts a reading into the open commit group.</summary>
    /// <returns>Completes when it is on disk.</returns>
    public Task Offer(MqttPublishPacket publication, ConnectedClient client) =>
        Offer(publication.Topic, publication.Payload, publication.QualityOfServiceLevel, publication.Retain, client);

    public Task ForwardAsync(
        ConnectedClient client, MqttApplicationMessage message, CancellationToken cancellationToken) =>
        Inject(
            new InjectedMqttApplicationMessage(message)
            {
                CustomSessionItems = Own, SenderClientId = client.Id, SenderUserName = client.User,
            },
            cancellationToken);

    /// <summary>
    /// What MQTTnet publishes by itself: the host's own messages, and the wills of connections that ended.
    /// </summary>
    public async Task PassAsync(InterceptingPublishEventArgs args)
    {
        if (ReferenceEquals(args.SessionItems, Own)) return;
        var message = args.ApplicationMessage;
        args.ProcessPublish = false;
        // A will without a topic is nobody's.
        if (string.IsNullOrEmpty(message.Topic)) return;
        if (args.SessionItems[ClientKey] is not ConnectedClient client) return;
        switch (Judge(client, message.Topic, message.Payload.Length))
        {
            case Verdict.Message:
                args.ProcessPublish = true;
                break;

            case Verdict.Reading:
                args.ProcessPublish = await TakeWillAsync(message, client);
                break;

            case Verdict.Full or Verdict.Closing:
                Interlocked.Increment(ref _lostWills);
                BrokerLog.WillLost(log, client.Id, message.Topic);
                break;
        }
    }

    /// <summary>What subscribers get of a publication.</summary>
    public static MqttApplicationMessage ToMessage(MqttPublishPacket publication, bool retain) => new()
    {
        Topic = publication.Topic,
        Payload = publication.Payload,
        Retain = retain,
        QualityOfServiceLevel = publication.QualityOfServiceLevel,
        ContentType = publication.ContentType,
        CorrelationData = publication.CorrelationData,
        MessageExpiryInterval = publication.MessageExpiryInterval,
        PayloadFormatIndicator = publication.PayloadFormatIndicator,
        ResponseTopic = publication.ResponseTopic,
        UserProperties = publication.UserProperties,
    };

    public void CountTurnedAway() => Interlocked.Increment(ref _refusedFull);

    public void CountAwaiting(long count) => Interlocked.Add(ref _awaiting, count);

    public void CountCommitted(long count) => Interlocked.Add(ref _committed, count);

    public void CountFault(Exception exception, string topic)
    {
        Interlocked.Increment(ref _faults);
        BrokerLog.IntakeFault(log, exception, topic);
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

    /// <returns>Whether it is on disk, and free to be handed on.</returns>
    private async Task<bool> TakeWillAsync(MqttApplicationMessage will, ConnectedClient client)
    {
        CountAwaiting(1);
        try
        {
            await Offer(will.Topic, will.Payload, will.QualityOfServiceLevel, will.Retain, client);
            CountCommitted(1);
            // Subscribers get the reading once, now. Kept, it would look like a new one to whoever comes later.
            will.Retain = false;
            return true;
        }
        catch (Exception exception)
        {
            // The intake promised not to throw: our bug.
            CountFault(exception, will.Topic);
            return false;
        }
        finally
        {
            CountAwaiting(-1);
        }
    }

    private Task Offer(
        string topic, ReadOnlySequence<byte> payload, MqttQualityOfServiceLevel qualityOfService, bool retained,
        ConnectedClient client)
    {
        Interlocked.Increment(ref _received);
        lock (client.Decoding)
        {
            return intake.Offer(
                new InboundMessage
                {
                    Topic = topic,
                    Payload = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray(),
                    QualityOfService = (int)qualityOfService,
                    // A bridge hands on old retained messages with this flag set, so it is taken at its word.
                    Retained = retained,
                    ReceivedMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
                },
                client.Decoder);
        }
    }
}

/// <summary>What is to be done with a publication.</summary>
internal enum Verdict
{
    /// <summary>It goes to the intake.</summary>
    Reading,

    /// <summary>Outside the root: it goes to subscribers, and is nobody's reading.</summary>
    Message,

    /// <summary>Its topic is not for this client.</summary>
    Refused,

    TooLarge,

    /// <summary>The spool is full.</summary>
    Full,

    /// <summary>The broker is being stopped.</summary>
    Closing,
}
