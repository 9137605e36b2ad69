using System.Net;
using System.Net.Sockets;
using MQTTnet.Channel;

namespace Telemetry.Mqtt.Source;

/// <summary>
/// A TCP connection whose reading is a blocking call on a thread of its own. A socket that was ever used asynchronously
/// stays in the runtime's poll set: each segment that arrives wakes the runtime's thread, whether somebody reads or
/// not, and a broker sends each message in a segment of its own. On this thread what is read is worked off, too, up to
/// the next read, so no other thread has to be woken for it.
/// </summary>
internal sealed class OwnThreadStream : Stream, IMqttClientStreamEndPoints
{
    private readonly Socket _socket;
    private readonly SemaphoreSlim _asked = new(0);
    private Memory<byte> _into;
    private TaskCompletionSource<int>? _read;
    private volatile bool _closed;

    private OwnThreadStream(Socket socket) => _socket = socket;

    public EndPoint LocalEndPoint => _socket.LocalEndPoint!;

    public EndPoint RemoteEndPoint => _socket.RemoteEndPoint!;

    public override bool CanRead => !_closed;

    public override bool CanWrite => !_closed;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="sendTimeout">
    /// How long a write may wait for a peer that reads nothing before the connection counts as lost.
    /// </param>
    public static async Task<Stream> ConnectAsync(
        EndPoint peer, int bufferBytes, TimeSpan sendTimeout, CancellationToken cancellationToken)
    {
        var stream = new OwnThreadStream(new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveBufferSize = bufferBytes,
            SendBufferSize = bufferBytes,
            SendTimeout = (int)sendTimeout.TotalMilliseconds,
        });
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => stream.Run(peer, connected)) { IsBackground = true, Name = "mqtt reader" }.Start();
        try
        {
            await connected.Task.WaitAsync(cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closed, this);
        // Continues on the reading thread.
        var read = new TaskCompletionSource<int>();
        _into = buffer;
        _read = read;
        // What was asked for stays asked for: who cancels a read closes the connection next.
        await using var cancelling = cancellationToken.UnsafeRegister(
            static (state, token) => Task.Run(() => ((TaskCompletionSource<int>)state!).TrySetCanceled(token)), read);
        _asked.Release();
        return await read.Task;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            while (!buffer.IsEmpty) buffer = buffer[_socket.Send(buffer)..];
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (_closed) return;
        _closed = true;
        try
        {
            // Says goodbye with what was written before, and wakes the reading thread.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Not connected, or not any more.
        }
        _socket.Dispose();
        _asked.Release();
        base.Dispose(disposing);
    }

    private void Run(EndPoint peer, TaskCompletionSource connected)
    {
        try
        {
            _socket.Connect(peer);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            connected.TrySetException(exception);
            return;
        }
        connected.TrySetResult();
        while (true)
        {
            _asked.Wait();
            if (_read is not { } read) return;
            try
            {
                // Closed by us is an end like the peer's.
                read.TrySetResult(_closed ? 0 : _socket.Receive(_into.Span));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                if (_closed) read.TrySetResult(0);
                else read.TrySetException(new IOException(exception.Message, exception));
                return;
            }
            if (_closed) return;
        }
    }

    /// <summary>Gives MQTTnet such a stream; encryption it puts on top itself.</summary>
    internal sealed class Provider(int bufferBytes, TimeSpan sendTimeout) : IMqttClientStreamProvider
    {
        public Task<Stream> ConnectAsync(EndPoint brokerEndPoint, CancellationToken cancellationToken) =>
            OwnThreadStream.ConnectAsync(brokerEndPoint, bufferBytes, sendTimeout, cancellationToken);
    }
}
