using System.Net;
using System.Net.Sockets;
using System.Text;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Tests.Source;

public sealed class OwnThreadStreamTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationToken _testEnds = TestContext.Current.CancellationToken;
    private Socket? _peer;

    public OwnThreadStreamTests() => _listener.Start();

    public void Dispose()
    {
        _peer?.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task What_is_written_arrives_and_what_the_peer_sends_is_read()
    {
        await using var sut = await ConnectAsync();

        await sut.WriteAsync("ping"u8.ToArray(), _testEnds);
        Assert.Equal("ping", await ReadPeerAsync(4));
        await _peer!.SendAsync("pong"u8.ToArray(), _testEnds);

        var answer = new byte[4];
        await sut.ReadExactlyAsync(answer, _testEnds);
        Assert.Equal("pong", Encoding.UTF8.GetString(answer));
    }

    [Fact]
    public async Task A_peer_that_leaves_ends_the_reading()
    {
        await using var sut = await ConnectAsync();
        var read = sut.ReadAsync(new byte[10], _testEnds);

        _peer!.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await read);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_an_error_of_the_socket()
    {
        await using var sut = await ConnectAsync();
        var read = sut.ReadAsync(new byte[10], _testEnds);

        _peer!.LingerState = new LingerOption(true, 0);
        _peer.Close();

        var error = await Assert.ThrowsAsync<IOException>(async () => await read);
        Assert.IsType<SocketException>(error.InnerException);
    }

    [Fact]
    public async Task Closing_ends_a_read_that_waits()
    {
        var sut = await ConnectAsync();
        var read = sut.ReadAsync(new byte[10], _testEnds).AsTask();

        await sut.DisposeAsync();

        Assert.Equal(0, await read);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => Assert.Equal(0, await sut.ReadAsync(new byte[1], _testEnds)));
    }

    [Fact]
    public async Task A_cancelled_read_says_so_while_the_peer_is_silent()
    {
        await using var sut = await ConnectAsync();
        using var cancelling = new CancellationTokenSource();
        var read = sut.ReadAsync(new byte[10], cancelling.Token).AsTask();

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task What_was_written_before_the_close_still_arrives()
    {
        var sut = await ConnectAsync();
        var written = new byte[100_000];
        await sut.WriteAsync(written, _testEnds);

        await sut.DisposeAsync();

        var got = 0;
        var buffer = new byte[4096];
        while (await _peer!.ReceiveAsync(buffer, _testEnds) is var read and > 0) got += read;
        Assert.Equal(written.Length, got);
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_fails_the_write_in_time()
    {
        await using var sut = await ConnectAsync(TimeSpan.FromMilliseconds(50));

        // More than both buffers hold.
        var error = await Assert.ThrowsAsync<IOException>(() => Task.Run(() => sut.Write(new byte[64 << 20])));

        Assert.Equal(SocketError.TimedOut, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Nobody_there_is_refused()
    {
        var endpoint = (IPEndPoint)_listener.LocalEndpoint;
        _listener.Stop();

        await Assert.ThrowsAsync<SocketException>(() => OwnThreadStream.ConnectAsync(
            endpoint, 1 << 16, TimeSpan.FromSeconds(10), _testEnds));
    }

    private async Task<Stream> ConnectAsync(TimeSpan? sendTimeout = null)
    {
        var accepting = _listener.AcceptSocketAsync(_testEnds);
        var endpoint = new DnsEndPoint("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        var stream = await OwnThreadStream.ConnectAsync(
            endpoint, 1 << 16, sendTimeout ?? TimeSpan.FromSeconds(10), _testEnds);
        _peer = await accepting;
        return stream;
    }

    private async Task<string> ReadPeerAsync(int count)
    {
        var bytes = new byte[count];
        var got = 0;
        while (got < count) got += await _peer!.ReceiveAsync(bytes.AsMemory(got), _testEnds);
        return Encoding.UTF8.GetString(bytes);
    }
}
