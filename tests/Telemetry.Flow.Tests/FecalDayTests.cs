using System.Globalization;
using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// A fecal day over MQTT through a running host, with one truck that dumps elsewhere: one alarm, that trip; and loads,
/// weighings and the works' inflow reconcile.
/// </summary>
public sealed class FecalDayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string[] Quickly =
    [
        "--Telemetry:Derive:Poll=00:00:00.5", "--Telemetry:Alarms:Period=00:00:01",
        "--Telemetry:Alarms:StoredPeriod=00:00:01",
    ];

    [Fact]
    public async Task One_truck_that_dumps_elsewhere_is_one_alarm_and_the_day_reconciles_embedded()
    {
        using var folder = new TempFolder("fecal");
        var day = new FecalDay(TimeProvider.System.GetUtcNow());
        await using var host = await FlowHost.StartEmbeddedAsync(
            [$"--Telemetry:Registry:Path={await RegistryAsync(folder, day)}", .. Quickly]);

        await DayAsync(host, day);
    }

    [Fact]
    public async Task One_truck_that_dumps_elsewhere_is_one_alarm_and_the_day_reconciles_with_mosquitto_and_InfluxDB()
    {
        using var folder = new TempFolder("fecal");
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync();
        var day = new FecalDay(TimeProvider.System.GetUtcNow());
        await using var host = await FlowHost.StartAsync(
            broker, influx, [$"--Telemetry:Registry:Path={await RegistryAsync(folder, day)}", .. Quickly]);

        await DayAsync(host, day);
    }

    private static async Task<string> RegistryAsync(TempFolder folder, FecalDay day)
    {
        var path = folder.File("city.json");
        await File.WriteAllTextAsync(path, day.City);
        return path;
    }

    private static async Task DayAsync(FlowHost host, FecalDay day)
    {
        using var device = await Device.ConnectAsync(host.BrokerPort);
        await day.PublishAsync(device);
        await Books.BalanceAsync(host);
        Assert.Equal(day.Readings, Books.Of(await host.MetricsAsync(), "telemetry_store_stored_total"));
        JsonElement alarms = default;
        await Eventually.TrueAsync(
            async () => (alarms = (await host.GetAsync("/api/alarms")).GetProperty("alarms")).GetArrayLength() > 0,
            Patience, "the alarm of the load that was dumped");

        IsThatTrip(Assert.Single(alarms.EnumerateArray()), day);
        await ReconcilesAsync(host, day);
        foreach (var vehicle in (string[])["vac-1", "vac-2", FecalDay.Dumper, "vac-4"])
            await LoadsAsync(host, day, vehicle);
        // Every look since then has judged the whole day; nothing came of it for anybody else, and nothing went.
        Assert.Single((await host.GetAsync("/api/alarms")).GetProperty("alarms").EnumerateArray());
        Assert.Empty((await host.GetAsync("/api/alarms?open=false")).GetProperty("alarms").EnumerateArray());
        using var live = JsonDocument.Parse(await device.ReadAsync(
            $"sanitation/live/alarms/{alarms[0].GetProperty("id").GetString()}", Patience));
        Assert.Contains("L 1003", live.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    private static void IsThatTrip(JsonElement alarm, FecalDay day)
    {
        Assert.Equal(("load_not_delivered", "unacknowledged", "high", false), (
            alarm.GetProperty("rule").GetString(), alarm.GetProperty("state").GetString(),
            alarm.GetProperty("priority").GetString(), alarm.GetProperty("late").GetBoolean()));
        // The trip is named by the moment at which its first point was come to.
        Assert.StartsWith("vehicle:vac-3", alarm.GetProperty("asset").GetString(), StringComparison.Ordinal);
        var onset = alarm.GetProperty("onset").GetDateTimeOffset();
        Assert.InRange(onset, day.DumpedFrom.AddMinutes(-1), day.DumpedFrom.AddMinutes(1));
        var detail = alarm.GetProperty("detail").GetString()!;
        Assert.Contains("pit-1, pit-2", detail, StringComparison.Ordinal);
        Assert.Contains("30.07", detail, StringComparison.Ordinal);
        var text = alarm.GetProperty("text").GetProperty("en").GetString()!;
        Assert.Contains(detail, text, StringComparison.Ordinal);
        Assert.Contains("L 1003", text, StringComparison.Ordinal);
        Assert.Contains(
            onset.ToString("HH:mm", CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
        // Where and when it let go: within a ping of when it came to stand.
        Assert.Contains(
            [day.LetGo.AddSeconds(-20), day.LetGo, day.LetGo.AddSeconds(20)],
            at => detail.Contains(at.ToString("HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    private static async Task LoadsAsync(FlowHost host, FecalDay day, string vehicle)
    {
        var loads = (await host.GetAsync($"/api/vehicles/{vehicle}/day/{day.Day:yyyy-MM-dd}")).GetProperty("loads")
            .EnumerateArray().ToList();
        Assert.Equal(
            ["delivered", vehicle == FecalDay.Dumper ? "elsewhere" : "delivered"],
            loads.Select(load => load.GetProperty("end").GetString()));
        if (vehicle == FecalDay.Dumper)
            Assert.Equal(FecalDay.DumpedAt, loads[1].GetProperty("let_go").GetProperty("lat").GetDouble(), 3);
    }

    /// <summary>What trucks brought, the scale weighed and the inlet metered, by plain sums.</summary>
    private static async Task ReconcilesAsync(FlowHost host, FecalDay day)
    {
        var date = day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var balance = Assert.Single(
            (await host.GetAsync($"/api/fleet/balance?from={date}&to={date}")).GetProperty("days").EnumerateArray());
        var loads = Assert.Single(balance.GetProperty("loads").EnumerateArray());
        Assert.Equal((7, 0, 1, 0, 0), (
            loads.GetProperty("delivered").GetInt32(), loads.GetProperty("not_weighed").GetInt32(),
            loads.GetProperty("elsewhere").GetInt32(), loads.GetProperty("undelivered").GetInt32(),
            loads.GetProperty("unmatched").GetInt32()));
        Assert.Equal(FecalDay.DeliveredKg / 1_000, loads.GetProperty("collected_t").GetDouble(), 9);
        Assert.Equal(FecalDay.DeliveredKg / 1_000, loads.GetProperty("matched_t").GetDouble(), 9);
        Assert.Equal(0, loads.GetProperty("unmatched_t").GetDouble());
        var inflow = Assert.Single(balance.GetProperty("inflows").EnumerateArray());
        Assert.Equal(FecalDay.DeliveredKg / 1_000, inflow.GetProperty("weighed_m3").GetDouble(), 9);
        Assert.Equal(FecalDay.MeteredM3, inflow.GetProperty("influent_m3").GetDouble(), 5);
        Assert.Equal(0.005 / 1.005, inflow.GetProperty("difference").GetDouble(), 5);
        Assert.True(inflow.GetProperty("agrees").GetBoolean());
        Assert.Empty((await host.GetAsync($"/api/rounds/{date}")).GetProperty("unmatched").EnumerateArray());
        // The rate's collected denominator is the same tonnes, as the plant takes them.
        var rates = (await host.GetAsync($"/api/indicators/daily?from={date}&to={date}&scope=city")).GetRawText();
        Assert.Contains("fecal-rate", rates, StringComparison.Ordinal);
    }
}
