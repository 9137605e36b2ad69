namespace Telemetry.Benchmarks.Screens;

/// <summary>One more reader of the live stream, who counts its bytes as they come over the wire.</summary>
internal sealed class StreamCount(Uri host) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public async Task RunAsync(CancellationToken end)
    {
        try
        {
            await using var stream = await _client.GetStreamAsync(new Uri(host, "/api/live"), end);
            var piece = new byte[65_536];
            int read;
            while ((read = await stream.ReadAsync(piece, end)) > 0) Interlocked.Add(ref _bytes, read);
        }
        catch (OperationCanceledException)
        {
            // Seen enough.
        }
    }

    public void Dispose() => _client.Dispose();
}
