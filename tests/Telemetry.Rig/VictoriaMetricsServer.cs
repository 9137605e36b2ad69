using System.Globalization;
using System.Text.Json;

namespace Telemetry.Rig;

/// <summary>A real VictoriaMetrics: it takes InfluxDB 2.x writes at <c>/api/v2/write</c>.</summary>
public sealed class VictoriaMetricsServer : RealServer
{
    private VictoriaMetricsServer(int? port)
        : base("victoria-metrics", port, null, null)
    {
    }

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    private protected override string Program => Servers.Require("victoria-metrics");

    private protected override IEnumerable<string> Arguments =>
    [
        "-retentionPeriod=100y",
        string.Create(CultureInfo.InvariantCulture, $"-httpListenAddr=127.0.0.1:{Port}"),
        $"-storageDataPath={Path.Combine(Folder, "data")}",
        "-memory.allowedPercent=20",
    ];

    public static async Task<VictoriaMetricsServer> StartAsync(int? port = null)
    {
        Servers.Require("victoria-metrics");
        var server = new VictoriaMetricsServer(port);
        try
        {
            await server.StartAgainAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        return server;
    }

    /// <summary>Makes what was written visible to queries.</summary>
    public async Task FlushAsync()
    {
        using var answer = await Http.Client.GetAsync(new Uri(Url, "/internal/force_flush"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Every stored series that matches (<c>{__name__=~"plant_flow.*"}</c>), one JSON object each: <c>metric</c>
    /// (labels),
    /// <c>values</c> and <c>timestamps</c> (Unix ms). Flushes first.
    /// </summary>
    public async Task<IReadOnlyList<JsonElement>> ExportAsync(string match)
    {
        await FlushAsync();
        var path = $"/api/v1/export?match[]={Uri.EscapeDataString(match)}&start=0";
        var text = await Http.Client.GetStringAsync(new Uri(Url, path));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private protected override Task<bool> AnswersAsync() => Http.AnswersAsync(new Uri(Url, "/health"));

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
