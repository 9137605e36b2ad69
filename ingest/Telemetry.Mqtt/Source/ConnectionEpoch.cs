using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Telemetry.Domain.Readings;
using Telemetry.Mqtt.Acknowledging;
using Telemetry.Mqtt.Connecting;

namespace Telemetry.Mqtt.Source;

/// <summary>Why a connection ended.</summary>
/// <param name="Words">For the status and the log.</param>
/// <param name="Wordless">The broker closed it and said nothing.</param>
internal sealed record EpochEnd(bool TakenOver, string Words, bool Wordless = false);

/// <summary>
/// One network connection with the client object made for it alone. An acknowledgement goes through the connection that
/// brought its message, so one that comes late finds it closed and can't reach the connection that followed, where its
/// packet identifier may belong to another message (MQTTnet#1792).
/// </summary>
internal sealed class ConnectionEpoch : IDisposable
{
    /// <summary>How long the broker's reason is waited for after an acknowledgement failed.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly IMessageIntake _intake;
    private readonly IPayloadDecoder _decoder;
    private readonly ConnectionJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SourceTap.Factory _taps;
    private readonly AcknowledgementLine _line;
    private readonly CancellationTokenSource _givenUp = new();
    private readonly TaskCompletionSource<EpochEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _acknowledging;
    private volatile bool _reading = true;

    public ConnectionEpoch(
        MqttClientFactory clients, IMessageIntake intake, ConnectionJournal journal, TimeProvider time, ILogger log)
    {
        _taps = new SourceTap.Factory(ReceiveAsync, time);
        Client = clients.CreateMqttClient(_taps);
        _intake = intake;
        _decoder = intake.CreateDecoder();
        _journal = journal;
        _time = time;
        _log = log;
        // The broker's window bounds the line.
        _line = new AcknowledgementLine((packets, token) => _taps.Made!.WriteAsync(packets, token), journal);
        Client.DisconnectedAsync += DisconnectedAsync;
        _acknowledging = AcknowledgeAsync();
    }

    public IMqttClient Client { get; }

    /// <summary>Completes when the connection is over, whoever noticed.</summary>
    public Task<EpochEnd> Ended => _ended.Task;

    /// <summary>
    /// Offers nothing more and acknowledges what was offered, as far as it is committed before the deadline. Messages
    /// that still arrive stay unacknowledged, so the broker keeps them.
    /// </summary>
    public async Task DrainAsync(CancellationToken deadline)
    {
        _reading = false;
        _line.Complete();
        try
        {
            await _acknowledging.WaitAsync(deadline);
        }
        catch (OperationCanceledException)
        {
            Log.DrainDeadline(_log, Client.Options?.ClientId ?? "");
        }
    }

    /// <summary>Gives up what isn't acknowledged.</summary>
    /// <returns>How many acknowledgements were dropped.</returns>
    public async Task<long> CloseAsync()
    {
        _reading = false;
        await _givenUp.CancelAsync();
        await _acknowledging;
        return _line.Abandon();
    }

    public void Dispose()
    {
        Client.Dispose();
        _givenUp.Dispose();
    }

    public void End(EpochEnd end) => _ended.TrySetResult(end);

    private ValueTask ReceiveAsync(MqttPublishPacket message, CancellationToken cancellationToken)
    {
        if (!_reading) return ValueTask.CompletedTask;

        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _journal.MessageReceived(now);
        try
        {
            var payload = message.Payload;
            var committed = _intake.Offer(
                new InboundMessage
                {
                    Topic = message.Topic,
                    Payload = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray(),
                    QualityOfService = (int)message.QualityOfServiceLevel,
                    Retained = message.Retain,
                    ReceivedMs = now,
                },
                _decoder);
            return message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce
                ? ValueTask.CompletedTask
                : _line.EnqueueAsync(
                    new(message.PacketIdentifier, message.QualityOfServiceLevel, committed), cancellationToken);
        }
        catch (Exception exception)
        {
            // The intake promised not to throw, so this is our bug. The message is on no disk: acknowledged it would be
            // lost, unacknowledged it would hold its place in the window. A new connection gives both back.
            _reading = false;
            _journal.Faulted();
            Log.IntakeFault(_log, exception, message.Topic);
            End(new EpochEnd(false, $"the pipeline failed on a message of {message.Topic}: {exception.Message}"));
            return ValueTask.CompletedTask;
        }
    }

    private async Task AcknowledgeAsync()
    {
        try
        {
            await _line.RunAsync(_givenUp.Token);
        }
        catch (OperationCanceledException) when (_givenUp.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            // Either a commit failed, and nothing after it may be acknowledged, or the connection went while an
            // acknowledgement was on its way; MQTTnet shows the latter in many types, a null reference among them.
            _reading = false;
            if (!BrokerClient.IsConnectionFailure(exception)) Log.CommitFault(_log, exception);
            // Where the connection is going, the broker's own reason (0x8E above all) may be on its way in.
            Task ended = _ended.Task;
            await ended.WaitAsync(LastWords, _time, _givenUp.Token).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing);
            End(new EpochEnd(false, $"an acknowledgement could not be sent: {BrokerClient.Words(exception)}"));
        }
    }

    private Task DisconnectedAsync(MqttClientDisconnectedEventArgs args)
    {
        var takenOver = args.Reason == MqttClientDisconnectReason.SessionTakenOver;
        var words = args switch
        {
            { Exception: { } exception } => BrokerClient.Words(exception),
            { Reason: not MqttClientDisconnectReason.NormalDisconnection } =>
                $"the broker disconnected: {args.Reason} (0x{(int)args.Reason:X2}) {args.ReasonString}".TrimEnd(),
            _ => "the connection was closed by the broker",
        };
        var wordless = args.Reason == MqttClientDisconnectReason.NormalDisconnection
            && args.Exception?.GetBaseException() is null
                or SocketException { SocketErrorCode: SocketError.ConnectionReset };
        End(new EpochEnd(takenOver, words, wordless));
        return Task.CompletedTask;
    }
}
