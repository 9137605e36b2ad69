using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HdrHistogram;

namespace Telemetry.Benchmarks.Peers;

/// <summary>
/// One publisher: fills its window in one send, takes the acknowledgements that come in one receive, fills again. So
/// cheap that the broker, not the publisher, is what is measured.
/// </summary>
internal sealed class PublisherConnection(int port, string clientId, DevicePacket[] devices, int window) : IDisposable
{
    private readonly Socket _socket =
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly long[] _sentAt = new long[65536];
    private readonly byte[] _output = new byte[window * 300];
    private readonly byte[] _input = new byte[4096];
    private int _identifier;
    private int _device;
    private int _outstanding;
    private int _held;

    public LongHistogram Microseconds { get; } = new(1, 60_000_000, 3);

    public long Acknowledged { get; private set; }

    public async Task ConnectAsync()
    {
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await _socket.SendAsync(DevicePacket.Connect(clientId));
        var got = 0;
        while (got < 4)
        {
            var read = await _socket.ReceiveAsync(_input.AsMemory(got, 4 - got));
            if (read == 0) throw new IOException("the broker closed the connection");
            got += read;
        }
        if (_input[0] != 0x20 || _input[3] != 0) throw new IOException(
            $"the broker refused the connection: {_input[3]}");
    }

    /// <param name="take">Takes the right to send one more message; false once all are taken.</param>
    public async Task RunAsync(Func<bool> take)
    {
        var more = true;
        while (true)
        {
            var length = 0;
            while (more && _outstanding < window && (more = take())) length += Put(length);
            if (length > 0) await SendAsync(_output.AsMemory(0, length));
            if (_outstanding == 0 && !more) return;
            var read = await _socket.ReceiveAsync(_input.AsMemory(_held));
            if (read == 0) throw new IOException("the broker closed the connection");
            Take(_held + read);
        }
    }

    public void Dispose() => _socket.Dispose();

    private int Put(int at)
    {
        var device = devices[_device];
        _device = (_device + 1) % devices.Length;
        _identifier = _identifier % ushort.MaxValue + 1;
        device.Copy(_output.AsSpan(at), (ushort)_identifier);
        _sentAt[_identifier] = Stopwatch.GetTimestamp();
        _outstanding++;
        return device.Length;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>PUBACK of 3.1.1 is always four bytes.</summary>
    private void Take(int length)
    {
        var now = Stopwatch.GetTimestamp();
        var at = 0;
        for (; at + 4 <= length; at += 4)
        {
            if (_input[at] != 0x40) throw new IOException($"expected PUBACK, got 0x{_input[at]:x2}");
            var identifier = BinaryPrimitives.ReadUInt16BigEndian(_input.AsSpan(at + 2));
            Microseconds.RecordValue(Math.Max(1, (now - _sentAt[identifier]) / (Stopwatch.Frequency / 1_000_000)));
            Acknowledged++;
            _outstanding--;
        }
        _held = length - at;
        _input.AsSpan(at, _held).CopyTo(_input);
    }
}
