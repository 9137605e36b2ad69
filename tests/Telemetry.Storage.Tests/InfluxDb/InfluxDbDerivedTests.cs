using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Rig;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Derived.InfluxDb;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Tests.Contract;
using Telemetry.Storage.Tests.Derived;

namespace Telemetry.Storage.Tests.InfluxDb;

public sealed class InfluxDbDerivedTests(RealInfluxDb real) : DerivedContract, IClassFixture<RealInfluxDb>
{
    protected override async Task<IContractStore> CreateSut()
    {
        var server = await real.ServerAsync();
        return await InfluxDbContractStore.OpenAsync(server.Url, TimeProvider.System, "host-1");
    }

    [Fact]
    public async Task Spans_beyond_a_hundred_take_a_request_for_each_hundred()
    {
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync([.. Enumerable.Range(0, 250).Select(i => HourRow(T0 + (i * Hour), i))], Ct);
        var before = sut.Derived.Traffic;

        var answers = await sut.Derived.ReadAsync(
            [.. Enumerable.Range(0, 250).Select(i => SeriesSpan.Of(Effluent, T0 + (i * Hour), T0 + ((i + 1) * Hour)))],
            Ct);

        Assert.Equal(Enumerable.Range(0, 250).Select(i => (double)i), answers.Select(rows => VolumeOf(rows.Single())));
        Assert.Equal(3, sut.Derived.Traffic.RoundTrips - before.RoundTrips);
    }

    [Fact]
    public async Task What_others_see_of_an_unknown_number_is_none_that_could_be_taken_for_one()
    {
        var server = await real.ServerAsync();
        var options = new InfluxDbOptions { Url = server.Url, Database = "raw-" + Guid.NewGuid().ToString("N") };
        using var sut = NewStore(options);
        await sut.WriteAsync([HourRow(T0, 63.0).Set(DerivedMeasurements.GapFromMs, T0)], Ct);

        await sut.WriteAsync([new DerivedPoint(Effluent, T0)], Ct);

        var row = Assert.Single(await server.RowsAsync(
            options.Database, "SELECT volume_m3, gap_from_ms, valid, reason FROM volume_hourly"));
        Assert.Equal(9.969209968386869e36, row[1].GetDouble());
        Assert.Equal(-9_223_372_036_854_775_806, row[2].GetInt64());
        Assert.False(row[3].GetBoolean());
        Assert.Equal("", row[4].GetString());
        Assert.Empty(await server.RowsAsync(
            options.Database, "SELECT volume_m3 FROM volume_hourly WHERE valid = true"));
    }

    [Fact]
    public async Task Derived_rows_may_live_in_a_database_that_keeps_them_longer()
    {
        var server = await real.ServerAsync();
        var name = "raw-" + Guid.NewGuid().ToString("N");
        var options = new InfluxDbOptions { Url = server.Url, Database = name, DerivedDatabase = name + "-derived" };
        using var sut = NewStore(options);
        using var reader = new InfluxDbReader(options, TimeProvider.System);
        await server.CreateDatabaseAsync(name);

        await sut.WriteAsync([HourRow(T0, 63.0)], Ct);

        Assert.Empty(await server.RowsAsync(name, "SELECT volume_m3 FROM volume_hourly"));
        Assert.Single(await server.RowsAsync(name + "-derived", "SELECT volume_m3 FROM volume_hourly"));
        Assert.Single(await sut.ReadAsync(Effluent, At(T0), At(T0 + 1), Ct));
        Assert.Single(await reader.RangeAsync(Effluent, At(T0), At(T0 + 1), 9, Ct));
        Assert.Empty(await sut.SamplesAsync(Flow, At(T0), At(T0 + Hour), Ct));
    }

    [Fact]
    public async Task Rows_older_than_the_policy_keeps_hold_up_none_of_the_others()
    {
        var server = await real.ServerAsync();
        var name = "raw-" + Guid.NewGuid().ToString("N");
        await server.CreateDatabaseAsync(name);
        await server.QueryAsync("", $"CREATE RETENTION POLICY \"short\" ON \"{name}\" DURATION 1h REPLICATION 1");
        using var sut = NewStore(
            new InfluxDbOptions { Url = server.Url, Database = name, DerivedRetentionPolicy = "short" });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        await sut.WriteAsync([HourRow(T0, 1.0), HourRow(now, 2.0), HourRow(T0 + Hour, 3.0)], Ct);

        Assert.Equal(2.0, VolumeOf(Assert.Single(await sut.ReadAsync(Effluent, At(0), At(now + 1), Ct))));
        Assert.Equal(StoreTrouble.None, sut.Condition.Trouble);
        Assert.Empty(await server.RowsAsync(name, "SELECT volume_m3 FROM volume_hourly"));
    }

    [Fact]
    public async Task A_measurement_that_somebody_else_writes_is_a_refusal_until_it_is_mended()
    {
        var server = await real.ServerAsync();
        var options = new InfluxDbOptions
        {
            Url = server.Url, Database = "raw-" + Guid.NewGuid().ToString("N"), RefusedRetry = TimeSpan.FromSeconds(1),
        };
        await server.CreateDatabaseAsync(options.Database);
        using var client = new HttpClient(new SocketsHttpHandler());
        using var theirs = new StringContent($"plant_daily,plant=x load=\"heavy\" {T0}000000\n");
        (await client.PostAsync(new Uri(server.Url, "/write?db=" + options.Database), theirs, Ct))
            .EnsureSuccessStatusCode();
        using var sut = NewStore(options);

        var writing = sut.WriteAsync(
            [HourRow(T0, 1.0), new DerivedPoint(Plant, T0).Set(DerivedMeasurements.Load, 0.5)], Ct);
        await Eventually.TrueAsync(() => sut.Condition.Trouble == StoreTrouble.Refused, TimeSpan.FromSeconds(20));
        Assert.Contains("plant_daily", sut.Condition.Detail, StringComparison.Ordinal);
        await server.QueryAsync(options.Database, "DROP MEASUREMENT plant_daily");
        await writing;

        Assert.Equal(StoreTrouble.None, sut.Condition.Trouble);
        Assert.Single(await sut.ReadAsync(Plant, At(T0), At(T0 + 1), Ct));
        Assert.Single(await sut.ReadAsync(Effluent, At(T0), At(T0 + 1), Ct));
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_loses_no_row()
    {
        await using var server = await InfluxDbServer.StartAsync();
        using var sut = NewStore(new InfluxDbOptions
        {
            Url = server.Url, FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(200),
        });
        await sut.WriteAsync([HourRow(T0, 1.0)], Ct);
        await server.KillAsync();

        var writing = sut.WriteAsync([HourRow(T0 + Hour, 2.0)], Ct);
        await Eventually.TrueAsync(() => sut.Condition.Trouble == StoreTrouble.Unreachable, TimeSpan.FromSeconds(20));
        Assert.False(writing.IsCompleted);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => sut.BeforeAsync(Effluent, At(T0), Ct));
        await server.StartAgainAsync();
        await writing;

        Assert.Equal([1.0, 2.0], (await sut.ReadAsync(Effluent, At(T0), At(T0 + Day), Ct)).Select(VolumeOf));
        Assert.Equal(StoreTrouble.None, sut.Condition.Trouble);
    }

    private static InfluxDbDerivedStore NewStore(InfluxDbOptions options) =>
        new(options, TimeProvider.System, NullLogger<InfluxDbDerivedStore>.Instance, new Random(1));
}
