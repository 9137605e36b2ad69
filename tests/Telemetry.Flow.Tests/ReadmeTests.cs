using System.Diagnostics;
using System.Text.RegularExpressions;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>What the README shows a device to do, done as it stands there.</summary>
public sealed partial class ReadmeTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_mosquitto_pub_line_appears_in_the_api_within_two_seconds()
    {
        Servers.Require("mosquitto_pub");
        await using var host = await FlowHost.StartEmbeddedAsync();
        var line = Block("sh", "mosquitto_pub").Replace(
            "-h 127.0.0.1", $"-h 127.0.0.1 -p {host.BrokerPort}", StringComparison.Ordinal);

        var output = await RunAsync("/bin/sh", "-c", line);
        await Eventually.TrueAsync(
            async () => (await host.GetAsync("/api/plants/sewage-1/meters/effluent/flow")).GetRawText().Contains(
                "1666.7", StringComparison.Ordinal),
            Soon, $"the reading in the API; {output}");
    }

    [Fact]
    public async Task The_python_device_gets_its_reading_onto_the_disk()
    {
        var python = Servers.Require("/usr/bin/python3");
        if (!Directory.Exists("/usr/lib/python3/dist-packages/paho")) Servers.Unavailable(
            "paho-mqtt is not installed (Debian and Ubuntu: apt-get install python3-paho-mqtt)");
        await using var host = await FlowHost.StartEmbeddedAsync();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("device.py"), Block("python", "paho"));

        Assert.Equal("on disk", await RunAsync(python, folder.File("device.py"), $"{host.BrokerPort}"));
        await Eventually.TrueAsync(
            async () => (await host.GetAsync("/api/plants/sewage-1/meters/effluent/flow")).GetRawText().Contains(
                "1650.25", StringComparison.Ordinal),
            Soon, "the reading in the API");
    }

    [Fact]
    public async Task The_csharp_device_gets_its_reading_onto_the_disk()
    {
        await using var host = await FlowHost.StartEmbeddedAsync();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("device.cs"), Block("csharp", "MQTTnet"));

        var output = await RunAsync("dotnet", "run", folder.File("device.cs"), "--", $"{host.BrokerPort}");
        Assert.EndsWith("on disk", output, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await host.GetAsync("/api/vehicles/vacuum-1/positions")).GetRawText().Contains(
                "30.0131", StringComparison.Ordinal),
            Soon, "the fix in the API");
    }

    private static string Block(string language, string containing)
    {
        var text = File.ReadAllText(Repository.File("README.md"));
        return Fence().Matches(text).Where(match => match.Groups[1].Value == language).Select(
            match => match.Groups[2].Value)
            .First(block => block.Contains(containing, StringComparison.Ordinal));
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start =
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, await output + await errors);
        return (await output).Trim();
    }

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
