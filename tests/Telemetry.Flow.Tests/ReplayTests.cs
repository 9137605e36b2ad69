using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// Real recordings through the broker: the stored count equals the rows with a value, and every value is exact.
/// </summary>
public sealed class ReplayTests
{
    private const int MemphisRows = 3_956;
    private const int BusRows = 1_533;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Two orders of the same multiplications may differ in the last bits of a double, and in no more.
    /// </summary>
    private const double Rounding = 1e-12;

    [Fact]
    public async Task Recordings_through_mosquitto_into_InfluxDB_are_all_there_and_exact()
    {
        Repository.RequireRecordings();
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync(
            "max_queued_messages 100000\nmax_inflight_messages 1000");
        await using var host = await FlowHost.StartAsync(broker, influx);
        await ReplayAllAsync(broker.Port);
        await Books.BalanceAsync(host);

        foreach (var which in (string[])["influent", "effluent"])
            Same(Recordings.Memphis(which), await Stored.FromInfluxAsync(
                influx, "plant_flow", "flow_m3h", $"\"plant\"='maxson' AND \"meter\"='{which}'"));
        foreach (var bus in Recordings.Buses().GroupBy(fix => fix.Key.Vehicle))
        {
            var where = $"\"vehicle\"='bus-{bus.Key}'";
            Same(bus.ToDictionary(fix => fix.Key.TimeMs, fix => fix.Value.Lat), await Stored.FromInfluxAsync(
                influx, "vehicle_position", "lat", where));
            Same(bus.ToDictionary(fix => fix.Key.TimeMs, fix => fix.Value.Lon), await Stored.FromInfluxAsync(
                influx, "vehicle_position", "lon", where));
        }
        Assert.Equal(2 * MemphisRows, await Stored.CountInInfluxAsync(influx, "plant_flow", "flow_m3h"));
        Assert.Equal(BusRows, await Stored.CountInInfluxAsync(influx, "vehicle_position", "lat"));
    }

    [Fact]
    public async Task Recordings_through_the_embedded_broker_into_SQLite_are_all_there_and_exact()
    {
        Repository.RequireRecordings();
        await using var host = await FlowHost.StartEmbeddedAsync();
        await ReplayAllAsync(host.BrokerPort);
        await Books.BalanceAsync(host);

        foreach (var which in (string[])["influent", "effluent"])
            Same(Recordings.Memphis(which), Stored.FromSqlite(
                host.Database, "plant_flow", "flow_m3h", $"plant_flow,meter={which},plant=maxson"));
        var fixes = 0;
        foreach (var bus in Recordings.Buses().GroupBy(fix => fix.Key.Vehicle))
        {
            var key = $"vehicle_position,vehicle=bus-{bus.Key}";
            Same(bus.ToDictionary(fix => fix.Key.TimeMs, fix => fix.Value.Lat), Stored.FromSqlite(
                host.Database, "vehicle_position", "lat", key));
            var lon = Stored.FromSqlite(host.Database, "vehicle_position", "lon", key);
            Same(bus.ToDictionary(fix => fix.Key.TimeMs, fix => fix.Value.Lon), lon);
            fixes += lon.Count;
        }
        Assert.Equal(BusRows, fixes);
    }

    private static async Task ReplayAllAsync(int port)
    {
        foreach (var which in (string[])["influent", "effluent"])
        {
            await ReplayAsync(port, MemphisRows,
                "--file", Recordings.Path($"memphis-maxson-{which}.csv"), "--topic",
                $"sanitation/plants/maxson/flow/{which}",
                "--time-column", "timestamp", "--time-zone", "America/Chicago", "--map", "flow_m3h=value:MGD");
        }
        await ReplayAsync(port, BusRows,
            "--file", Recordings.Path("liverpool-bus-14.csv"), "--topic",
            "sanitation/vehicles/bus-{vehicle_id}/position",
            "--time-column", "timestamp", "--time-zone", "UTC", "--map", "lat=latitude", "--map", "lon=longitude",
            "--map", "heading_deg=bearing");
    }

    private static async Task ReplayAsync(int port, int rows, params string[] arguments)
    {
        var outcome = await SimulatorProcess.RunAsync(
            ["replay", .. arguments, "--broker", $"127.0.0.1:{port}"], Patience);
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        Assert.Contains(
            rows.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), Plain(outcome.Output, rows),
            StringComparison.Ordinal);
    }

    // The report may or may not group its thousands.
    private static string Plain(string output, int rows) => output.Replace(
        rows.ToString(System.Globalization.CultureInfo.InvariantCulture),
        rows.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static void Same(Dictionary<long, double> expected, Dictionary<long, double> stored)
    {
        Assert.Equal(expected.Count, stored.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value, stored[pair.Key], Math.Abs(pair.Value) * Rounding));
    }
}
