using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Readings;
using Telemetry.Rig;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>What a real InfluxDB 1.x refuses for good, and what it does while it is down.</summary>
public sealed class RealServerTests : IDisposable
{
    private const long T0 = 1_235_836_800_000;
    private static readonly Series Influent = new(Measurements.PlantFlow, "influent", "sewage-1");

    private readonly TempFolder _folder = new("influxdb-cursor");
    private readonly RejectedInMemory _rejected = new();
    private readonly ContractBook _book = new(Guid.NewGuid());

    [Fact]
    public async Task Every_kind_of_bad_line_among_thousands_is_found_and_the_others_are_stored()
    {
        await using var server = await InfluxDbServer.StartAsync();
        await using var sut = await OpenAsync(new InfluxDbOptions { Url = server.Url });
        await WriteAsync(
            sut, Flow(0), Line.Of(new Series(Measurements.Weighing, "f", "sludge", "-"), T0, ("net_kg", 5.0)));
        var lines = Enumerable.Range(1, 5000).Select(i => Flow(i)).ToArray();
        lines[10] = $"{Influent.Key} flow_m3h=\"fast\" {T0}";
        lines[1234] = $"{Influent.Key} flow_m3h= {T0}";
        lines[1235] = "no line at all";
        lines[2500] = $"weighing,facility=f,material=sludge,scale=- net_kg=5i {T0}";
        lines[4000] = $"{Influent.Key} time=5 {T0}";
        lines[4999] = $"{Influent.Key} flow_m3h=1 99999999999999";

        var receipt = await WriteAsync(sut, lines);

        Assert.Equal(new StoreReceipt(4994, 6), receipt);
        Assert.Equal(
            [lines[10], lines[1234], lines[1235], lines[2500], lines[4000], lines[4999]], _rejected.Lines.Select(
                r => r.Line));
        Assert.Equal(
            ["field type conflict", "missing field value", "invalid field format", "field type conflict",
                "invalid field name", "time outside range"],
            _rejected.Lines.Select(r => Words.First(w => r.Detail.Contains(w, StringComparison.Ordinal))));
        var count = Assert.Single(await server.RowsAsync("telemetry", "SELECT count(flow_m3h) FROM plant_flow"));
        Assert.Equal(1 + 4994, count[1].GetInt64());
    }

