using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>A request as it came, its body decompressed.</summary>
internal sealed record ScriptedRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Path => Target.Split('?')[0];
}

/// <summary>What the server does with a request.</summary>
internal abstract record Reply
{
    /// <summary>A whole answer.</summary>
    public sealed record Answer(int Status, string Body = "", params (string Name, string Value)[] Headers) : Reply;

    /// <summary>Says that more follows than it sends, then resets the connection.</summary>
    public sealed record Cut(int Status, string Body, int Promised) : Reply;

    /// <summary>Resets the connection without a word.</summary>
    public sealed record Reset : Reply;

    /// <summary>Never answers.</summary>
    public sealed record Hang : Reply;

    public static readonly Reply NoContent = new Answer(204);
}

/// <summary>An HTTP server of exact bytes on a free loopback port.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ScriptedRequest, Reply> _script;
    private readonly Channel<ScriptedRequest> _arrivals = Channel.CreateUnbounded<ScriptedRequest>();
    private readonly Lock _lock = new();
    private readonly List<ScriptedRequest> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;

    public ScriptedServer(Func<ScriptedRequest, Reply> script)
    {
        _script = script;
        _listener.Start();
        Url = new Uri(string.Create(
            CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}"));
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    public IReadOnlyList<ScriptedRequest> Requests
    {
        get
        {
            lock (_lock) return [.. _requests];
        }
    }

    /// <summary>The next request that has come in whole.</summary>
    public async Task<ScriptedRequest> ArrivalAsync() =>
        await _arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Answers from a list, then <paramref name="afterwards"/> for ever.</summary>
    public static Func<ScriptedRequest, Reply> InTurn(Reply afterwards, params Reply[] replies)
    {
        var next = 0;
        return _ => next < replies.Length ? replies[next++] : afterwards;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                while (await ReadRequestAsync(stream) is { } request)
                {
                    Reply reply;
                    lock (_lock)
                    {
                        _requests.Add(request);
                        reply = _script(request);
                    }
                    _arrivals.Writer.TryWrite(request);
                    if (!await ReplyAsync(client, stream, reply)) return;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client went, or the test has ended.
            }
        }
    }

    private async Task<bool> ReplyAsync(TcpClient client, NetworkStream stream, Reply reply)
    {
        switch (reply)
        {
            case Reply.Answer answer:
                var body = Encoding.UTF8.GetBytes(answer.Body);
                await stream.WriteAsync(Head(answer.Status, answer.Headers, body.Length), _stop.Token);
                await stream.WriteAsync(body, _stop.Token);
                return true;
            case Reply.Cut cut:
                await stream.WriteAsync(Head(cut.Status, [], cut.Promised), _stop.Token);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(cut.Body), _stop.Token);
                // Delivered before the end of the connection; a reset here might overtake it.
                client.Client.Shutdown(SocketShutdown.Send);
                return false;
            case Reply.Hang:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return false;
            default:
                client.LingerState = new LingerOption(true, 0);
                return false;
        }
    }

    private static byte[] Head(int status, (string Name, string Value)[] headers, int length)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Scripted\r\n");
        foreach (var (name, value) in headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (status != 204) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }

    private async Task<ScriptedRequest?> ReadRequestAsync(NetworkStream stream)
    {
        if (await ReadLineAsync(stream) is not { Length: > 0 } first) return null;
        var words = first.Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(stream) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        var body = headers.TryGetValue("Content-Length", out var length)
            ? await ReadExactlyAsync(stream, int.Parse(length, CultureInfo.InvariantCulture))
            : headers.ContainsKey("Transfer-Encoding") ? await ReadChunksAsync(stream) : [];
        if (headers.TryGetValue("Content-Encoding", out var encoding) && encoding == "gzip") body = Unzip(body);
        return new ScriptedRequest(words[0], words[1], headers, body);
    }

    private async Task<byte[]> ReadChunksAsync(NetworkStream stream)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var size = int.Parse((await ReadLineAsync(stream))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await ReadExactlyAsync(stream, size));
            await ReadLineAsync(stream);
            if (size == 0) return body.ToArray();
        }
    }

    private async Task<byte[]> ReadExactlyAsync(NetworkStream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, _stop.Token);
        return bytes;
    }

    private async Task<string?> ReadLineAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) > 0)
        {
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
        return null;
    }

    private static byte[] Unzip(byte[] body)
    {
        using var zipped = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zipped.CopyTo(plain);
        return plain.ToArray();
    }
}
