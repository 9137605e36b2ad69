using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Mqtt.Tests.Source;

/// <summary>
/// A broker of MQTT 5 whose every packet the test chooses: for what real brokers do only when they please, such as
/// giving a packet identifier to another message after a reconnect.
/// </summary>
internal sealed class ScriptedBroker : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ScriptedBroker() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>
    /// Takes the next connection of one client id, the first by default, and answers its CONNECT. Others, such as those
    /// that look for sessions of an earlier run, are closed.
    /// </summary>
    public async Task<Connection> AcceptAsync(bool sessionPresent, byte reason = 0, int number = 1)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var connection = new Connection(await _listener.AcceptTcpClientAsync(late.Token));
            var connect = await connection.ReadAsync();
            Assert.Equal(0x10, connect.Header);
            if (!Encoding.UTF8.GetString(connect.Body).EndsWith($"-{number}", StringComparison.Ordinal))
            {
                connection.Dispose();
                continue;
            }
            await connection.SendAsync(0x20, [(byte)(sessionPresent ? 1 : 0), reason, 0]);
            return connection;
        }
    }

    /// <summary>
    /// As <see cref="AcceptAsync"/>, grants what it subscribes to, and with a session takes what it then unsubscribes
    /// from.
    /// </summary>
    public async Task<Connection> AcceptSubscribedAsync(bool sessionPresent)
    {
        var connection = await AcceptAsync(sessionPresent);
        await connection.GrantAsync();
        if (sessionPresent) await connection.TakeUnsubscriptionAsync();
        return connection;
    }

    public void Dispose() => _listener.Dispose();

    internal sealed record Packet(byte Header, byte[] Body)
    {
        public int Identifier => (Body[0] << 8) | Body[1];
    }

    internal sealed class Connection(TcpClient client) : IDisposable
    {
        private readonly NetworkStream _stream = client.GetStream();

        public Task PublishAsync(int identifier, string topic, string payload)
        {
            var name = Encoding.UTF8.GetBytes(topic);
            return SendAsync(0x32,
                [0, (byte)name.Length, .. name, 0, (byte)identifier, 0, .. Encoding.UTF8.GetBytes(payload)]);
        }

        /// <summary>A PUBREL, which the client answers at once: whatever it sent before has arrived then.</summary>
        public async Task<IReadOnlyList<Packet>> EverythingUpToFenceAsync()
        {
            await SendAsync(0x62, [0, 99]);
            var before = new List<Packet>();
            while (true)
            {
                var packet = await ReadAsync();
                if (packet.Header == 0x70) return before;
                before.Add(packet);
            }
        }

        public async Task GrantAsync(int filters = 3)
        {
            var packet = await ReadAsync();
            Assert.Equal(0x82, packet.Header);
            await SendAsync(0x90, [packet.Body[0], packet.Body[1], 0, .. Enumerable.Repeat((byte)1, filters)]);
        }

        public async Task TakeUnsubscriptionAsync(int filters = 3)
        {
            var packet = await ReadAsync();
            Assert.Equal(0xA2, packet.Header);
            await SendAsync(0xB0, [packet.Body[0], packet.Body[1], 0, .. new byte[filters]]);
        }

        public async Task SendAsync(byte header, byte[] body)
        {
            Assert.True(body.Length < 128);
            await _stream.WriteAsync(new[] { header, (byte)body.Length }.Concat(body).ToArray());
        }

        public async Task<Packet> ReadAsync()
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var one = new byte[1];
            await _stream.ReadExactlyAsync(one, late.Token);
            var header = one[0];
            var length = 0;
            var shift = 0;
            do
            {
                await _stream.ReadExactlyAsync(one, late.Token);
                length |= (one[0] & 0x7F) << shift;
                shift += 7;
            }
            while ((one[0] & 0x80) != 0);
            var body = new byte[length];
            await _stream.ReadExactlyAsync(body, late.Token);
            return new Packet(header, body);
        }

        public void Dispose() => client.Dispose();
    }
}
