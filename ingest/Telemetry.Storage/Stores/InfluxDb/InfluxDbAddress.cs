namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>The addresses of one InfluxDB, by version.</summary>
internal sealed class InfluxDbAddress
{
    readonly string _base;

    public InfluxDbAddress(InfluxDbOptions options)
    {
        _base = options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        Write = new Uri(options.Version switch
        {
            InfluxDbVersion.V1 =>
                $"{_base}/write?db={Escape(options.DatabaseInUse)}"
                + $"{Optional("rp", options.RetentionPolicy)}&precision=ms",
            InfluxDbVersion.V2 =>
                $"{_base}/api/v2/write?org={Escape(options.Org)}&bucket={Escape(options.BucketInUse)}&precision=ms",
            _ => $"{_base}/api/v2/write?bucket={Escape(options.BucketInUse)}&precision=ms",
        });
        Query = new Uri(
            $"{_base}/query?db={Escape(options.DatabaseInUse)}{Optional("rp", options.RetentionPolicy)}&epoch=ms");
        Administration = new Uri($"{_base}/query");
        Ping = new Uri($"{_base}/ping");
    }

    public Uri Write { get; }

    /// <summary>InfluxQL with times as Unix ms; the statement follows as <c>q</c>.</summary>
    public Uri Query { get; }

    /// <summary>InfluxQL that names its database itself.</summary>
    public Uri Administration { get; }

    /// <summary>Names the server's version in a header.</summary>
    public Uri Ping { get; }

    static string Escape(string text) => Uri.EscapeDataString(text);

    static string Optional(string name, string value) => value.Length > 0 ? $"&{name}={Escape(value)}" : "";
}
