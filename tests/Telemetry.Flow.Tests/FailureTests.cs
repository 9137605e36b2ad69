using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>A part of the host that fails for good takes the host with it, and says so.</summary>
public sealed class FailureTests
{
    private static readonly long FirstMs = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)
        .ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_host_whose_store_writer_fails_ends_with_an_error_and_goes_on_when_started_again()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var host = await FlowHost.StartEmbeddedAsync(
            "--Telemetry:Store:Kind=InfluxDb", $"--Telemetry:Store:InfluxDb:Url={influx.Url}",
            "--Telemetry:Store:InfluxDb:Database=telemetry");
        // The cursor is written to a draft of this name first: a folder in its place is beyond waiting.
        var obstacle = Directory.CreateDirectory(Path.Combine(host.DataFolder, "cursor.new"));

        var publisher = new DevicePublisher(host.BrokerPort, devices: 1, perSecond: 100, FirstMs);
        using var stop = new CancellationTokenSource();
        var publishing = publisher.RunAsync(stop.Token);
        var code = await host.Process.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("StoreWriter failed and this host stops", host.Process.Output, StringComparison.Ordinal);
        obstacle.Delete();
        await host.Process.StartAgainAsync();
        await stop.CancelAsync();
        await publishing;
        await Books.BalanceAsync(host);
        await Journal.EqualsInfluxAsync(publisher, 1, influx);
    }
}
