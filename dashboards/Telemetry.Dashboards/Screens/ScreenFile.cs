using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Telemetry.Dashboards.Screens;

/// <summary>A file of the console as built, with the compressed copies that were laid beside it.</summary>
internal sealed class ScreenFile
{
    private const string Brotli = "br";
    private const string Gzip = "gzip";

    private readonly byte[] _content;
    private readonly byte[]? _brotli;
    private readonly byte[]? _gzip;

    public ScreenFile(string path, byte[] content, byte[]? brotli, byte[]? gzip)
    {
        (Path, _content, _brotli, _gzip) = (path, content, brotli, gzip);
        Hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        ContentType = ContentTypeOf(path);
    }

    /// <summary>Below the site's root, such as <c>app/main-4f1c.js</c>.</summary>
    public string Path { get; }

    public string ContentType { get; }

    /// <summary>Of its content.</summary>
    public string Hash { get; }

    /// <summary>The copy that the browser takes and that is the smallest, with a tag of its own.</summary>
    public (byte[] Content, string? Encoding, EntityTagHeaderValue Tag) For(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        if (_brotli is not null && Takes(accepted, Brotli)) return (_brotli, Brotli, Tag("-br"));
        if (_gzip is not null && Takes(accepted, Gzip)) return (_gzip, Gzip, Tag("-gz"));
        return (_content, null, Tag(""));
    }

    private static bool Takes(IList<StringWithQualityHeaderValue> accepted, string encoding)
    {
        foreach (var value in accepted)
        {
            if (value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)) return value.Quality is not 0;
        }
        return false;
    }

    private EntityTagHeaderValue Tag(string copy) => new($"\"{Hash}{copy}\"");

    private static string ContentTypeOf(string path) => System.IO.Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json",
        ".geojson" => "application/geo+json",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".woff2" => "font/woff2",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
