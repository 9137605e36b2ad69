using Microsoft.Extensions.Logging;
using MQTTnet;
using Telemetry.Mqtt.Connecting;

namespace Telemetry.Mqtt.Source;

/// <summary>
/// One of the source's connections: connects, subscribes, watches, and connects again, for as long as it runs.
/// </summary>
internal sealed class SourceConnection
{
    /// <summary>
    /// So many connections in a row that were closed without a word soon after they were made look like another client
    /// with our id: mosquitto 2.0, and every broker with 3.1.1, says nothing where 0x8E is meant.
    /// </summary>
    private const int WordlessClosesLikeATakeover = 3;

    private readonly MqttSourceOptions _options;
    private readonly DeviceTopics _topics;
    private readonly int _index;
    private readonly IMessageIntake _intake;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _clientId;
    private readonly ConnectionJournal _journal;
    private readonly ReconnectDelay _delay;
    private readonly BrokerCalls _calls;
    private readonly Subscriptions _subscriptions;
    private readonly MqttClientFactory _factory = new();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _deadline;
    private int _wordlessCloses;

    public SourceConnection(
        MqttSourceOptions options, int index, IMessageIntake intake, TimeProvider time, ILogger log)
    {
        _options = options;
        _topics = new DeviceTopics(options.TopicRoot);
        _index = index;
        _intake = intake;
        _time = time;
        _log = log;
        _clientId = $"{options.EffectiveClientId}-{index + 1}";
        _journal = new ConnectionJournal(_clientId);
        _delay = new ReconnectDelay(
            options.ReconnectFirst, options.ReconnectLongest, ReconnectDelay.SeedOf(_clientId));
        _calls = new BrokerCalls(options.Timeout, time);
        _subscriptions = new Subscriptions(options, _topics, _calls, log);
    }

    public SourceConnectionStatus Status => _journal.ToStatus();

    /// <summary>Completes with the first subscription.</summary>
    public Task Subscribed => _subscribed.Task;

    /// <summary>Completes once every connection in use has subscribed for the first time.</summary>
    public Task AllSubscribed { get; set; } = Task.CompletedTask;

    /// <summary>Whether this number is beyond those in use: its session, if any, is emptied and ended.</summary>
    private bool IsLeftover => _index >= _options.Connections;

    /// <summary>
    /// Set before the token of <see cref="RunAsync"/> is cancelled: until when commits are waited for.
    /// </summary>
    public void SetDeadline(CancellationToken deadline) => _deadline = deadline;

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            Enter(SourceConnectionState.Connecting);
            var connectedAt = _time.GetTimestamp();
            var end = await RunEpochAsync(stopping);
            if (end is null) break;
            if (IsLeftover && _journal.Current.SessionPresent is not true)
            {
                // Nothing is known to wait there, and the broker may not want us under that name.
                Log.LeftoverUnreachable(_log, _clientId, end.Words);
                break;
            }

            end = Judge(end, _time.GetElapsedTime(connectedAt));
            var wait = Wait(end);
            _journal.Update(now => now with
            {
                State = end.TakenOver ? SourceConnectionState.TakenOver : SourceConnectionState.Waiting,
                ConnectedSince = null,
                LastError = end.Words,
            });
            if (end.TakenOver) Log.TakenOver(_log, _clientId, end.Words, wait);
            else Log.ConnectionLost(_log, _clientId, end.Words, wait);
            await Task.Delay(wait, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (_journal.Current.State != SourceConnectionState.Unused) Enter(SourceConnectionState.Stopped);
    }

    // What the broker says is taken at its word. A guess may be wrong, a broker or a network that flaps looks the same,
    // and must not cost minutes of silence: it waits as long as a connection that keeps failing would.
    private TimeSpan Wait(EpochEnd end) => end switch
    {
        { TakenOver: true, Wordless: true } => _options.ReconnectLongest,
        { TakenOver: true } => _options.TakenOverWait,
        _ => _delay.Next(),
    };

