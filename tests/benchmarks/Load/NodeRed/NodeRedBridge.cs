using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Telemetry.Benchmarks.Peers;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load.NodeRed;

/// <summary>
/// Node-RED between the same broker and an InfluxDB of its own. A round ends with its last point in InfluxDB, or once
/// nothing more has come for a while; what is missing then is lost, as its flow keeps nothing.
/// </summary>
internal sealed class NodeRedBridge : BrokerContender
{
    private const string Database = "bench";

    /// <summary>Its InfluxDB client gives a request 30 s, and waits 10 s at most before it tries again.</summary>
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    private readonly InfluxDbServer _influx;
    private readonly TempFolder _folder;
    private readonly ChildProcess _process;
    private readonly LoadSettings _settings;
    private readonly bool _batched;
    private long _messages;
    private long _storedBefore;
    private long _writtenBefore;
    private long _missing;

    private NodeRedBridge(
        MosquittoServer broker, InfluxDbServer influx, TempFolder folder, ChildProcess process, LoadSettings settings,
        bool batched)
        : base(broker, settings) =>
        (_influx, _folder, _process, _settings, _batched) = (influx, folder, process, settings, batched);

    public override string Name => _batched
        ? string.Create(CultureInfo.InvariantCulture, $"Node-RED, batches of {NodeRedFlow.BatchSize:#,0}")
        : "Node-RED, unbatched";

    protected override int ProcessId => _process.Id;

    protected override long Missing => _missing;

    public static async Task<NodeRedBridge> StartAsync(LoadSettings settings, bool batched, TextWriter output)
    {
        var node = await NodeRedInstallation.EnsureAsync(output);
        var broker = await StartBrokerAsync();
        var influx = await InfluxDbServer.StartAsync();
        await influx.CreateDatabaseAsync(Database);
        var folder = new TempFolder("node-red");
        await File.WriteAllTextAsync(
            folder.File("flows.json"), NodeRedFlow.Text(broker.Port, influx.Url.Port, Database, batched));
        await File.WriteAllTextAsync(folder.File("settings.js"), NodeRedFlow.Settings(FreePort.Next()));
        var process = ChildProcess.Start(
            node, [NodeRedInstallation.Program, "-u", folder.Path, "-s", folder.File("settings.js"), "flows.json"],
            folder.Path);
        var bridge = new NodeRedBridge(broker, influx, folder, process, settings, batched);
        try
        {
            await bridge.WhenBridgingAsync();
        }
        catch
        {
            await bridge.DisposeAsync();
            throw;
        }
        return bridge;
    }

    public override async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
        await _influx.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task BeginAsync(long messages)
    {
        await base.BeginAsync(messages);
        _messages = messages;
        _storedBefore = await StoredAsync();
        _writtenBefore = await WrittenAsync();
    }

    // The server's own count is cheap to ask for and tells the moment; the query, which would slow it, tells the truth.
    protected override async Task<long> WhenTakenAsync(long expected)
    {
        var began = Stopwatch.GetTimestamp();
        var moved = began;
        var seen = _writtenBefore;
        while (true)
        {
            if (_process.HasExited) throw new InvalidOperationException($"Node-RED ended:\n{_process.Output}");
            var written = await WrittenAsync();
            if (written > seen) (seen, moved) = (written, Stopwatch.GetTimestamp());
            var stands = Stopwatch.GetElapsedTime(moved) > StandsStill;
            if (stands || seen - _writtenBefore >= _messages)
            {
                _missing = _messages - (await StoredAsync() - _storedBefore);
                if (_missing == 0 || stands) return moved;
                await Task.Delay(500);
            }
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"Node-RED did not come to an end:\n{_process.Output}");
            await Task.Delay(10);
        }
    }

    /// <summary>Its subscriptions stand once a message has made its way.</summary>
    private async Task WhenBridgingAsync()
    {
        await Eventually.TrueAsync(
            () => _process.HasExited || _process.Output.Contains("Connected to broker", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60), "Node-RED at its broker");
        for (var attempt = 1; attempt <= 20; attempt++)
        {
            if (_process.HasExited) break;
            await PeerProcess.PublishAsync(
                Broker.Port, _settings.Connections, _settings.Connections, _settings.Devices, _settings.Window,
                string.Create(CultureInfo.InvariantCulture, $"first{attempt}"));
            await Task.Delay(1_000);
            if (await StoredAsync() > 0) return;
        }
        throw new InvalidOperationException($"Node-RED bridges nothing:\n{_process.Output}");
    }

    private async Task<long> StoredAsync() =>
        await CountAsync("plant_flow", "flow_m3h") + await CountAsync("vehicle_position", "lat");

    private async Task<long> CountAsync(string measurement, string field)
    {
        var rows = await _influx.RowsAsync(Database, $"SELECT count(\"{field}\") FROM \"{measurement}\"");
        return rows.Count == 0 ? 0 : rows[0][1].GetInt64();
    }

    private async Task<long> WrittenAsync()
    {
        var counts = await Client.GetFromJsonAsync<JsonElement>(new Uri(_influx.Url, "/debug/vars"));
        foreach (var part in counts.EnumerateObject())
        {
            if (part.Name.StartsWith("httpd", StringComparison.Ordinal)
                && part.Value.GetProperty("values").TryGetProperty("pointsWrittenOK", out var count))
            {
                return count.GetInt64();
            }
        }
        return 0;
    }
}
