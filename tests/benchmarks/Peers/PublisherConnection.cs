using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using HdrHistogram;

namespace Telemetry.Benchmarks.Peers;

/// <summary>
/// One publisher: takes the acknowledgements that have come in one receive, fills its window in one send. So cheap that
/// the broker, not the publisher, is what is measured.
/// </summary>
internal sealed class PublisherConnection(int port, string clientId, DevicePacket[] devices, int window) : IDisposable
{
    private readonly Socket _socket = PublisherSocket.Create();
    private readonly long[] _sentAt = new long[65536];
    private readonly byte[] _output = new byte[window * 300];
    private readonly byte[] _input = new byte[4096];
    private int _identifier;
    private int _device;
    private int _outstanding;
    private int _held;
    private int _sent;
    private int _unsent;
    private bool _more = true;

    public LongHistogram Microseconds { get; } = new(1, 60_000_000, 3);

    public long Acknowledged { get; private set; }

    public void Connect() => _socket.Greet(port, clientId);

    /// <summary>What the broker has acknowledged since the last time is taken, and the window filled again.</summary>
    /// <param name="take">Takes the right to send one more message; false once all are taken.</param>
    /// <returns>False once nothing is left to send and nothing outstanding.</returns>
    public bool Sweep(Func<bool> take)
    {
        while (true)
        {
            var read = _socket.Receive(_input.AsSpan(_held), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) break;
            if (error != SocketError.Success) throw new SocketException((int)error);
            if (read == 0) throw new IOException("the broker closed the connection");
            var all = _held + read == _input.Length;
            Take(_held + read);
            if (!all) break;
        }
        if (_unsent == 0)
        {
            _sent = 0;
            while (_more && _outstanding < window && (_more = take())) _unsent += Put(_unsent);
        }
        if (_unsent > 0)
        {
            var sent = _socket.Send(_output.AsSpan(_sent, _unsent), SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock)) throw new SocketException((int)error);
            _sent += sent;
            _unsent -= sent;
        }
        return _more || _outstanding > 0;
    }

    /// <summary>Once nothing is left to send: what comes now is counted from nothing.</summary>
    public void Restart()
    {
        _more = true;
        Acknowledged = 0;
        Microseconds.Reset();
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
