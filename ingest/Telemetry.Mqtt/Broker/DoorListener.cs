using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace Telemetry.Mqtt.Broker;

/// <summary>One port that devices connect to. MQTTnet's own listener can't be told how long a packet may be.</summary>
internal sealed class DoorListener : IDisposable
{
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly MqttServerOptions _server;
    private readonly MqttServerTcpEndpointBaseOptions _endpoint;
    private readonly IMqttNetLogger _logger;
    private readonly Func<IMqttChannel, IMqttChannel> _limit;
    private readonly CancellationTokenSource _closing = new();

    /// <param name="limit">Puts the limit of a packet around a connection.</param>
    /// <exception cref="SocketException">The port is in use, or the address is not this machine's.</exception>
    public DoorListener(
        IPAddress address, MqttServerTcpEndpointBaseOptions endpoint, MqttServerOptions server, IMqttNetLogger logger,
        Func<IMqttChannel, IMqttChannel> limit)
    {
        _endpoint = endpoint;
        _server = server;
        _logger = logger;
        _limit = limit;
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = endpoint.NoDelay };
        try
        {
            _socket.Bind(new IPEndPoint(address, endpoint.Port));
            _socket.Listen(endpoint.ConnectionBacklog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        endpoint.Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    /// <summary>Takes connections until disposed.</summary>
    public async Task RunAsync(Func<IMqttChannel, IMqttChannelAdapter, Task> handle)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var client = await _socket.AcceptAsync(_closing.Token);
                _ = Task.Run(() => ServeAsync(client, handle));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client left before it was accepted, or this process has no descriptor left for it.
                await Task.Delay(AcceptPause).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _socket.Dispose();
    }

    private async Task ServeAsync(Socket client, Func<IMqttChannel, IMqttChannelAdapter, Task> handle)
    {
        try
        {
            client.NoDelay = _endpoint.NoDelay;
            client.LingerState = _endpoint.LingerState;
            await using var stream = await OpenAsync(new NetworkStream(client, ownsSocket: true));
            var channel = _limit(new MqttTcpChannel(stream, client.LocalEndPoint, client.RemoteEndPoint, null));
            var formatter = new MqttPacketFormatterAdapter(
                new MqttBufferWriter(_server.WriterBufferSize, _server.WriterBufferSizeMax));
            using var adapter = new MqttChannelAdapter(channel, formatter, _logger);
            adapter.AllowPacketFragmentation = _endpoint.AllowPacketFragmentation;
            await handle(channel, adapter);
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException
            or OperationCanceledException or ObjectDisposedException)
        {
            // This connection is over; what was not acknowledged stays with its device.
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task<Stream> OpenAsync(NetworkStream plain)
    {
        if ((_endpoint as MqttServerTlsTcpEndpointOptions)?.CertificateProvider is not { } certificates) return plain;
        var encrypted = new SslStream(plain);
        try
        {
            using var late = new CancellationTokenSource(HandshakePatience);
            await encrypted.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificates.GetCertificate() }, late.Token);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }
}
