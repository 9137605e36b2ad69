using System.Diagnostics;
using System.Globalization;
using Telemetry.Benchmarks.Peers;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load;

/// <summary>Ours: embedded broker, fsync, SQLite.</summary>
internal sealed class EmbeddedHost(BenchHost host, int port, LoadSettings settings) : IContender
{
    private long _expected;

    public string Name => "telemetry, embedded";

    public static async Task<EmbeddedHost> StartAsync(LoadSettings settings)
    {
        var port = FreePort.Next();
        var host = await BenchHost.StartAsync(
            null, string.Create(CultureInfo.InvariantCulture, $"--Telemetry:Broker:Port={port}"));
        return new EmbeddedHost(host, port, settings);
    }

    public async Task<Sample> RunAsync(int round, long messages)
    {
        _expected += messages;
        var cpu = ProcessMeter.CpuSeconds(host.ProcessId);
        var published = await PeerProcess.PublishAsync(
            port, messages, settings.Connections, settings.Devices, settings.Window, $"r{round}");
        var ended = await host.WhenStoredAsync(_expected);
        return new Sample(
            messages, messages / Stopwatch.GetElapsedTime(published.Began, ended).TotalSeconds,
            ProcessMeter.CpuSeconds(host.ProcessId) - cpu, ProcessMeter.ResidentMegabytes(host.ProcessId), published);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

/// <summary>
/// Their limit: MQTTnet.Server with an empty interceptor. A message has arrived with its acknowledgement.
/// </summary>
internal sealed class BareMqttNetServer(ChildProcess process, int port, LoadSettings settings) : IContender
{
    public string Name => "bare MQTTnet.Server";

    public static async Task<BareMqttNetServer> StartAsync(LoadSettings settings)
    {
        var port = FreePort.Next();
        var process = PeerProcess.Start("peer-server", "--port", port.ToString(CultureInfo.InvariantCulture));
        await Eventually.TrueAsync(
            () => process.Output.Contains("ready", StringComparison.Ordinal), TimeSpan.FromSeconds(20),
            "the bare server");
        return new BareMqttNetServer(process, port, settings);
    }

    public async Task<Sample> RunAsync(int round, long messages)
    {
        var cpu = ProcessMeter.CpuSeconds(process.Id);
        var published = await PeerProcess.PublishAsync(
            port, messages, settings.Connections, settings.Devices, settings.Window, $"r{round}");
        return new Sample(
            messages, messages / Stopwatch.GetElapsedTime(published.Began, published.Ended).TotalSeconds,
            ProcessMeter.CpuSeconds(process.Id) - cpu, ProcessMeter.ResidentMegabytes(process.Id), published);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
