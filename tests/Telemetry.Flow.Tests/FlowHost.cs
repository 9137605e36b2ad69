using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>The host as users run it, with the store and the broker of a test.</summary>
internal sealed class FlowHost : IAsyncDisposable
{
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    private FlowHost(HostProcess process, Uri url, int brokerPort) =>
        (Process, Url, BrokerPort) = (process, url, brokerPort);

    public HostProcess Process { get; }

    public Uri Url { get; }

    /// <summary>Where devices publish: the embedded broker's port, or the real one's.</summary>
    public int BrokerPort { get; }

    public string DataFolder => Path.Combine(Process.Folder, "data", "host");

    public string Database => Path.Combine(DataFolder, "telemetry.db");

    /// <summary>Embedded broker and embedded store.</summary>
    public static Task<FlowHost> StartEmbeddedAsync(params string[] extra)
    {
        var port = FreePort.Next();
        return StartAsync(port, [$"--Telemetry:Broker:Port={port}", .. extra]);
    }

    /// <summary>The same, with everything it keeps on a small disk.</summary>
    public static Task<FlowHost> StartEmbeddedAsync(SmallDisk disk, params string[] extra)
    {
        var port = FreePort.Next();
        return StartAsync(port, [$"--Telemetry:Broker:Port={port}", .. extra], disk);
    }

    /// <summary>A real mosquitto and a real InfluxDB.</summary>
    public static Task<FlowHost> StartAsync(MosquittoServer broker, InfluxDbServer influx, params string[] extra) =>
        StartAsync(
        broker.Port,
        [
            "--Telemetry:Mqtt:Host=127.0.0.1", $"--Telemetry:Mqtt:Port={broker.Port}",
            "--Telemetry:Store:Kind=InfluxDb", $"--Telemetry:Store:InfluxDb:Url={influx.Url}",
            "--Telemetry:Store:InfluxDb:Database=telemetry", .. extra,
        ]);

    /// <summary>A real mosquitto in front of the embedded store.</summary>
    public static Task<FlowHost> StartAsync(MosquittoServer broker, params string[] extra) => StartAsync(
        broker.Port, ["--Telemetry:Mqtt:Host=127.0.0.1", $"--Telemetry:Mqtt:Port={broker.Port}", .. extra]);

    /// <summary>The same, with everything it keeps on a small disk.</summary>
    public static Task<FlowHost> StartAsync(MosquittoServer broker, SmallDisk disk, params string[] extra) =>
        StartAsync(
        broker.Port, ["--Telemetry:Mqtt:Host=127.0.0.1", $"--Telemetry:Mqtt:Port={broker.Port}", .. extra], disk);

    /// <summary>Resident memory of the process, bytes.</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{Process.ProcessId}/status")
            .First(candidate => candidate.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6, line.Length - 8).Trim(), NumberStyles.None,
            CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>The store's state and words as <c>/api/status</c> has them.</summary>
    public async Task<(string State, string Detail)> StoreAsync()
    {
        var store = (await GetAsync("/api/status")).GetProperty("store");
        return (store.GetProperty("state").GetString()!, store.GetProperty("detail").GetString()!);
    }

    /// <summary>One check of <c>/health/ready</c>, whatever its status code.</summary>
    public async Task<(string State, string? Reason)> HealthAsync(string name)
    {
        using var answer = await SendAsync("/health/ready");
        using var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var check = report.RootElement.GetProperty("checks").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name);
        return (check.GetProperty("state").GetString()!,
            check.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
    }

    public async Task<JsonElement> GetAsync(string path) =>
        await Client.GetFromJsonAsync<JsonElement>(new Uri(Url, path));

    public Task<HttpResponseMessage> SendAsync(string path) => Client.GetAsync(new Uri(Url, path));

    public async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        return await Client.PostAsync(new Uri(Url, path), body);
    }

    /// <summary>Every sample of <c>/metrics</c> by name and labels, as Prometheus prints them.</summary>
    public async Task<Dictionary<string, double>> MetricsAsync()
    {
        var text = await Client.GetStringAsync(new Uri(Url, "/metrics"));
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var parts = line.Split(' ');
            samples[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture);
        }
        return samples;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static async Task<FlowHost> StartAsync(
        int brokerPort, IEnumerable<string> arguments, SmallDisk? disk = null)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var process = await HostProcess.StartAsync(
            [$"--Telemetry:Web:Url={url.GetLeftPart(UriPartial.Authority)}", .. arguments], ready: new Uri(
                url, "/health/ready"),
            disk: disk);
        return new FlowHost(process, url, brokerPort);
    }
}
