using System.Globalization;
using Microsoft.Data.Sqlite;
using Telemetry.Domain.Readings;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Running;

/// <summary>Commands against a host that runs, and one that doesn't.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Meter = "sanitation/plants/sewage-1/flow/new-meter";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dead_letters_are_found_shown_and_replayed_after_the_registry_was_mended()
    {
        await using var host = await RunningHost.StartAsync(
            _folder, null, "--Telemetry:Ingest:UnknownAssets=Quarantine");
        await host.PublishAsync(
            (Meter, Device.Flow(1)), (Meter, Device.Flow(2)), ("sanitation/plants/sewage-1/flow/influent", "{\"ts\":"),
            ("sanitation/plants/atlantis/flow/m", Device.Flow(3)));

        Assert.Equal(4, await CountAsync(host));
        Assert.Equal(3, await CountAsync(host, "--reason=unknown_asset"));
        Assert.Equal(2, await CountAsync(host, "--topic=sanitation/plants/+/flow/new-meter"));
        Assert.Equal(3, await CountAsync(host, "--topic=sanitation/plants/sewage-1/#"));
        Assert.Equal(1, await CountAsync(host, "--limit=1"));
        Assert.Equal(0, await CountAsync(host, "--from=2100-01-01T00:00:00Z"));
        Assert.Equal(0, await CountAsync(host, "--to", "2001-01-01T00:00:00+08:00"));

        var listed = (await host.CommandAsync("dead-letters", "list", "--reason=malformed")).Output.Trim();
        Assert.Contains("malformed", listed, StringComparison.Ordinal);
        var shown = await host.CommandAsync("dead-letters", "show", listed.Split(' ')[0]);
        Assert.Equal(0, shown.ExitCode);
        Assert.EndsWith("{\"ts\":", shown.Output.Trim(), StringComparison.Ordinal);
        Assert.Equal(2, (await host.CommandAsync("dead-letters", "show", "77-0")).ExitCode);

        var again = await host.CommandAsync("dead-letters", "replay", "--topic=sanitation/plants/atlantis/#");
        Assert.StartsWith("1 replayed, 1 of them rejected again, 0 can't", again.Output, StringComparison.Ordinal);
        Assert.Equal(5, await CountAsync(host));

        var version = await VersionAsync(host);
        await MendRegistryAsync(host);
        await Eventually.TrueAsync(
            async () => await VersionAsync(host) != version, TimeSpan.FromSeconds(15), "the mended registry");
        var replayed = await host.CommandAsync("dead-letters", "replay", "--reason=unknown_asset", $"--topic={Meter}");
        Assert.StartsWith("2 replayed, 0 of them rejected again", replayed.Output, StringComparison.Ordinal);
        Assert.Equal(0, replayed.ExitCode);

        await host.BalancedAsync();
        var rows = RunningHost.Rows(host.DataFolder, "SELECT flow_m3h, flags FROM plant_flow ORDER BY time");
        Assert.Equal([1.0, 2.0], rows.Select(row => Convert.ToDouble(row[0], CultureInfo.InvariantCulture)));
        Assert.All(rows, row => Assert.Equal((long)ReadingFlags.Replayed, row[1]));
        var letters = (await host.CommandAsync("dead-letters", "list", $"--topic={Meter}")).Output.Trim().Split('\n');
        Assert.All(letters, line => Assert.EndsWith("(replayed)", line, StringComparison.Ordinal));
        Assert.Equal(
            "Nothing to replay.", (await host.CommandAsync("dead-letters", "replay", $"--topic={Meter}"))
            .Output.Trim());
        Assert.Equal(1, (await host.CommandAsync("dead-letters", "replay", "no-such-letter")).ExitCode);
    }

    [Fact]
    public async Task Resend_brings_back_what_the_store_lost_and_backup_and_restore_keep_everything()
    {
        await using var host = await RunningHost.StartAsync(_folder, null);
        using var stop = new CancellationTokenSource();
        var count = 0;
        var load = Device.PublishUntilAsync(
            host.BrokerPort, "sanitation/plants/sewage-1/flow/influent", stop.Token, seen =>
                Volatile.Write(ref count, seen));
        await Eventually.TrueAsync(() => Volatile.Read(ref count) > 200, TimeSpan.FromSeconds(30), "the load to run");
        var before = Volatile.Read(ref count);
        var backup = await host.CommandAsync("backup", "copy.zip");
        Assert.True(backup.ExitCode == 0, backup.Output);
        await stop.CancelAsync();
        var acknowledged = await load;
        var books = (await host.BalancedAsync()).GetProperty("stored").GetRawText();

        Delete(host.DataFolder, "DELETE FROM plant_flow WHERE time < 1767225600100");
        Assert.Equal(acknowledged.Count - 100, Flows(host.DataFolder).Count);
        var resent = await host.CommandAsync("resend", "--from", "2026-01-01T00:00:00Z");
        Assert.Equal($"{acknowledged.Count} lines written once more.", resent.Output.Trim());
        Assert.Equal(acknowledged, Flows(host.DataFolder));
        Assert.Equal(books, (await host.BalancedAsync()).GetProperty("stored").GetRawText());

        var refused = await host.CommandAsync("restore", "copy.zip", "--replace");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("a host runs in", Assert.Single(refused.Errors.Trim().Split('\n')), StringComparison.Ordinal);
        var second = await host.CommandAsync(
            $"--Telemetry:Web:Url=http://127.0.0.1:{FreePort.Next()}", $"--Telemetry:Broker:Port={FreePort.Next()}");
        Assert.Equal(2, second.ExitCode);
        Assert.Contains(
            "is in use by another running host", Assert.Single(second.Errors.Trim().Split('\n')),
            StringComparison.Ordinal);
        Assert.Equal(0, await host.Process.StopAsync());

        var restored = await host.CommandAsync("restore", "copy.zip", "--to", "new");
        Assert.True(restored.ExitCode == 0, restored.Output);
        await using var other = await RunningHost.StartAsync(_folder, null, "--Telemetry:Host:DataFolder=new");
        await other.BalancedAsync();
        var rows = Flows(_folder.File("new"));
        Assert.InRange(rows.Count, before, acknowledged.Count);
        Assert.Equal(acknowledged.Take(rows.Count), rows);
    }

    [Fact]
    public async Task A_request_to_a_host_that_is_down_is_done_at_its_next_start()
    {
        await using var host = await RunningHost.StartAsync(_folder, null);
        await host.PublishAsync(("sanitation/plants/sewage-1/flow/influent", Device.Flow(7)));
        await host.BalancedAsync();
        Assert.Equal(0, await host.Process.StopAsync());
        Delete(host.DataFolder, "DELETE FROM plant_flow");

        var asked = await host.CommandAsync("resend", "--from", "2026-01-01T00:00:00Z");
        Assert.Equal(0, asked.ExitCode);
        Assert.Contains("done at its next start", asked.Output, StringComparison.Ordinal);
        await host.Process.StartAgainAsync();

        await Eventually.TrueAsync(
            () => Flows(host.DataFolder).SequenceEqual([7]), TimeSpan.FromSeconds(15), "the row to come back");
        await host.BalancedAsync();
    }

    [Fact]
    public async Task A_hashed_password_opens_the_embedded_broker()
    {
        var hashed = await HostProcess.RunAsync(["password"], folder: _folder.Path, input: "correct horse\n");
        Assert.Equal(0, hashed.ExitCode);
        Assert.DoesNotContain("horse", hashed.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            _folder.File("users"), $"sewage-1:{hashed.Output.Trim()}:sanitation/plants/%u/#\n");
        await using var host = await RunningHost.StartAsync(_folder, null, "--Telemetry:Broker:UsersFile=users");

        await using (var device = await Device.ConnectAsync(host.BrokerPort, "sewage-1", "correct horse"))
            await device.PublishAsync("sanitation/plants/sewage-1/flow/influent", Device.Flow(1));

        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            async () => await Device.ConnectAsync(host.BrokerPort, "sewage-1", "wrong horse"));
        await host.BalancedAsync();
        Assert.Equal([1], Flows(host.DataFolder));
        Assert.DoesNotContain("horse", host.Process.Output, StringComparison.Ordinal);
    }

    private static async Task<int> CountAsync(RunningHost host, params string[] filters)
    {
        var outcome = await host.CommandAsync(["dead-letters", "list", .. filters]);
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        return outcome.Output.StartsWith("No dead letters", StringComparison.Ordinal)
            ? 0 : outcome.Output.Trim().Split('\n').Length;
    }

    private static async Task<string?> VersionAsync(RunningHost host) =>
        (await host.StatusAsync()).GetProperty("registry").GetProperty("version").GetString();

    private static async Task MendRegistryAsync(RunningHost host)
    {
        const string Before =
            "\"id\": \"bypass\", \"role\": \"bypass\", \"name\": { \"en\": \"Storm overflow\", \"zh\": \"溢流\" },\n     "
            + "     \"full_scale_m3h\": 2000";
        var text = await File.ReadAllTextAsync(host.Registry);
        Assert.Contains(Before, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            host.Registry,
            text.Replace(
                Before, Before.Replace("\"id\": \"bypass\"", "\"id\": \"new-meter\"", StringComparison.Ordinal),
                StringComparison.Ordinal));
    }

    private static List<int> Flows(string dataFolder) =>
        [.. RunningHost.Rows(dataFolder, "SELECT flow_m3h FROM plant_flow ORDER BY time").Select(
            row => Convert.ToInt32(row[0], CultureInfo.InvariantCulture))];

    private static void Delete(string dataFolder, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(dataFolder, "telemetry.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
