using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Telemetry.Mqtt.Acknowledging;

/// <summary>
/// One connection of MQTTnet's, client or server, with the publications taken out of it: they go straight to the
/// pipeline, in the loop that reads them, and are acknowledged through an <see cref="AcknowledgementLine"/>. All other
/// packets pass. MQTTnet's own ways put a queue, a task and several objects between the socket and the handler
/// (client), or take the next publication only once the last is acknowledged (server).
/// </summary>
internal abstract class PublicationTap(IMqttChannel channel, IMqttChannelAdapter inner) : IMqttChannelAdapter
{
    // A packet may be written in two pieces, and nothing may come between them.
    private readonly SemaphoreSlim _writing = new(1, 1);

    public long BytesReceived => inner.BytesReceived;

    public long BytesSent => inner.BytesSent;

    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    public virtual EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    /// <summary>The next packet that isn't taken here; null ends the connection.</summary>
    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Pause() is { } pause) await pause;
            var packet = await inner.ReceivePacketAsync(cancellationToken);
            if (packet is not MqttPublishPacket publication) return Pass(packet)!;
            switch (await TakeAsync(publication, cancellationToken))
            {
                case Fate.Passes: return publication;
                case Fate.EndsConnection: return null!;
            }
            if (Instead() is { } other) return other;
        }
    }

    public void ResetStatistics() => inner.ResetStatistics();

    public virtual async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await inner.SendPacketAsync(packet, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public virtual void Dispose() => inner.Dispose();

    /// <summary>Sends whole packets that are bytes already.</summary>
    protected async Task WriteAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await channel.WriteAsync(new ReadOnlySequence<byte>(packets), true, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    protected abstract ValueTask<Fate> TakeAsync(MqttPublishPacket publication, CancellationToken cancellationToken);

    /// <summary>Waited for before the next packet is read; nothing by default.</summary>
    protected virtual Task? Pause() => null;

    /// <summary>What MQTTnet is given in place of a packet that passes; the packet by default.</summary>
    protected virtual MqttPacket? Pass(MqttPacket? packet) => packet;

    /// <summary>A packet that MQTTnet is given although none came; none by default.</summary>
    protected virtual MqttPacket? Instead() => null;

    /// <summary>What becomes of a publication.</summary>
    protected enum Fate
    {
        /// <summary>MQTTnet never sees it.</summary>
        IsTaken,

        /// <summary>MQTTnet does with it what it does.</summary>
        Passes,

        /// <summary>It is not acknowledged, and nothing more is read.</summary>
        EndsConnection,
    }
}