    private EpochEnd Judge(EpochEnd end, TimeSpan lasted)
    {
        var wasConnected = _journal.Current.State == SourceConnectionState.Connected;
        if (wasConnected && lasted >= _options.StableAfter)
        {
            _delay.Reset();
            _wordlessCloses = 0;
        }
        else
        {
            _wordlessCloses = wasConnected && end.Wordless ? _wordlessCloses + 1 : 0;
        }
        if (_wordlessCloses < WordlessClosesLikeATakeover) return end;
        _wordlessCloses = 0;
        return new EpochEnd(true, $"{end.Words}, {WordlessClosesLikeATakeover} times soon after connecting: "
            + "probably another client uses this client id", Wordless: true);
    }

    /// <summary>One connection from CONNECT to its end.</summary>
    /// <returns>
    /// Null where nothing is to be tried again: stopped, or nothing to subscribe to and nothing left to read.
    /// </returns>
    private async Task<EpochEnd?> RunEpochAsync(CancellationToken stopping)
    {
        using var epoch = new ConnectionEpoch(_factory, _intake, _journal, _time, _log);
        var isDone = false;
        try
        {
            var refused = await OpenAsync(epoch, stopping);
            if (refused is not null) return refused;
            var end = await WatchAsync(epoch, stopping);
            isDone = end is null;
            return end;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Enter(SourceConnectionState.Stopping);
            await epoch.DrainAsync(_deadline);
            return null;
        }
        catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
        {
            // Where the broker said why before the connection went, its words are better than the exception's.
            return epoch.Ended.IsCompletedSuccessfully
                ? await epoch.Ended
                : new EpochEnd(false, BrokerClient.Words(exception));
        }
        finally
        {
            await LeaveAsync(epoch);
            if (isDone) await ForgetSessionAsync(stopping);
        }
    }

    private async Task<EpochEnd?> OpenAsync(ConnectionEpoch epoch, CancellationToken stopping)
    {
        var connected = await _calls.CallAsync(
            timeout => epoch.Client.ConnectAsync(BuildOptions(), timeout), stopping);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            return new EpochEnd(false,
                $"the broker refuses the connection: {connected.ResultCode} {connected.ReasonString}".TrimEnd()
                + $"; see {MqttSourceOptions.Section}:User, PasswordFile and ClientId");
        }
        NoteSession(connected.IsSessionPresent);

        var shared = SubscriptionPlan.IsShared(_options.Filters, connected.SharedSubscriptionAvailable);
        var filters = Plan(shared);
        var refused = await _subscriptions.ApplyAsync(epoch.Client, filters, stopping);
        if (refused is not null && shared && _options.Filters == SubscriptionSharing.Auto)
        {
            // Some brokers say nothing in CONNACK and refuse here.
            filters = Plan(shared: false);
            refused = await _subscriptions.ApplyAsync(epoch.Client, filters, stopping);
        }
        if (refused is not null) return new EpochEnd(false, refused);
        _subscribed.TrySetResult();
        if (connected.IsSessionPresent)
        {
            // What moves to another connection is let go only once that one has it: what devices send in between would
            // be nobody's, and the broker would throw it away.
            await Task.WhenAny(AllSubscribed, epoch.Ended).WaitAsync(stopping);
            if (!AllSubscribed.IsCompleted) return await epoch.Ended;
            await _subscriptions.DropOutdatedAsync(epoch.Client, filters, stopping);
        }

        _journal.Update(now => now with
        {
            State = filters.Count > 0 || connected.IsSessionPresent ? SourceConnectionState.Connected : now.State,
            Filters = filters,
        });
        if (filters.Count > 0) Log.Connected(_log, _clientId, string.Join(", ", filters), connected.IsSessionPresent);
        return null;