    [Fact]
    public async Task Readings_before_the_retention_policy_are_set_aside_in_one_request()
    {
        await using var server = await InfluxDbServer.StartAsync();
        await server.CreateDatabaseAsync("telemetry");
        await server.QueryAsync("", "CREATE RETENTION POLICY \"short\" ON \"telemetry\" DURATION 1h REPLICATION 1");
        await using var sut = await OpenAsync(new InfluxDbOptions { Url = server.Url, RetentionPolicy = "short" });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        var receipt = await WriteAsync(sut, Flow(0), Flow(1), Flow(now - T0), Flow(2), Flow(now - T0 + 1));

        Assert.Equal(new StoreReceipt(2, 3), receipt);
        Assert.All(
            _rejected.Lines, r => Assert.Contains("beyond retention policy", r.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_series_too_many_is_set_aside_and_the_known_ones_go_on()
    {
        await using var server = await InfluxDbServer.StartAsync(
            new Dictionary<string, string?> { ["INFLUXDB_DATA_MAX_VALUES_PER_TAG"] = "5",
                ["INFLUXDB_DATA_INDEX_VERSION"] = "inmem" });
        await using var sut = await OpenAsync(new InfluxDbOptions { Url = server.Url });
        var trucks = Enumerable.Range(0, 5).Select(i => Truck(i, 0)).ToArray();
        await WriteAsync(sut, trucks);

        var receipt = await WriteAsync(sut, [Truck(0, 1), Truck(77, 1), Truck(88, 1), Truck(3, 1)]);

        Assert.Equal(new StoreReceipt(2, 2), receipt);
        Assert.Equal([Truck(77, 1), Truck(88, 1)], _rejected.Lines.Select(r => r.Line));
        Assert.All(_rejected.Lines, r => Assert.Contains("max-values-per-tag", r.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CompressionLevel.Fastest)]
    public async Task A_server_that_takes_small_bodies_only_gets_small_ones(CompressionLevel? gzip)
    {
        // It answers 413 and closes while most of the body is still on its way.
        await using var server = await InfluxDbServer.StartAsync(
            new Dictionary<string, string?> { ["INFLUXDB_HTTP_MAX_BODY_SIZE"] = "100000" });
        await using var sut = await OpenAsync(
            new InfluxDbOptions { Url = server.Url, Gzip = gzip, FirstRetry = TimeSpan.FromMilliseconds(20) });

        var receipt = await WriteAsync(sut, [.. Enumerable.Range(0, 40_000).Select(i => Flow(i))])
            .WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(new StoreReceipt(40_000, 0), receipt);
        var count = Assert.Single(await server.RowsAsync("telemetry", "SELECT count(flow_m3h) FROM plant_flow"));
        Assert.Equal(40_000, count[1].GetInt64());
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_loses_nothing()
    {
        await using var server = await InfluxDbServer.StartAsync();
        await using var sut = await OpenAsync(new InfluxDbOptions
        {
            Url = server.Url, FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(200),
        });
        for (var batch = 0; batch < 5; batch++) await WriteAsync(sut, Batch(batch));
        await server.KillAsync();

        var writing = WriteAsync(sut, Batch(5));
        await Eventually.TrueAsync(() => sut.Condition.Trouble == StoreTrouble.Unreachable, TimeSpan.FromSeconds(20));
        Assert.False(writing.IsCompleted);
        await server.StartAgainAsync();
        await writing;

        var count = Assert.Single(await server.RowsAsync("telemetry", "SELECT count(flow_m3h) FROM plant_flow"));
        Assert.Equal(600, count[1].GetInt64());
        Assert.Equal(StoreTrouble.None, sut.Condition.Trouble);
        Assert.Equal(600, (await sut.LoadCursorAsync(CancellationToken.None))!.Stored);
    }

    [Fact]
    public async Task With_accounts_a_wrong_password_is_a_refusal_and_the_right_one_writes_and_reads()
    {
        await using var guarded = await InfluxDbServer.StartAsync(
            new Dictionary<string, string?> { ["INFLUXDB_HTTP_AUTH_ENABLED"] = "true" });
        using var client = new HttpClient(new SocketsHttpHandler());
        using var form = new FormUrlEncodedContent(
            [new("q", "CREATE USER \"admin\" WITH PASSWORD 'pässwörd: 1' WITH ALL PRIVILEGES")]);
        (await client.PostAsync(new Uri(guarded.Url, "/query"), form)).EnsureSuccessStatusCode();
        var right = new InfluxDbOptions { Url = guarded.Url, User = "admin", Password = "pässwörd: 1" };
        await using var wrong = await OpenAsync(
            new InfluxDbOptions { Url = guarded.Url, User = "admin", Password = "guess" });
        using var stop = new CancellationTokenSource();

        var refused = wrong.WriteAsync(_book.Next(Flow(0)), _rejected, stop.Token);
        await Eventually.TrueAsync(() => wrong.Condition.Trouble == StoreTrouble.Refused, TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refused);

        await using var sut = await OpenAsync(right);
        using var reader = new InfluxDbReader(right, TimeProvider.System);
        await WriteAsync(sut, Flow(0));
        Assert.Single(
            await reader.LatestAsync(Measurements.PlantFlow, new Dictionary<string, string>(), CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();

    private static readonly string[] Words =
        ["field type conflict", "missing field value", "invalid field format", "invalid field name",
            "time outside range"];

    private async Task<InfluxDbStore> OpenAsync(InfluxDbOptions options)
    {
        var store = new InfluxDbStore(
            options, TestCursor.In(_folder), TimeProvider.System, NullLogger<InfluxDbStore>.Instance, new Random(1));
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private Task<StoreReceipt> WriteAsync(InfluxDbStore sut, params string[] lines) =>
        sut.WriteAsync(_book.Next(lines), _rejected, CancellationToken.None);

    private static string[] Batch(int number) => [.. Enumerable.Range(number * 100, 100).Select(i => Flow(i))];

    private static string Flow(long afterMs) =>
        Line.Of(Influent, T0 + afterMs, ("flow_m3h", 100.5), ("q", "N"), ("flags", 0L));

    private static string Truck(int number, long afterMs) => Line.Of(
        new Series(Measurements.VehiclePosition, $"truck-{number}"), T0 + afterMs, ("lat", 30.0), ("lon", 122.0), (
            "flags", 0L));
}
