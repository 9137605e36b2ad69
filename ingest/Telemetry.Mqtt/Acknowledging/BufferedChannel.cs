using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace Telemetry.Mqtt.Acknowledging;

/// <summary>
/// A connection that is read in large pieces. MQTTnet asks for two bytes, then for the rest of a packet; each would be
/// a call to the system, and many packets arrive at once.
/// </summary>
internal sealed class BufferedChannel(IMqttChannel inner) : IMqttChannel
{
    private const int Size = 64 << 10;

    private static readonly Task<int> One = Task.FromResult(1);
    private static readonly Task<int> Two = Task.FromResult(2);

    private byte[] _buffer = [];
    private int _at;
    private int _end;

    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    /// <summary>Whether the next read waits for the network.</summary>
    public bool IsDrained => _at == _end;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_at == _end) return FillAsync(buffer, offset, count, cancellationToken);
        return Take(buffer.AsSpan(offset, count)) switch
        {
            1 => One,
            2 => Two,
            var taken => Task.FromResult(taken),
        };
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    public void Dispose() => inner.Dispose();

    private async Task<int> FillAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        // Made with the first read, so that a connection that says nothing costs nothing.
        if (_buffer.Length == 0) _buffer = GC.AllocateUninitializedArray<byte>(Size);
        _at = 0;
        _end = await inner.ReadAsync(_buffer, 0, _buffer.Length, cancellationToken);
        return Take(buffer.AsSpan(offset, count));
    }

    private int Take(Span<byte> to)
    {
        var taken = Math.Min(to.Length, _end - _at);
        _buffer.AsSpan(_at, taken).CopyTo(to);
        _at += taken;
        return taken;
    }
}
