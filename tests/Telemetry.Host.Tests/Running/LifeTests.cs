using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Running;

/// <summary>A host at a real broker: its registry changes, it is stopped under load, its store is down.</summary>
public sealed class LifeTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const string Topic = "sanitation/plants/sewage-1/flow/influent";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_registry_is_changed_without_touching_the_sessions_and_a_bad_edit_keeps_the_last_good_one()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var host = await RunningHost.StartAsync(_folder, broker.Port);
        var first = await host.StatusAsync();

        var text = await File.ReadAllTextAsync(host.Registry);
        await File.WriteAllTextAsync(
            host.Registry, text.Replace(
            "\"full_scale_m3h\": 3000", "\"full_scale_m3h\": 3100", StringComparison.Ordinal));
        await Eventually.TrueAsync(
            async () =>
            Version(await host.StatusAsync()) != Version(first), TimeSpan.FromSeconds(15), "the new registry");
        var second = await host.StatusAsync();
        await File.WriteAllTextAsync(host.Registry, "{ \"city\": 1 }");
        await Eventually.TrueAsync(
            async () => (await RegistryCheckAsync(host)).State == "degraded", TimeSpan.FromSeconds(15), "the refusal");

        var (status, _) = await host.ReadinessAsync();
        Assert.Equal(200, status);
        Assert.Contains(
            "the one before it stays in force", (await RegistryCheckAsync(host)).Reason, StringComparison.Ordinal);
        Assert.Equal(Version(second), Version(await host.StatusAsync()));
        Assert.Contains("[3102]", host.Process.Output, StringComparison.Ordinal);
        await host.PublishAsync((Topic, Device.Flow(1)));
        await host.BalancedAsync();
        Assert.Equal(Sessions(first), Sessions(await host.StatusAsync()));
        foreach (var connection in first.GetProperty("connections").EnumerateArray())
        {
            var name = connection.GetProperty("name").GetString();
            Assert.Equal(
                1, broker.Log.Split('\n').Count(line => line.Contains($" as {name} (", StringComparison.Ordinal)));
            Assert.DoesNotContain($"Client {name} ", broker.Log, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SigTerm)]
    [InlineData(SigInt)]
    public async Task A_stop_under_load_loses_nothing_and_leaves_the_session_at_the_broker(int signal)
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 100000");
        await using var host = await RunningHost.StartAsync(_folder, broker.Port);
        using var stop = new CancellationTokenSource();
        var count = 0;
        var load = Device.PublishUntilAsync(broker.Port, Topic, stop.Token, seen => Volatile.Write(ref count, seen));
        await Eventually.TrueAsync(() => Volatile.Read(ref count) > 300, TimeSpan.FromSeconds(30), "the load to run");

        Assert.Equal(0, Kill(host.Process.ProcessId, signal));
        Assert.Equal(0, await host.Process.WaitForExitAsync(TimeSpan.FromSeconds(25)));
        var stopped = Volatile.Read(ref count);
        await Eventually.TrueAsync(
            () => Volatile.Read(ref count) > stopped + 100, TimeSpan.FromSeconds(30), "messages while it is down");
        await stop.CancelAsync();
        var published = await load;
        await host.Process.StartAgainAsync();

        await Eventually.EqualAsync(
            published.Count, () =>
                Task.FromResult(RunningHost.Rows(host.DataFolder, "SELECT time FROM plant_flow").Count),
                TimeSpan.FromSeconds(30), "rows");
        Assert.Equal(
            published,
            RunningHost.Rows(host.DataFolder, "SELECT flow_m3h FROM plant_flow ORDER BY time").Select(
                row => Convert.ToInt32(row[0], CultureInfo.InvariantCulture)));
        await host.BalancedAsync();
        Assert.All(
            (await host.StatusAsync()).GetProperty("connections").EnumerateArray(),
            connection => Assert.True(connection.GetProperty("session_present").GetBoolean()));
    }

    [Fact]
    public async Task A_stop_with_the_store_down_does_not_hang_and_says_what_is_left()
    {
        // Nothing listens there: the store is down from the first moment on.
        await using var host = await RunningHost.StartAsync(
            _folder, null, "--Telemetry:Store:Kind=InfluxDb",
            $"--Telemetry:Store:InfluxDb:Url=http://127.0.0.1:{FreePort.Next()}");
        await host.PublishAsync((Topic, Device.Flow(1)), (Topic, Device.Flow(2)));
        await Eventually.TrueAsync(
            async () => (await host.StatusAsync()).GetProperty("store").GetProperty("state")
                .GetString() == "unreachable", TimeSpan.FromSeconds(20), "the trouble");

        Assert.Equal(0, await host.Process.StopAsync(TimeSpan.FromSeconds(10)));

        Assert.Contains("Stopping with 2 lines not yet in the store", host.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_with_a_store_that_never_answers_ends_at_its_deadline_and_not_before()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        await using var host = await RunningHost.StartAsync(
            _folder, null, "--Telemetry:Store:Kind=InfluxDb", $"--Telemetry:Store:InfluxDb:Url=http://127.0.0.1:{port}",
            "--Telemetry:Store:InfluxDb:CreateDatabase=false", "--Telemetry:Host:StopTimeout=00:00:04");
        await host.PublishAsync((Topic, Device.Flow(1)));

        Assert.Equal(0, await host.Process.StopAsync(TimeSpan.FromSeconds(15)));

        Assert.Contains("Stopping with 1 lines not yet in the store", host.Process.Output, StringComparison.Ordinal);
    }

    private static string? Version(JsonElement status) =>
        status.GetProperty("registry").GetProperty("version").GetString();

    private static string Sessions(JsonElement status) => string.Join(
        '\n', status.GetProperty("connections").EnumerateArray().Select(
            connection => $"{connection.GetProperty("name")} {connection.GetProperty("since")}"));

    private static async Task<(string State, string Reason)> RegistryCheckAsync(RunningHost host)
    {
        var check = (await host.ReadinessAsync()).Report.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "registry");
        return (check.GetProperty("state").GetString()!, check.TryGetProperty("reason", out var reason)
            ? reason.GetString() ?? "" : "");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
