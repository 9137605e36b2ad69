using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Telemetry.Rig;

/// <summary>A real InfluxDB 1.x (Debian's 1.6).</summary>
public sealed class InfluxDbServer : RealServer
{
    private readonly int _rpcPort = FreePort.Next();
    private AuthenticationHeaderValue? _account;

    private InfluxDbServer(int? port, IReadOnlyDictionary<string, string?>? environment)
        : base("influxdb", port, null, environment)
    {
    }

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    private string ConfigurationFile => Path.Combine(Folder, "influxdb.conf");

    private protected override string Program => Servers.Require("influxd");

    private protected override IEnumerable<string> Arguments => ["-config", ConfigurationFile];

    /// <param name="environment">
    /// Settings over those of the configuration file, such as <c>INFLUXDB_DATA_MAX_VALUES_PER_TAG=10</c> or
    /// <c>INFLUXDB_HTTP_AUTH_ENABLED=true</c>.
    /// </param>
    /// <param name="port">A free one where null.</param>
    public static async Task<InfluxDbServer> StartAsync(
        IReadOnlyDictionary<string, string?>? environment = null, int? port = null)
    {
        Servers.Require("influxd");
        var server = new InfluxDbServer(port, environment);
        try
        {
            await File.WriteAllTextAsync(server.ConfigurationFile, server.Configuration());
            await server.StartAgainAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        return server;
    }

    /// <summary>
    /// Makes the first account, one that may do everything, and asks as that one from now on. For a server with
    /// <c>INFLUXDB_HTTP_AUTH_ENABLED</c>.
    /// </summary>
    public async Task SignInAsync(string user, string password)
    {
        await QueryAsync("", $"CREATE USER \"{user}\" WITH PASSWORD '{password}' WITH ALL PRIVILEGES");
        _account = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    public async Task CreateDatabaseAsync(string database) => await QueryAsync("", $"CREATE DATABASE \"{database}\"");

    /// <summary>
    /// The answer of <c>/query</c>, times as Unix ms. Throws with the server's words where it refuses.
    /// </summary>
    public async Task<JsonElement> QueryAsync(string database, string influxQl)
    {
        using var form = new FormUrlEncodedContent(
            [new("db", database), new("q", influxQl), new("epoch", "ms")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/query")) { Content = form };
        request.Headers.Authorization = _account;
        using var answer = await Http.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        foreach (var result in document.RootElement.GetProperty("results").EnumerateArray())
        {
            if (result.TryGetProperty("error", out var error))
                throw new InvalidOperationException($"{influxQl}: {error}");
        }
        return document.RootElement.Clone();
    }

    /// <summary>The rows of the first statement's series, one after another; empty where there are none.</summary>
    public async Task<IReadOnlyList<JsonElement>> RowsAsync(string database, string influxQl)
    {
        var result = (await QueryAsync(database, influxQl)).GetProperty("results")[0];
        if (!result.TryGetProperty("series", out var series)) return [];
        return [.. series.EnumerateArray().SelectMany(one => one.GetProperty("values").EnumerateArray())];
    }

    private protected override Task<bool> AnswersAsync() => Http.AnswersAsync(new Uri(Url, "/ping"));

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $"""
        reporting-disabled = true
        bind-address = "127.0.0.1:{_rpcPort}"

        [meta]
          dir = "{Folder}/meta"

        [data]
          dir = "{Folder}/data"
          wal-dir = "{Folder}/wal"
          query-log-enabled = false

        [monitor]
          store-enabled = false

        [http]
          bind-address = "127.0.0.1:{Port}"
          log-enabled = false

        """);
}
