using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Certificates;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Telemetry.Mqtt.Connecting;
using Telemetry.Mqtt.Live;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// A broker inside the host. What devices publish goes straight to the intake, with no queue between, and PUBACK
/// follows the commit. Subscribers get it after that, and the retained live topics at once; their sessions live in
/// memory.
/// </summary>
public sealed class EmbeddedBroker : ILiveChannel, IAsyncDisposable
{
    /// <summary>How often publishers that wait for a commit are asked to leave while the spool is full.</summary>
    private static readonly TimeSpan FullCheck = TimeSpan.FromMilliseconds(250);

    /// <summary>How often it is looked for sessions whose time is over.</summary>
    private static readonly TimeSpan ExpiryCheck = TimeSpan.FromSeconds(10);

    private readonly EmbeddedBrokerOptions _options;
    private readonly DeviceTopics _topics;
    private readonly IMessageIntake _intake;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly PublicationGate _gate;
    private readonly UserDirectory? _users;
    private readonly Admission _admission;
    private readonly AbsentSessions _absent;
    private readonly ConcurrentDictionary<string, ConnectedClient> _clients = new(StringComparer.Ordinal);
    private MqttServer? _server;
    private ITimer? _fullCheck;
    private ITimer? _expiry;
    private IReadOnlyList<string> _endpoints = [];

    /// <param name="options">Valid ones: see <see cref="EmbeddedBrokerOptionsValidator"/>.</param>
    /// <param name="topics">The root that the host's readings and live topics stand under.</param>
    /// <param name="intake">Where every reading goes.</param>
    /// <param name="time">For limits and the moment of receipt.</param>
    /// <param name="log">Never gets a line a message.</param>
    public EmbeddedBroker(
        EmbeddedBrokerOptions options, DeviceTopics topics, IMessageIntake intake, TimeProvider time,
        ILogger<EmbeddedBroker> log)
    {
        _options = options;
        _intake = intake;
        _time = time;
        _log = log;
        _topics = topics;
        _gate = new PublicationGate(options, topics, intake, time, log) { Disconnect = DisconnectAsync };
        _users = options.UsersFile.Length > 0 ? new UserDirectory(options.UsersFile, time, log) : null;
        _absent = new AbsentSessions(options.SessionExpiry, time);
        _admission = new Admission(options, _users, new SessionOwners(_clients, () => _server), _absent, time, log);
    }

    public EmbeddedBrokerStatus Status =>
        _gate.ToStatus(_server is not null, _endpoints, _clients.Count, _admission.Refused);

    /// <summary>The port without encryption that is listened on; 0 where there is none.</summary>
    public int Port { get; private set; }

    /// <summary>The TLS port that is listened on; 0 where there is none.</summary>
    public int TlsPort { get; private set; }

    bool ILiveChannel.IsReady => _server is not null && !_gate.IsClosing;

    event Action? ILiveChannel.BecameReady
    {
        // Ready as long as it runs, and its retained messages live and die with it.
        add { }
        remove { }
    }

