using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telemetry.Host.Tests.Running;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>The built host: a plant reports a fault over MQTT, and the alarm outlives the process.</summary>
public sealed class AlarmRunTests
{
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    [Fact]
    public async Task A_fault_over_mqtt_is_an_alarm_that_a_person_acknowledges_and_a_kill_does_not_forget()
    {
        using var folder = new TempFolder("alarm-run");
        WriteRegistry(folder.File("city.json"));
        string id;
        await using (var host = await StartAsync(folder))
        {
            await host.PublishAsync(("sanitation/plants/sewage-1/status",
                $$"""{"ts":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}},"state":"fault","code":"E12"}"""));
            var alarm = await FaultAsync(host, "unacknowledged");
            id = alarm.GetProperty("id").GetString()!;
            Assert.Contains("E12", alarm.GetProperty("text").GetProperty("en").GetString(), StringComparison.Ordinal);

            using var answer = await Client.PostAsJsonAsync(
                new Uri(host.Url, $"/api/alarms/{id}/acknowledge"), new { note = "seen" });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            await host.Process.KillAsync();
        }

        await using (var again = await StartAsync(folder))
        {
            var alarm = await FaultAsync(again, "acknowledged");
            Assert.Equal(id, alarm.GetProperty("id").GetString());
            Assert.Equal(1, alarm.GetProperty("occurrences").GetInt32());
            await again.PublishAsync(("sanitation/plants/sewage-1/status",
                $$"""{"ts":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}},"state":"running"}"""));
            await Eventually.TrueAsync(
                async () => await FindAsync(again, id) is { } found
                    && found.GetProperty("alarm").GetProperty("state").GetString() == "cleared",
                TimeSpan.FromSeconds(30), "the alarm to be history");
            Assert.Equal(
                ["raised", "acknowledged", "returned"],
                (await FindAsync(again, id))!.Value.GetProperty("events").EnumerateArray()
                    .Select(e => e.GetProperty("event").GetString()));
        }
    }

    private static Task<RunningHost> StartAsync(TempFolder folder) => RunningHost.StartAsync(
        folder, null, "--Telemetry:Alarms:Period=00:00:01", "--Telemetry:Derive:Lease=00:00:05");

    /// <summary>The shipped city, whose rule on faults waits for nothing.</summary>
    private static void WriteRegistry(string path)
    {
        var city = JsonNode.Parse(
            File.ReadAllText(ShippedCity.File),
            documentOptions: new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
            })!.AsObject();
        city["alarms"] = JsonNode.Parse(
            """[{ "rule": "state_fault", "grace": "0s", "on_delay": "0s", "off_delay": "0s" }]""");
        File.WriteAllText(path, city.ToJsonString());
    }

    private static async Task<JsonElement> FaultAsync(RunningHost host, string state)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(
            async () =>
            {
                var page = await Client.GetFromJsonAsync<JsonElement>(
                    new Uri(host.Url, "/api/alarms?rule=state_fault&asset=plant:sewage-1"));
                found = page.GetProperty("alarms").EnumerateArray()
                    .FirstOrDefault(alarm => alarm.GetProperty("state").GetString() == state);
                return found.ValueKind == JsonValueKind.Object;
            },
            TimeSpan.FromSeconds(30), $"a fault that is {state}");
        return found;
    }

    private static async Task<JsonElement?> FindAsync(RunningHost host, string id) =>
        await Client.GetFromJsonAsync<JsonElement>(new Uri(host.Url, $"/api/alarms/{id}"));
}
