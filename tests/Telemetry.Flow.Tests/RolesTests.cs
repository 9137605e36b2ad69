using System.Net;
using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// Ingest in one process, web in another: the page's process lives from the broker's live topics and the store.
/// </summary>
public sealed class RolesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Web_in_a_process_of_its_own_shows_values_and_status_of_the_ingest_host()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await FlowHost.StartAsync(
            broker, influx, "--Telemetry:Host:Name=ingest-1", "--Telemetry:Host:Roles:0=ingest");
        await using var web = await FlowHost.StartAsync(
            broker, influx, "--Telemetry:Host:Name=web-1", "--Telemetry:Host:Roles:0=web",
            "--Telemetry:Mqtt:ClientId=web-1");
        using var device = await Device.ConnectAsync(broker.Port);

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await device.PublishAsync("sanitation/plants/sewage-1/flow/effluent", $"{{\"ts\":{now},\"flow_m3h\":1234.5}}");

        await Eventually.TrueAsync(
            async () => (await web.GetAsync("/api/status")).GetProperty("stored").GetProperty("stored").GetInt64() >= 1,
            Patience, "the ingest host's books in the web process");
        var flow = await web.GetAsync(
            $"/api/plants/sewage-1/meters/effluent/flow?from={now - 60_000}&to={now + 60_000}&every=raw");
        Assert.Contains("1234.5", flow.GetRawText(), StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await web.GetAsync("/api/plants")).GetRawText().Contains("1234.5", StringComparison.Ordinal),
            Patience, "the live value");
        using var page = await ingest.SendAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);

        await ingest.Process.KillAsync();
        await Eventually.TrueAsync(
            async () =>
            HostsCheck(await web.GetAsync("/health/ready")) == "degraded", Patience, "the silent host to be named");
    }

    private static string? HostsCheck(JsonElement report) => report.GetProperty("checks").EnumerateArray()
        .Single(check => check.GetProperty("name").GetString() == "hosts").GetProperty("state").GetString();
}
