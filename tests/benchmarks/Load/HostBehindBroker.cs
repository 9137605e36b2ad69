using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load;

/// <summary>Ours: broker, host, fsync, InfluxDB. A message has arrived when InfluxDB has answered for it.</summary>
internal sealed class HostBehindBroker : BrokerContender
{
    private readonly InfluxDbServer _influx;
    private readonly BenchHost _host;

    private HostBehindBroker(MosquittoServer broker, InfluxDbServer influx, BenchHost host, LoadSettings settings)
        : base(broker, settings) => (_influx, _host) = (influx, host);

    public override string Name => "telemetry";

    protected override int ProcessId => _host.ProcessId;

    public static async Task<HostBehindBroker> StartAsync(LoadSettings settings)
    {
        var broker = await StartBrokerAsync();
        var influx = await InfluxDbServer.StartAsync();
        var host = await BenchHost.StartAsync(null, [.. BenchHost.Behind(broker), .. BenchHost.Into(influx.Url)]);
        await host.WhenConnectedAsync();
        return new HostBehindBroker(broker, influx, host, settings);
    }

    public override async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _influx.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override Task<long> WhenTakenAsync(long expected) => _host.WhenStoredAsync(expected);
}
