using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using HdrHistogram;
using Telemetry.Benchmarks.Peers;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>One connection with some of the vehicles behind it: what is due is put, sent, and acknowledged.</summary>
internal sealed class FleetPublisher(int port, string clientId) : IDisposable
{
    private const int Puback = 0x40;

    private readonly Socket _socket = PublisherSocket.Create();
    private readonly long[] _sentAt = new long[65536];
    private readonly byte[] _input = new byte[4096];
    private readonly MemoryStream _output = new();
    private int _identifier;
    private int _held;
    private int _sent;

    /// <summary>Put to PUBACK, microseconds.</summary>
    public LongHistogram Microseconds { get; } = new(1, 600_000_000, 3);

    public long Outstanding { get; private set; }

    public void Connect() => _socket.Greet(port, clientId);

    /// <summary>QoS 1, MQTT 3.1.1.</summary>
    public void Put(string topic, string payload)
    {
        if (Outstanding == ushort.MaxValue) throw new IOException("65,535 pings are unacknowledged on one connection");
        _identifier = _identifier % ushort.MaxValue + 1;
        var (name, body) = (Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(payload));
        var rest = 2 + name.Length + 2 + body.Length;
        if (rest is < 128 or > 16_383) throw new ArgumentException("not a length of two bytes", nameof(payload));
        Span<byte> head = [0x32, (byte)(rest & 127 | 128), (byte)(rest >> 7), 0, (byte)name.Length];
        _output.Write(head);
        _output.Write(name);
        Span<byte> identifier = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(identifier, (ushort)_identifier);
        _output.Write(identifier);
        _output.Write(body);
        _sentAt[_identifier] = Stopwatch.GetTimestamp();
        Outstanding++;
    }

    /// <summary>Sends what it may without waiting, and takes what was acknowledged.</summary>
    public void Sweep()
    {
        if (_sent < _output.Length)
        {
            _sent += _socket.Send(
                _output.GetBuffer().AsSpan(_sent, (int)_output.Length - _sent), SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock)) throw new SocketException((int)error);
            if (_sent == _output.Length)
            {
                _output.SetLength(0);
                _sent = 0;
            }
        }
        while (Outstanding > 0)
        {
            var read = _socket.Receive(_input.AsSpan(_held), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success) throw new SocketException((int)error);
            if (read == 0) throw new IOException("the broker closed the connection");
            Take(_held + read);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _output.Dispose();
    }

    private void Take(int length)
    {
        var now = Stopwatch.GetTimestamp();
        var at = 0;
        for (; at + 4 <= length; at += 4)
        {
            if (_input[at] != Puback) throw new IOException(string.Create(
                CultureInfo.InvariantCulture, $"expected PUBACK, got 0x{_input[at]:x2}"));
            var identifier = BinaryPrimitives.ReadUInt16BigEndian(_input.AsSpan(at + 2));
            var ticks = now - _sentAt[identifier];
            Microseconds.RecordValue(Math.Max(1, ticks / (Stopwatch.Frequency / 1_000_000)));
            Outstanding--;
        }
        _held = length - at;
        _input.AsSpan(at, _held).CopyTo(_input);
    }
}
