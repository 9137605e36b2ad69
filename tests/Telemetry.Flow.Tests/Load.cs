using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>Devices that publish until they are stopped, and the journal of what they saw acknowledged.</summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly long FirstMs = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)
        .ToUnixTimeMilliseconds();

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _publishing;

    private Load(DevicePublisher publisher, int devices)
    {
        Publisher = publisher;
        Devices = devices;
        _publishing = publisher.RunAsync(_stop.Token);
    }

    public DevicePublisher Publisher { get; }

    public int Devices { get; }

    public int Acknowledged => Publisher.Acknowledged.Count;

    /// <param name="firstMs">Device time of each device's first reading; 2026-03-01 by default.</param>
    public static Load Start(int port, int devices = 50, int perSecond = 2_000, long? firstMs = null) =>
        new(new DevicePublisher(port, devices, perSecond, firstMs ?? FirstMs), devices);

    public Task MoreAsync(int more)
    {
        var before = Acknowledged;
        return Eventually.TrueAsync(
            () => Acknowledged >= before + more, Patience, $"{more} more acknowledged readings");
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _publishing;
    }

    /// <summary>
    /// Nothing that was acknowledged is missing in InfluxDB, however long the rest takes to arrive there.
    /// </summary>
    public async Task IsAllInAsync(InfluxDbServer influx)
    {
        await Eventually.TrueAsync(
            async () => await Stored.CountInInfluxAsync(influx, "plant_flow", "flow_m3h") >= Acknowledged, Patience,
            "every acknowledged reading in InfluxDB");
        await Journal.EqualsInfluxAsync(Publisher, Devices, influx);
    }

    /// <summary>The same for the embedded store.</summary>
    public async Task IsAllInAsync(FlowHost host)
    {
        await Eventually.TrueAsync(
            () => Stored.CountInSqlite(host.Database, "plant_flow", "flow_m3h") >= Acknowledged, Patience,
            "every acknowledged reading in the embedded store");
        Journal.EqualsSqlite(Publisher, Devices, host.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
