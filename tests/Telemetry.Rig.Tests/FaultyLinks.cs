using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Rig.Tests;

/// <summary>Each fault of the link as a client and a server see it.</summary>
public sealed class FaultyLinks : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Long enough for the loopback to deliver what is going to be delivered.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly FaultProxy _sut;

    public FaultyLinks()
    {
        _server.Start();
        _sut = FaultProxy.Start(((IPEndPoint)_server.LocalEndpoint).Port);
    }

    [Fact]
    public async Task Pass_carries_both_ways_and_hands_on_an_end()
    {
        var (client, server) = await ConnectAsync();

        await SendAsync(client, "question");
        Assert.Equal("question", await ReceiveAsync(server, 8));
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await server.ReceiveAsync(new byte[1]));
        await SendAsync(server, "answer");
        Assert.Equal("answer", await ReceiveAsync(client, 6));
    }

    [Fact]
    public async Task Refuse_closes_the_port_and_resets_what_is_open_until_Pass()
    {
        var (client, server) = await ConnectAsync();

        await _sut.RefuseAsync();

        await AssertResetAsync(client);
        await AssertResetAsync(server);
        using var refused = NewSocket();
        var failure = await Assert.ThrowsAsync<SocketException>(() => refused.ConnectAsync("127.0.0.1", _sut.Port));
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
        _sut.Pass();
        await AssertCarriesAsync();
    }

    [Fact]
    public async Task Cut_resets_both_ends_and_takes_new_connections()
    {
        var (client, server) = await ConnectAsync();

        _sut.Cut();

        await AssertResetAsync(client);
        await AssertResetAsync(server);
        await AssertCarriesAsync();
        Assert.Equal(2, _sut.Accepted);
    }

    [Fact]
    public async Task BlackHole_tells_nobody_and_swallows_old_and_new_connections()
    {
        var (client, server) = await ConnectAsync();

        _sut.BlackHole();
        await SendAsync(client, "lost");
        await SendAsync(server, "lost");
        using var late = NewSocket();
        await late.ConnectAsync("127.0.0.1", _sut.Port);
        await SendAsync(late, "lost");
        client.Shutdown(SocketShutdown.Send);

        await Task.Delay(Quiet);
        Assert.Equal(0, client.Available);
        Assert.False(server.Poll(0, SelectMode.SelectRead));
        Assert.False(_server.Pending());
        _sut.Pass();
        await AssertCarriesAsync();
        Assert.False(server.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task Slow_keeps_to_its_rate_and_Pass_lets_the_rest_through_at_once()
    {
        var (client, server) = await ConnectAsync();
        var began = Stopwatch.GetTimestamp();

        _sut.Slow(bytesPerSecond: 10_000, latency: TimeSpan.FromMilliseconds(100));
        await SendAsync(client, new string('x', 8_000));
        await ReceiveAsync(server, 8_000);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.9, 10);

        await SendAsync(client, new string('y', 1_000_000));
        _sut.Pass();
        Assert.Equal(1_000_000, (await ReceiveAsync(server, 1_000_000)).Length);
    }

    [Fact]
    public async Task CutAnswersAfter_delivers_so_many_bytes_and_then_a_reset()
    {
        var (client, server) = await ConnectAsync();

        _sut.CutAnswersAfter(10);
        await SendAsync(client, "a question of any length");
        await ReceiveAsync(server, 24);
        await SendAsync(server, "HTTP/1.1 204 No Content");

        Assert.Equal("HTTP/1.1 2", await ReceiveAsync(client, 10));
        await AssertResetAsync(client);
    }

    [Fact]
    public async Task StallUntilSpokenTo_holds_what_the_server_says_until_the_client_says_something()
    {
        var (client, server) = await ConnectAsync();

        _sut.StallUntilSpokenTo();
        await SendAsync(server, "queued");
        await Task.Delay(Quiet);
        Assert.Equal(0, client.Available);

        await SendAsync(client, "?");
        Assert.Equal("queued", await ReceiveAsync(client, 6));
        await SendAsync(server, "at once");
        Assert.Equal("at once", await ReceiveAsync(client, 7));
        Assert.Equal(1, _sut.Held);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_reset_to_the_client()
    {
        _server.Stop();
        using var client = NewSocket();

        // It may come so fast that the connect itself sees it.
        var failure = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await client.ConnectAsync("127.0.0.1", _sut.Port);
            await client.ReceiveAsync(new byte[1].AsMemory()).AsTask().WaitAsync(Patience);
        });

        Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _sut.DisposeAsync();
        _server.Dispose();
    }

    private async Task AssertCarriesAsync()
    {
        var (client, server) = await ConnectAsync();
        await SendAsync(client, "well");
        Assert.Equal("well", await ReceiveAsync(server, 4));
    }

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = NewSocket();
        await client.ConnectAsync("127.0.0.1", _sut.Port);
        return (client, await _server.AcceptSocketAsync().WaitAsync(Patience));
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static async Task SendAsync(Socket socket, string text)
    {
        for (ReadOnlyMemory<byte> rest = Encoding.ASCII.GetBytes(text); !rest.IsEmpty;)
            rest = rest[await socket.SendAsync(rest).AsTask().WaitAsync(Patience)..];
    }

    private static async Task<string> ReceiveAsync(Socket socket, int bytes)
    {
        var buffer = new byte[bytes];
        for (var at = 0; at < bytes;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(at)).AsTask().WaitAsync(Patience);
            Assert.NotEqual(0, read);
            at += read;
        }
        return Encoding.ASCII.GetString(buffer);
    }

    private static async Task AssertResetAsync(Socket socket)
    {
        var failure = await Assert.ThrowsAsync<SocketException>(
            () => socket.ReceiveAsync(new byte[1].AsMemory()).AsTask().WaitAsync(Patience));
        Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
    }
}
