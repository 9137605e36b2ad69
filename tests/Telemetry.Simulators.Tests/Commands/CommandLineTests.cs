using Telemetry.Rig;
using Telemetry.Simulators.Commands;

namespace Telemetry.Simulators.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--qos: 7", "load", "--qos", "7")]
    [InlineData("--duration: 'soon'", "load", "--duration", "soon")]
    [InlineData("--broker: 'x:y'", "load", "--broker", "x:y")]
    [InlineData("--registry: Could not find", "city", "--registry", "/nowhere/at/all.json")]
    [InlineData("'--registry' is required", "city")]
    [InlineData("loud", "loud")]
    [InlineData(
        "--time-zone: 'Mars'", "replay", "--file", "a", "--topic", "b", "--time-column", "c", "--map", "q=q",
        "--time-zone", "Mars")]
    [InlineData(
        "--map: 'nonsense'", "replay", "--file", "a", "--topic", "b", "--time-column", "c", "--map", "nonsense")]
    [InlineData("--topic: 'a/#'", "replay", "--file", "a", "--topic", "a/#", "--time-column", "c", "--map", "q=q")]
    [InlineData(
        "--speed: 'fast'", "replay", "--file", "a", "--topic", "b", "--time-column", "c", "--map", "q=q", "--speed",
        "fast")]
    [InlineData(
        "Could not find file", "replay", "--file", "/nowhere.csv", "--topic", "b", "--time-column", "c", "--map",
        "q=q")]
    public async Task A_bad_option_is_one_line_and_exit_code_2(string said, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task No_broker_is_one_line_and_exit_code_1()
    {
        var (code, _, errors) = await RunAsync("load", "--broker", $"127.0.0.1:{FreePort.Next()}");

        Assert.Equal(1, code);
        Assert.Contains("Connection refused", errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Replay_says_rows_read_sent_acknowledged_and_skipped()
    {
        await using var broker = await MosquittoServer.StartAsync();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("a.csv"), "t,v\n2025-01-01T00:00:00Z,1\n2025-01-01T00:01:00Z,\n");

        var (code, output, _) = await RunAsync(
            "replay", "--broker", $"127.0.0.1:{broker.Port}", "--file", folder.File("a.csv"), "--topic",
            "sanitation/plants/p/flow/m",
            "--time-column", "t", "--map", "flow_m3h=v:MGD", "--shift", "+1d");

        Assert.Equal(0, code);
        Assert.Contains(
            "rows read 2, sent 1, acknowledged 1, refused 0, skipped 1 (blank 1, filtered 0, wrong 0)", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_with_wrong_rows_sends_the_rest_and_ends_with_code_1()
    {
        await using var broker = await MosquittoServer.StartAsync();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("a.csv"), "t,v\n2025-01-01T00:00:00Z,1\nnever,2\n");

        var (code, output, _) = await RunAsync(
            "replay", "--broker", $"127.0.0.1:{broker.Port}", "--file", folder.File("a.csv"), "--topic", "a",
            "--time-column", "t", "--map", "flow_m3h=v");

        Assert.Equal(1, code);
        Assert.Contains("row 2: 'never'", output, StringComparison.Ordinal);
        Assert.Contains("acknowledged 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_says_rate_latency_and_errors()
    {
        await using var broker = await MosquittoServer.StartAsync();

        var (code, output, _) = await RunAsync(
            "load", "--broker", $"127.0.0.1:{broker.Port}", "--messages", "200", "--payload", "position",
            "--connections", "2");

        Assert.Equal(0, code);
        Assert.Contains("sent 200, acknowledged 200, refused 0, unknown 0", output, StringComparison.Ordinal);
        Assert.Contains("msg/s", output, StringComparison.Ordinal);
        Assert.Contains("p99.9", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task City_sends_a_window_and_ends()
    {
        await using var broker = await MosquittoServer.StartAsync();
        var registry = Repository.File("ingest", "Telemetry.Host", "cities", "zhoushan-2009.json");

        var (code, output, _) = await RunAsync(
            "city", "--registry", registry, "--broker", $"127.0.0.1:{broker.Port}", "--from",
            "2009-06-01T00:00:00+08:00",
            "--until", "2009-06-01T02:00:00+08:00");

        Assert.Equal(0, code);
        Assert.Contains("100 %", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, errors, TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
