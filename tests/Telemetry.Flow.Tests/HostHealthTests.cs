using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>A host tells of itself in the InfluxDB that it writes readings to.</summary>
public sealed class HostHealthTests
{
    [Fact]
    public async Task A_row_of_its_health_lies_beside_the_readings_and_in_no_book()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync();
        await using var host = await FlowHost.StartAsync(
            broker, influx, "--Telemetry:Host:Name=host-1", "--Telemetry:Observing:HealthPeriod=00:00:10");

        await Eventually.TrueAsync(
            async () => (await influx.RowsAsync("telemetry", "SELECT health FROM host_health")).Count > 0,
            TimeSpan.FromSeconds(40), "a row of the host's health");

        var row = (await influx.RowsAsync(
            "telemetry",
            "SELECT host, roles, connections - connections_up, store_trouble, intake_difference, store_difference, "
            + "spool_lines FROM host_health"))[0];
        Assert.Equal(
            ["host-1", "ingest-derive-web", "0", "0", "0", "0", "0"],
            row.EnumerateArray().Skip(1).Select(value => value.ToString()));
    }
}
