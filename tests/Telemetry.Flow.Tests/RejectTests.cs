using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// A message of each reason over the wire: a dead letter with bytes and reason, and the window goes on.
/// </summary>
public sealed class RejectTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Flow = "sanitation/plants/sewage-1/flow/influent";

    private static readonly (string Reason, string Topic, string Payload)[] Bad =
    [
        ("malformed", Flow, "{\"ts\":1767225600000,\"flow_m3h\":"),
        ("schema", Flow, "{\"ts\":1767225600000,\"flow_m3h\":\"12.5\"}"),
        ("unknown_topic", "sanitation/plants/sewage-1/smell/influent", "{\"ts\":1767225600000}"),
        ("unknown_asset", "sanitation/plants/nowhere/flow/influent", "{\"ts\":1767225600000,\"flow_m3h\":1}"),
        ("time_missing", "sanitation/vehicles/vacuum-1/position", "{\"lat\":30.01,\"lon\":122.1}"),
        ("time_in_future", Flow, "{\"ts\":\"2199-01-01T00:00:00Z\",\"flow_m3h\":1}"),
        ("time_too_old", Flow, "{\"ts\":\"1999-12-31T23:59:59Z\",\"flow_m3h\":1}"),
        ("out_of_range", "sanitation/vehicles/vacuum-1/position", "{\"ts\":1767225600000,\"lat\":91,\"lon\":122.1}"),
        ("too_large", Flow, "{\"ts\":1767225600000,\"flow_m3h\":1,\"note\":\"" + new string('x', 300 * 1024) + "\"}"),
    ];

    [Fact]
    public async Task Each_reason_makes_a_dead_letter_with_its_bytes_and_the_window_goes_on()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        // The smallest window a broker is met with: a message that is never acknowledged would block it for good.
        await using var broker = await MosquittoServer.StartAsync("max_inflight_messages 1");
        await using var host = await FlowHost.StartAsync(
            broker, influx, "--Telemetry:Ingest:UnknownAssets=Quarantine", "--Telemetry:Mqtt:Connections=1");
        using var device = await Device.ConnectAsync(broker.Port);
        foreach (var (_, topic, payload) in Bad) await device.PublishAsync(topic, payload);
        await device.PublishAsync(Flow, "{\"ts\":1767225600000,\"flow_m3h\":17.5}");

        await Eventually.TrueAsync(
            async () => await Stored.CountInInfluxAsync(influx, "plant_flow", "flow_m3h") == 1, Patience,
            "the good reading behind them");
        var letters = (await host.GetAsync("/api/dead-letters?limit=100")).GetProperty("dead_letters").EnumerateArray()
            .ToList();
        Assert.Equal(
            Bad.Select(bad => bad.Reason).Order(StringComparer.Ordinal),
            letters.Select(letter => letter.GetProperty("reason").GetString()!).Order(StringComparer.Ordinal));
        foreach (var (reason, topic, payload) in Bad)
        {
            var letter = letters.Single(candidate => candidate.GetProperty("reason").GetString() == reason);
            Assert.Equal(topic, letter.GetProperty("topic").GetString());
            Assert.Equal(payload, letter.GetProperty("payload_text").GetString());
            Assert.Equal(payload.Length, letter.GetProperty("length").GetInt32());
            Assert.NotEmpty(letter.GetProperty("detail").GetString()!);
        }
        await Books.BalanceAsync(host);
    }
}