    /// <exception cref="EmbeddedBrokerStartException">A port is in use, or the certificate can't be read.</exception>
    public async Task StartAsync()
    {
        var built = BuildOptions();
        var server = new MqttServerFactory().CreateMqttServer(
            built, [new DoorAdapter(_options, _gate.CountTooLarge, _time)]);
        server.ValidatingConnectionAsync += _admission.ValidateAsync;
        server.ClientConnectedAsync += ConnectedAsync;
        server.ClientDisconnectedAsync += DisconnectedAsync;
        server.InterceptingSubscriptionAsync += SubscribingAsync;
        server.InterceptingPublishAsync += _gate.PassAsync;
        _gate.Inject = server.InjectApplicationMessage;
        _server = server;
        try
        {
            await server.StartAsync();
        }
        catch (SocketException exception)
        {
            _server = null;
            server.Dispose();
            throw new EmbeddedBrokerStartException(
                $"The embedded broker can't listen on {_options.Address}, port {_options.Port}"
                + (_options.TlsPort > 0 ? $" and TLS port {_options.TlsPort}" : "")
                + $": {exception.Message}. Change {EmbeddedBrokerOptions.Section}:Port"
                + (_options.TlsPort > 0 ? " or TlsPort" : "")
                + ", or stop the broker that already runs there.",
                exception);
        }
        if (built.DefaultEndpointOptions.IsEnabled) Port = built.DefaultEndpointOptions.Port;
        if (built.TlsEndpointOptions.IsEnabled) TlsPort = built.TlsEndpointOptions.Port;
        _endpoints = [.. new[] { Port, TlsPort }.Where(port => port > 0).Select(port => $"{_options.Address}:{port}")];
        _fullCheck = _time.CreateTimer(_ => _ = LeaveWhileFullAsync(), null, FullCheck, FullCheck);
        _expiry = _time.CreateTimer(_ => _ = EndExpiredAsync(server), null, ExpiryCheck, ExpiryCheck);
        BrokerLog.Listening(_log, string.Join(", ", _endpoints));
    }

