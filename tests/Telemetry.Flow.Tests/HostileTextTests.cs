using System.Text;
using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// Texts of every kind from a device's JSON into a real InfluxDB and back: as they were, except that a control
/// character is a space and the reading says so.
/// </summary>
public sealed class HostileTextTests
{
    private const int Texts = 2_000;
    private const int InOneMessage = 50;
    private const long ControlsReplaced = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Pieces =
    [
        "\"", "\\", "\\\\", "\\\"", "'", ",", "=", " ", "  ", "#", "\n", "\r\n", "\t", "\0", "\u001b[31m", "\u007f",
        "\u0085",
        "\u009f", "\u00a0", "\u2028", "\u202e", "\ufeff", "污水", "提升泵故障", "🚛", "👩🏽‍🔧", "é", "e\u0301", "a", "Z", "0",
        "i", "1i", "=\"", "\",x=\"", "\\n", "%s", "${x}", "{", "}", "/*",
        "--", "; DROP DATABASE \"telemetry\"", " 1780272000000", "plant_flow,meter=a flow_m3h=1",
    ];

    [Fact]
    public async Task Every_text_comes_out_of_InfluxDB_as_it_was_sent()
    {
        var random = new Random(20260302);
        var firstMs = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var sent = Enumerable.Range(0, Texts).ToDictionary(number => firstMs + number, _ => MakeUp(random));
        await using var influx = await InfluxDbServer.StartAsync();
        await using var host = await FlowHost.StartEmbeddedAsync(
            "--Telemetry:Store:Kind=InfluxDb", $"--Telemetry:Store:InfluxDb:Url={influx.Url}",
            "--Telemetry:Store:InfluxDb:Database=telemetry");
        using var device = await Device.ConnectAsync(host.BrokerPort);

        foreach (var part in sent.Chunk(InOneMessage))
        {
            var objects = part.Select(text => new { ts = text.Key, state = "fault", message = text.Value });
            await device.PublishAsync("sanitation/plants/污水厂-1/status", JsonSerializer.Serialize(objects));
        }

        await Eventually.EqualAsync(
            Texts, () => Stored.CountInInfluxAsync(influx, "plant_status", "message"), Patience);
        var rows = await influx.RowsAsync(
            "telemetry",
            "SELECT \"message\", \"flags\" FROM \"plant_status\" WHERE \"plant\"='污水厂-1' AND \"unit\"='-'");
        Assert.Equal(Texts, rows.Count);
        foreach (var row in rows)
        {
            var text = sent[row[0].GetInt64()];
            Assert.Equal(WithSpaces(text), row[1].GetString());
            Assert.Equal(text.Any(char.IsControl) ? ControlsReplaced : 0, row[2].GetInt64() & ControlsReplaced);
        }
        await Books.BalanceAsync(host);
    }

    private static string MakeUp(Random random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(1, 9); n > 0; n--) text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static string WithSpaces(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
