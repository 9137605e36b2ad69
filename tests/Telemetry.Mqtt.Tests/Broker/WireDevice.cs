using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Mqtt.Tests.Broker;

/// <summary>
/// A device byte by byte: sends publications without waiting, which no client library would, and shows what comes.
/// </summary>
internal sealed class WireDevice : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte _version;

    private WireDevice(byte version) => _version = version;

    public static async Task<WireDevice> ConnectAsync(int port, byte version, ushort keepAlive = 0, char name = 'w')
    {
        var device = new WireDevice(version);
        await device._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        byte[] properties = version == 5 ? [0] : [];
        await device.SendAsync(
            0x10,
            [0, 4, .. "MQTT"u8, version, 2, (byte)(keepAlive >> 8), (byte)keepAlive, .. properties, 0, 1, (byte)name]);
        var (kind, body) = (await device.ReadAsync())!.Value;
        Assert.Equal((0x20, 0), (kind, (int)body[1]));
        return device;
    }

    /// <param name="alias">A topic alias (MQTT 5, 3.3.2.3.4); 0 is none.</param>
    public Task PublishAsync(ushort identifier, string topic, string payload, int qos = 1, byte alias = 0)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        var packet = new List<byte> { (byte)(name.Length >> 8), (byte)name.Length };
        packet.AddRange(name);
        if (qos > 0) packet.AddRange([(byte)(identifier >> 8), (byte)identifier]);
        if (_version == 5) packet.AddRange(alias == 0 ? [0] : (byte[])[3, 0x23, 0, alias]);
        packet.AddRange(Encoding.UTF8.GetBytes(payload));
        return SendAsync((byte)(0x30 | qos << 1), [.. packet]);
    }

    /// <summary>The next acknowledgement: identifier and reason.</summary>
    public async Task<(int Identifier, int Reason)> AcknowledgedAsync()
    {
        var (kind, body) = (await ReadAsync())!.Value;
        Assert.Equal(0x40, kind);
        return (BinaryPrimitives.ReadUInt16BigEndian(body), body.Length > 2 ? body[2] : 0);
    }

    /// <summary>The next packet; null once the broker has closed.</summary>
    public async Task<(int Kind, byte[] Body)?> ReadAsync()
    {
        using var late = new CancellationTokenSource(BrokerRig.Patience);
        if (await TakeAsync(1, late.Token) is not [var kind]) return null;
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = (await TakeAsync(1, late.Token))![0];
            length |= (part & 0x7F) << shift;
            if (part < 0x80) break;
        }
        return (kind, length == 0 ? [] : (await TakeAsync(length, late.Token))!);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]?> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await _socket.ReceiveAsync(bytes.AsMemory(have), cancellationToken);
            if (read == 0) return null;
            have += read;
        }
        return bytes;
    }

    private async Task SendAsync(byte kind, byte[] body)
    {
        List<byte> packet = [kind];
        var length = body.Length;
        do
        {
            packet.Add((byte)(length & 0x7F | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        await _socket.SendAsync((byte[])[.. packet, .. body]);
    }
}