    /// <summary>
    /// Takes nothing more, lets what waits for its commit be acknowledged until the deadline, then says goodbye (0x8B).
    /// </summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        if (_server is not { } server) return;
        server.AcceptNewConnections = false;
        _gate.IsClosing = true;
        if (_fullCheck is not null) await _fullCheck.DisposeAsync();
        if (_expiry is not null) await _expiry.DisposeAsync();
        while (_gate.Awaiting > 0 && !deadline.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, deadline)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (_gate.Awaiting is > 0 and var left) BrokerLog.StoppedEarly(_log, left);
        await server.StopAsync(new MqttServerStopOptions
        {
            DefaultClientDisconnectOptions = new() { ReasonCode = MqttDisconnectReasonCode.ServerShuttingDown },
        });
        _server = null;
        _clients.Clear();
        server.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _users?.Dispose();
    }

    async Task<bool> ILiveChannel.PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_server is not { } server) return false;
        var message = new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new(payload),
            Retain = true,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        var own = new InjectedMqttApplicationMessage(message) { CustomSessionItems = PublicationGate.Own };
        try
        {
            await server.InjectApplicationMessage(own, cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            // It is being stopped.
            return false;
        }
    }

    private MqttServerOptions BuildOptions()
    {
        var built = new MqttServerOptions
        {
            EnablePersistentSessions = true,
            MaxPendingMessagesPerClient = _options.QueuePerSubscriber,
        };
        Listen(built.DefaultEndpointOptions, _options.Port, _options.Port > 0 || _options.TlsPort == 0);
        Listen(built.TlsEndpointOptions, _options.TlsPort, _options.TlsPort > 0);
        if (_options.TlsPort > 0) built.TlsEndpointOptions.CertificateProvider = new Certificate(LoadCertificate());
        return built;
    }

    private void Listen(MqttServerTcpEndpointBaseOptions endpoint, int port, bool enabled)
    {
        var address = IPAddress.Parse(_options.Address);
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        endpoint.IsEnabled = enabled;
        endpoint.Port = port;
        // None means: no listener of that family.
        endpoint.BoundInterNetworkAddress = isV6 ? IPAddress.None : address;
        endpoint.BoundInterNetworkV6Address = isV6 ? address : IPAddress.None;
        endpoint.ConnectionBacklog = 1000;
        // MQTTnet's default resets the connection at close, which may overtake the reason just sent.
        endpoint.LingerState = new LingerOption(false, 0);
    }

    private X509Certificate2 LoadCertificate()
    {
        try
        {
            if (_options.KeyFile.Length > 0) return PemCertificate.Load(_options.CertificateFile, _options.KeyFile);
            var password = _options.CertificatePasswordFile.Length > 0
                ? File.ReadLines(_options.CertificatePasswordFile).FirstOrDefault()
                : null;
            return X509CertificateLoader.LoadPkcs12FromFile(_options.CertificateFile, password);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException
            or UnauthorizedAccessException)
        {
            throw new EmbeddedBrokerStartException(
                $"The certificate in {_options.CertificateFile} can't be read: {exception.Message}. "
                + $"See {EmbeddedBrokerOptions.Section}:CertificateFile, KeyFile and CertificatePasswordFile.",
                exception);
        }
    }

    private async Task ConnectedAsync(ClientConnectedEventArgs args)
    {
        var name = args.UserName ?? "";
        // Two connects at once may both have been admitted; nothing of the session has been sent yet.
        var isForeign = args.SessionItems[PublicationGate.ClientKey] is ConnectedClient before && before.User != name;
        var grants = string.IsNullOrEmpty(args.UserName) || _users is null
            ? Grants.Everything
            : _users.Find(args.UserName) is { } user && !isForeign ? Grants.For(user, args.ClientId) : Grants.Nothing;
        var client = new ConnectedClient(args.ClientId, name, args.ProtocolVersion, grants, _intake.CreateDecoder());
        args.SessionItems[PublicationGate.ClientKey] = client;
        _clients[client.Id] = client;
        Door.Of(args.RemoteEndPoint)?.Open(write => new DeviceLane(client, _gate, _log, write));
        if (isForeign) await DisconnectAsync(client, MqttDisconnectReasonCode.NotAuthorized);
    }

    private Task DisconnectedAsync(ClientDisconnectedEventArgs args)
    {
        if (args.DisconnectType != MqttClientDisconnectType.Takeover) _absent.Left(args.ClientId, AskedAtTheEnd(args));
        if (args.SessionItems[PublicationGate.ClientKey] is ConnectedClient client)
            _clients.TryRemove(KeyValuePair.Create(client.Id, client));
        return Task.CompletedTask;
    }

    private static uint? AskedAtTheEnd(ClientDisconnectedEventArgs args) =>
        args.SessionExpiryInterval is > 0 and var seconds ? seconds : null;

    /// <summary>The host's own clock decides, and a client that is back by now keeps its session.</summary>
    private async Task EndExpiredAsync(MqttServer server)
    {
        foreach (var id in _absent.TakeDue())
        {
            if (_clients.ContainsKey(id)) continue;
            try
            {
                await (await server.GetSessionAsync(id)).DeleteAsync();
            }
            catch (InvalidOperationException)
            {
                // It had none, or has ended it.
            }
        }
    }

    private Task SubscribingAsync(InterceptingSubscriptionEventArgs args)
    {
        if (args.SessionItems[PublicationGate.ClientKey] is not ConnectedClient client
            || !client.Grants.MayRead(args.TopicFilter.Topic))
        {
            args.ProcessSubscription = false;
            args.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        }
        else if (!_topics.IsLive(args.TopicFilter.Topic))
        {
            _gate.HasReaders = true;
        }
        return Task.CompletedTask;
    }

    /// <summary>
    /// Publishers whose message waits while the spool is full are told so, instead of being kept waiting.
    /// </summary>
    private async Task LeaveWhileFullAsync()
    {
        if (_intake.IsAccepting) return;
        var count = 0;
        foreach (var client in _clients.Values)
        {
            if (!client.IsAwaiting) continue;
            count++;
            await DisconnectAsync(client, MqttDisconnectReasonCode.QuotaExceeded);
        }
        if (count > 0) BrokerLog.DisconnectedFull(_log, count);
    }

    private async Task DisconnectAsync(ConnectedClient client, MqttDisconnectReasonCode reason)
    {
        // By now the id may belong to the connection that took this one over.
        if (_server is not { } server || !_clients.TryGetValue(client.Id, out var present) || present != client) return;
        try
        {
            await server.DisconnectClientAsync(
                client.Id, new MqttServerClientDisconnectOptions { ReasonCode = reason });
        }
        catch (InvalidOperationException)
        {
            // It left by itself.
        }
    }

    private sealed class Certificate(X509Certificate2 certificate) : ICertificateProvider
    {
        public X509Certificate2 GetCertificate() => certificate;
    }
}
