using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load;

/// <summary>The built host with all its roles, as a user runs it, and what its status says.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    private readonly HostProcess _process;
    private readonly Uri _status;

    private BenchHost(HostProcess process, Uri status) => (_process, _status) = (process, status);

    public int ProcessId => _process.ProcessId;

    public static async Task<BenchHost> StartAsync(string? folder, params string[] arguments)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var process = await HostProcess.StartAsync(
            [
                $"--Telemetry:Web:Url={url.GetLeftPart(UriPartial.Authority)}",
                "--Telemetry:Ingest:MaxUnregisteredAssets=100000", .. arguments,
            ],
            ready: new Uri(url, "/health/live"), folder: folder);
        return new BenchHost(process, new Uri(url, "/api/status"));
    }

    public static string[] Behind(MosquittoServer broker) =>
        ["--Telemetry:Mqtt:Host=127.0.0.1", $"--Telemetry:Mqtt:Port={broker.Port}"];

    public static string[] Into(Uri influx, string database = "bench") =>
    [
        "--Telemetry:Store:Kind=InfluxDb", $"--Telemetry:Store:InfluxDb:Url={influx}",
        $"--Telemetry:Store:InfluxDb:Database={database}",
    ];

    /// <summary>When a figure of the status had come to be at least so much, ticks of the monotonic clock.</summary>
    public async Task<long> WhenAsync(string equation, string term, long least)
    {
        var began = Stopwatch.GetTimestamp();
        long seen = 0;
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            seen = await ReadAsync(equation, term);
            if (seen >= least) return Stopwatch.GetTimestamp();
            await Task.Delay(10);
        }
        throw new TimeoutException($"{equation}.{term} came to {seen} of {least}:\n{_process.Output}");
    }

    public Task<long> WhenStoredAsync(long least) => WhenAsync("stored", "stored", least);

    public async Task<long> ReadAsync(string equation, string term)
    {
        var status = await StatusAsync();
        return status.GetProperty(equation).GetProperty(term).GetInt64();
    }

    public Task<JsonElement> StatusAsync() => Client.GetFromJsonAsync<JsonElement>(_status);

    /// <summary>What a path of it answers: <c>/metrics</c>, <c>/api/vehicles</c>.</summary>
    public Task<string> GetAsync(string path) => Client.GetStringAsync(new Uri(_status, path));

    /// <returns>How long the snapshot is that a browser is sent first, bytes.</returns>
    public async Task<int> FirstEventAsync()
    {
        await using var stream = await Client.GetStreamAsync(new Uri(_status, "/api/live"));
        await foreach (var item in SseParser.Create(stream, static (_, data) => data.Length).EnumerateAsync())
            return item.Data;
        throw new IOException("the live stream ended before its first event");
    }

    /// <summary>Subscribed to a broker on every connection.</summary>
    public Task WhenConnectedAsync() => Eventually.TrueAsync(
        async () => (await Client.GetFromJsonAsync<JsonElement>(_status)).GetProperty("health").EnumerateArray()
            .All(static check => check.GetProperty("state").GetString() == "ok"),
        TimeSpan.FromSeconds(30), "a healthy host");

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
