using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>A request's body straight from the batch: nothing is copied, and compression streams.</summary>
internal sealed class LinesContent : HttpContent
{
    readonly IReadOnlyList<ReadOnlyMemory<byte>> _runs;
    readonly CompressionLevel? _gzip;

    public LinesContent(IReadOnlyList<ReadOnlyMemory<byte>> runs, CompressionLevel? gzip)
    {
        _runs = runs;
        _gzip = gzip is CompressionLevel.NoCompression ? null : gzip;
        Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        if (_gzip is not null) Headers.ContentEncoding.Add("gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_gzip is not { } level)
        {
            foreach (var run in _runs) await stream.WriteAsync(run, cancellationToken).ConfigureAwait(false);
            return;
        }
        var gzip = new GZipStream(stream, level, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            foreach (var run in _runs) await gzip.WriteAsync(run, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        if (_gzip is not null) return false;
        foreach (var run in _runs) length += run.Length;
        return true;
    }
}
