using Telemetry.Rig;

namespace Telemetry.Flow.Tests.Doctor;

/// <summary>What the doctor finds at a real InfluxDB and at the embedded store.</summary>
public sealed class StoreDoctorTests
{
    [Fact]
    public async Task A_good_InfluxDB_takes_a_point_gives_it_back_and_is_left_as_it_was()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await influx.CreateDatabaseAsync("telemetry");

        var run = await DoctorRun.OfAsync(null, DoctorRun.Influx(influx));

        run.Single("store", "ok", "InfluxDB 1.");
        run.Single("store", "ok", "clock and ours agree");
        run.Single("store", "ok", "the retention policy autogen keeps everything for ever");
        run.Single("store", "ok", "read back by InfluxQL, and is removed again");
        run.NoFailure("store");
        Assert.Empty(await influx.RowsAsync("telemetry", "SELECT * FROM doctor"));
    }

    [Fact]
    public async Task A_short_retention_is_a_warning()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await influx.QueryAsync("", "CREATE DATABASE telemetry WITH DURATION 7d NAME week");

        var run = await DoctorRun.OfAsync(null, DoctorRun.Influx(influx));

        run.Single("store", "warning", "the retention policy week keeps 7 days");
        run.Single("store", "ok", "read back by InfluxQL");
    }

    [Fact]
    public async Task A_wrong_password_is_a_failure_that_names_the_options_and_not_the_password()
    {
        await using var influx = await InfluxDbServer.StartAsync(new Dictionary<string, string?>
        {
            ["INFLUXDB_HTTP_AUTH_ENABLED"] = "true",
        });
        await influx.QueryAsync("", "CREATE USER admin WITH PASSWORD 'right' WITH ALL PRIVILEGES");

        var run = await DoctorRun.OfAsync(
            null,
            [.. DoctorRun.Influx(influx), "--Telemetry:Store:InfluxDb:User=admin",
                "--Telemetry:Store:InfluxDb:Password=open-sesame"]);

        Assert.Contains(
            "User and Password", run.Single("store", "failure", "a question in InfluxQL (/query) is refused").Change,
            StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("open-sesame", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_a_warning_where_it_will_be_made_and_is_not_made_here()
    {
        await using var influx = await InfluxDbServer.StartAsync();

        var run = await DoctorRun.OfAsync(null, DoctorRun.Influx(influx));
        var strict = await DoctorRun.OfAsync(null,
            [.. DoctorRun.Influx(influx), "--Telemetry:Store:InfluxDb:CreateDatabase=false"]);

        run.Single("store", "warning", "there is no database telemetry yet");
        strict.Single("store", "failure", "there is no database telemetry");
        Assert.Equal(1, strict.ExitCode);
        var databases = await influx.QueryAsync("", "SHOW DATABASES");
        Assert.DoesNotContain("telemetry", databases.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_InfluxDB_that_is_not_there_is_a_failure()
    {
        var run = await DoctorRun.OfAsync(
            null, "--Telemetry:Store:Kind=InfluxDb",
            $"--Telemetry:Store:InfluxDb:Url=http://127.0.0.1:{FreePort.Next()}");

        run.Single("store", "failure", "does not answer");
    }

    [Fact]
    public async Task Before_the_first_start_nothing_is_made_and_nothing_is_wrong()
    {
        var run = await DoctorRun.OfAsync(null, $"--Telemetry:Broker:Port={FreePort.Next()}");

        run.Single("store", "ok", "does not exist yet");
        run.Single("broker", "ok", "is free; no host runs");
        run.NoFailure("store");
        run.NoFailure("broker");
    }

    [Fact]
    public async Task Beside_a_running_host_it_says_so_and_the_host_goes_on()
    {
        await using var host = await FlowHost.StartEmbeddedAsync();
        string[] same = [$"--Telemetry:Broker:Port={host.BrokerPort}"];

        var beside = await DoctorRun.OfAsync(host.Process.Folder, same);
        using var ready = await host.SendAsync("/health/ready");
        await host.Process.StopAsync();
        var after = await DoctorRun.OfAsync(host.Process.Folder, same);

        beside.Single("store", "ok", "in use by the running host (process ");
        beside.Single("broker", "ok", "the host is running");
        beside.NoFailure("store");
        Assert.True(ready.IsSuccessStatusCode);
        after.Single("store", "ok", "not in use");
        after.Single("store", "ok", "its pages are sound");
        after.Single("broker", "ok", "is free; no host runs");
        Assert.Empty(Directory.GetFiles(host.DataFolder, "*.probe", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_damaged_store_is_a_failure()
    {
        await using var host = await FlowHost.StartEmbeddedAsync();
        await host.Process.StopAsync();
        await File.WriteAllBytesAsync(host.Database, [.. Enumerable.Repeat((byte)'x', 8192)],
            TestContext.Current.CancellationToken);

        var run = await DoctorRun.OfAsync(host.Process.Folder, $"--Telemetry:Broker:Port={host.BrokerPort}");

        run.Single("store", "failure", "is damaged");
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task Beside_a_host_at_a_real_broker_its_session_and_its_books_stay_as_they_are()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 1000000");
        await using var host = await FlowHost.StartAsync(broker, influx, "--Telemetry:Host:Name=clinic");

        var run = await DoctorRun.OfAsync(host.Process.Folder,
            [.. DoctorRun.Broker(broker), .. DoctorRun.Influx(influx)]);

        run.NoFailure("broker");
        run.NoFailure("store");
        // Neither was a session taken, nor did a probe's message arrive as a reading.
        Assert.DoesNotContain("already connected", broker.Log, StringComparison.Ordinal);
        var status = await host.GetAsync("/api/status");
        Assert.Equal(0, status.GetProperty("intake").GetProperty("received").GetInt64());
    }
}
