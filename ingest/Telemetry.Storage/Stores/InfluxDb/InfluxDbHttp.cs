using System.Net;
using System.Text;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>One pool of connections to one InfluxDB: sends a request, and reads its answer whole and within
/// bounds.</summary>
internal sealed class InfluxDbHttp : IDisposable
{
    // Long enough to name every line of a request; what is beyond it is left unread and the connection closed.
    const int MaxErrorBytes = 8 * 1024 * 1024;

    readonly HttpClient _client;
    readonly InfluxDbSecret _secret;
    readonly TimeProvider _time;
    volatile bool _refused;

    public InfluxDbHttp(InfluxDbOptions options, InfluxDbSecret secret, TimeProvider time, int connections)
    {
        _secret = secret;
        _time = time;
        Clock = new ServerClock(time);
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                // A redirected POST would become a GET, answered with 200: nothing stored, and no error.
                AllowAutoRedirect = false,
                ConnectTimeout = options.ConnectTimeout,
                MaxConnectionsPerServer = connections,
                // A server that moved to another address is found again.
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
                // Go's servers keep an idle connection for longer than this, so none is closed under a request.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                AutomaticDecompression = DecompressionMethods.GZip,
                UseCookies = false,
            },
            disposeHandler: true)
        {
            // Limits are the pipelines', which take their time from the TimeProvider.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Telemetry/1");
    }

    public ServerClock Clock { get; }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Read again before the next try, not after the refusal: by then it may have been mended.
        if (_refused) _secret.Reload();
        request.Headers.Authorization = _secret.Header;
        var answer = await _client
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (answer.Headers.Date is { } date) Clock.Hear(date);
        _refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        return answer;
    }

    public async Task<StoreAnswer> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Throws <see cref="IOException"/> or <see cref="HttpRequestException"/> where the answer was
    /// cut.</summary>
    public async Task<StoreAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = answer.StatusCode == HttpStatusCode.NoContent
            ? "" : await ReadBodyAsync(answer.Content, cancellationToken).ConfigureAwait(false);
        if (body.Length == 0 && answer.Headers.TryGetValues("X-Influxdb-Error", out var words))
            body = string.Join(' ', words);
        return new StoreAnswer(
            (int)answer.StatusCode, body, answer.Content.Headers.ContentType?.MediaType ?? "",
            StoreAnswer.RetryAfterOf(answer.Headers, _time.GetUtcNow()), answer.Headers.Location?.ToString() ?? "");
    }

    public void Dispose() => _client.Dispose();

    static async Task<string> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        while (body.Length < MaxErrorBytes)
        {
            var read = await stream.ReadAsync(part, cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            body.Write(part, 0, read);
        }
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
