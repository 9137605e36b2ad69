using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// What can happen to InfluxDB, and to the link to it, under load: devices go on being acknowledged, the status says
/// what is wrong, memory stays flat, and nothing is missing after.
/// </summary>
public sealed class StoreLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The heap may breathe; a backlog kept in memory would be more than this.</summary>
    private const long Breath = 64 * 1024 * 1024;

    private static readonly string[] Impatient =
    [
        "--Telemetry:Store:InfluxDb:WriteTimeout=00:00:02", "--Telemetry:Store:InfluxDb:ConnectTimeout=00:00:01",
        "--Telemetry:Store:InfluxDb:FirstRetry=00:00:00.05", "--Telemetry:Store:InfluxDb:LongestRetry=00:00:00.5",
        "--Telemetry:Store:InfluxDb:RefusedRetry=00:00:01",
    ];

    [Fact]
    public Task Refused_connections() => RunAsync(link => link.RefuseAsync(), "unreachable", "can't be reached");

    [Fact]
    public Task Reset_in_the_middle_of_an_answer() =>
        RunAsync(link => Do(() => link.CutAnswersAfter(20)), "unreachable", "can't be reached");

    [Fact]
    public Task A_server_that_hangs() =>
        RunAsync(link => Do(link.BlackHole), "unreachable", "gave no answer within 00:00:02");

    [Fact]
    public async Task A_line_too_slow_for_a_whole_batch_within_the_limit_goes_on_with_smaller_ones()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var link = FaultProxy.Start(influx.Port);
        await using var host = await StartAsync(link.Port);
        await using var load = Load.Start(host.BrokerPort);
        await link.RefuseAsync();
        await load.MoreAsync(8_000);
        await load.StopAsync();

        // About 600 kB wait; at 100 kB/s one request would take three times its limit of 2 s.
        link.Slow(bytesPerSecond: 100_000, latency: TimeSpan.FromMilliseconds(20));

        await load.IsAllInAsync(influx);
        await Books.BalanceAsync(host);
    }

    [Fact]
    public async Task Password_that_is_wrong_and_then_corrected_in_its_file()
    {
        using var folder = new TempFolder("password");
        var file = folder.File("password");
        await File.WriteAllTextAsync(file, "guess\n");
        await using var influx = await InfluxDbServer.StartAsync(
            new Dictionary<string, string?> { ["INFLUXDB_HTTP_AUTH_ENABLED"] = "true" });
        await influx.SignInAsync("admin", "right");
        await using var host = await StartAsync(
            influx.Port, "--Telemetry:Store:InfluxDb:User=admin", $"--Telemetry:Store:InfluxDb:PasswordFile={file}");
        await using var load = Load.Start(host.BrokerPort);
        await load.MoreAsync(2_000);
        await StateAsync(host, "refused", "User and Password (or PasswordFile)");

        await File.WriteAllTextAsync(file, "right\n");

        await EndAsync(host, load, influx);
    }

    [Fact]
    public async Task Database_dropped_while_running_is_created_again()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var host = await StartAsync(influx.Port);
        await influx.QueryAsync("", "DROP DATABASE \"telemetry\"");

        await using var load = Load.Start(host.BrokerPort);
        await load.MoreAsync(4_000);

        await EndAsync(host, load, influx);
    }

    [Fact]
    public async Task Database_that_a_person_must_create_is_waited_for()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var host = await StartAsync(influx.Port, "--Telemetry:Store:InfluxDb:CreateDatabase=false");
        await using var load = Load.Start(host.BrokerPort);
        await load.MoreAsync(2_000);
        await StateAsync(host, "refused", "database not found: \"telemetry\". Create it");

        await influx.CreateDatabaseAsync("telemetry");

        await EndAsync(host, load, influx);
    }

    private static async Task RunAsync(Func<FaultProxy, Task> fault, string state, string words)
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var link = FaultProxy.Start(influx.Port);
        await using var host = await StartAsync(link.Port);
        await using var load = Load.Start(host.BrokerPort);
        await load.MoreAsync(2_000);
        var before = host.ResidentBytes();
        await fault(link);
        await StateAsync(host, state, words);
        await load.MoreAsync(4_000);
        var after = host.ResidentBytes();
        link.Pass();
        await EndAsync(host, load, influx);
        Assert.True(after - before < Breath, $"resident memory went from {before:N0} to {after:N0} bytes");
    }

    private static async Task EndAsync(FlowHost host, Load load, InfluxDbServer influx)
    {
        await load.StopAsync();
        await Books.BalanceAsync(host);
        await load.IsAllInAsync(influx);
        await StateAsync(host, "ok", "");
    }

    private static Task<FlowHost> StartAsync(int storePort, params string[] extra) => FlowHost.StartEmbeddedAsync(
    [
        "--Telemetry:Store:Kind=InfluxDb", $"--Telemetry:Store:InfluxDb:Url=http://127.0.0.1:{storePort}",
        "--Telemetry:Store:InfluxDb:Database=telemetry", .. Impatient, .. extra,
    ]);

    private static async Task StateAsync(FlowHost host, string state, string words)
    {
        (string State, string Detail) seen = default;
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    seen = await host.StoreAsync();
                    return seen.State == state && seen.Detail.Contains(words, StringComparison.Ordinal);
                },
                Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"the store should be {state} ({words}); it is {seen.State} ({seen.Detail})");
        }
    }

    private static Task Do(Action fault)
    {
        fault();
        return Task.CompletedTask;
    }
}