        IReadOnlyList<string> Plan(bool shared) => IsLeftover
            ? []
            : SubscriptionPlan.Filters(_topics, shared, _options.Group, _index, _options.Connections);
    }

    private void NoteSession(bool present)
    {
        var lost = !present && _journal.Current.Connects > 0;
        _journal.Update(now => now with
        {
            Connects = now.Connects + 1,
            ConnectedSince = _time.GetUtcNow(),
            SessionPresent = present,
            SessionsLost = now.SessionsLost + (lost ? 1 : 0),
            SessionLostAt = lost ? _time.GetUtcNow() : now.SessionLostAt,
        });
        if (lost) Log.SessionLost(_log, _clientId);
    }

    /// <returns>Null where nothing is subscribed to and what the session still held has been read.</returns>
    private async Task<EpochEnd?> WatchAsync(ConnectionEpoch epoch, CancellationToken stopping)
    {
        var isLeaving = _journal.Current.Filters.Count == 0;
        if (isLeaving && _journal.Current.SessionPresent is not true) return null;
        while (true)
        {
            try
            {
                return await epoch.Ended.WaitAsync(_options.SilenceLimit, _time, stopping);
            }
            catch (TimeoutException)
            {
                var silence = _time.GetUtcNow().ToUnixTimeMilliseconds() - _journal.LastMessageMs;
                if (silence < _options.SilenceLimit.TotalMilliseconds) continue;
                if (isLeaving && _journal.ToStatus().InFlight == 0) return null;
                // Brokers and TCP windows can stall with the connection up; anything sent gets some of them going.
                await _calls.CallAsync(epoch.Client.PingAsync, stopping);
            }
        }
    }

    private async Task LeaveAsync(ConnectionEpoch epoch)
    {
        if (epoch.Client.IsConnected)
        {
            try
            {
                // Never ends the session: that would throw away what the broker keeps for us.
                var keep = new MqttClientDisconnectOptions { SessionExpiryInterval = SessionExpirySeconds };
                await _calls.CallAsync(timeout => epoch.Client.DisconnectAsync(keep, timeout), CancellationToken.None);
            }
            catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
            {
                Log.DisconnectFailed(_log, _clientId, BrokerClient.Words(exception));
            }
        }
        var stale = await epoch.CloseAsync();
        if (stale > 0) Log.StaleAcknowledgements(_log, _clientId, stale);
    }

    /// <summary>
    /// Ends the session of a connection that is not used any more: with shared subscriptions it would go on taking its
    /// part of the stream, and nobody would read it.
    /// </summary>
    private async Task ForgetSessionAsync(CancellationToken stopping)
    {
        Enter(SourceConnectionState.Unused);
        if (_journal.Current.SessionPresent is true) Log.SessionRetired(_log, _clientId);
        using var client = _factory.CreateMqttClient();
        try
        {
            var clean = BrokerClient.Build(_options, _clientId);
            clean.CleanSession = true;
            await _calls.CallAsync(timeout => client.ConnectAsync(clean, timeout), stopping);
            if (client.IsConnected) await client.DisconnectAsync(new MqttClientDisconnectOptions(), stopping);
        }
        catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
        {
            Log.LeftoverUnreachable(_log, _clientId, BrokerClient.Words(exception));
        }
    }

    private MqttClientOptions BuildOptions()
    {
        var built = BrokerClient.Build(_options, _clientId);
        built.CleanSession = false;
        ((MqttClientTcpOptions)built.ChannelOptions).StreamProvider =
            new OwnThreadStream.Provider(BrokerClient.SocketBuffer, _options.Timeout);
        if (_options.IsVersion5)
        {
            built.SessionExpiryInterval = SessionExpirySeconds;
            built.ReceiveMaximum = (ushort)_options.ReceiveMaximum;
        }
        return built;
    }

    private uint SessionExpirySeconds => _options.IsVersion5 ? (uint)_options.SessionExpiry.TotalSeconds : 0;

    private void Enter(SourceConnectionState state) => _journal.Update(now => now with { State = state });
}
