using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Stores.Sqlite;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Sqlite;

public sealed class SqliteSweepTests
{
    private static readonly DateTimeOffset Now = new(2009, 12, 31, 16, 0, 0, TimeSpan.Zero);
    private static readonly Series Influent = new(Measurements.PlantFlow, "influent", "sewage-1");
    private static readonly Series Outlet = new(Measurements.PlantQuality, "sewage-1", "outlet");
    private static readonly Series Truck = new(Measurements.VehiclePosition, "truck-7");

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly ContractBook _book = new(Guid.NewGuid());

    [Fact]
    public async Task Sweep_removes_what_is_older_than_it_is_kept_and_nothing_else()
    {
        await using var sut = await CreateSut(o => o.RetentionRaw = TimeSpan.FromDays(10));
        await Write(sut, Flow(Now - TimeSpan.FromDays(10) - TimeSpan.FromMilliseconds(1)));
        await Write(sut, Flow(Now - TimeSpan.FromDays(10)), Flow(Now - TimeSpan.FromDays(1)));

        var removed = await sut.Store.SweepAsync(Now, CancellationToken.None);

        Assert.Equal(1, removed);
        Assert.Equal([Now - TimeSpan.FromDays(10), Now - TimeSpan.FromDays(1)], await Times(sut, Influent));
    }

    [Fact]
    public async Task Sweep_of_many_points_in_many_series_goes_on_to_the_end()
    {
        await using var sut = await CreateSut(o => o.RetentionRaw = TimeSpan.FromDays(3));
        var old = Now - TimeSpan.FromDays(5);
        // 12,001 in one series, more than two steps; 700 series with one each, more than one step.
        await Write(sut, [.. Enumerable.Range(0, 12_001).Select(i => Flow(old + TimeSpan.FromSeconds(i)))]);
        await Write(sut, [.. Enumerable.Range(0, 700).Select(i => Line.Of(
            new Series(Measurements.VehiclePosition, "truck-" + i), Ms(old), ("lat", 30.0), ("flags", 0L)))]);
        await Write(sut, Flow(Now));

        var removed = await sut.Store.SweepAsync(Now, CancellationToken.None);

        Assert.Equal(12_701, removed);
        Assert.Equal([Now], await Times(sut, Influent));
        Assert.Equal(0, await sut.Store.SweepAsync(Now, CancellationToken.None));
    }

    [Fact]
    public async Task Sweep_takes_the_open_parameters_with_their_point()
    {
        await using var sut = await CreateSut(o => o.RetentionRaw = TimeSpan.FromDays(3));
        await Write(
            sut,
            Line.Of(Outlet, Ms(Now - TimeSpan.FromDays(4)), ("cod_mgl", 30.0), ("ph", 7.0), ("flags", 0L)),
            Line.Of(Outlet, Ms(Now), ("cod_mgl", 31.0), ("flags", 0L)));

        Assert.Equal(1, await sut.Store.SweepAsync(Now, CancellationToken.None));

        Assert.Equal(1, await Count(sut, new FieldDefinition("cod_mgl", FieldType.Float)));
        Assert.Equal(0, await Count(sut, new FieldDefinition("ph", FieldType.Float)));
    }

    [Fact]
    public async Task Sweep_keeps_changes_for_their_own_time_by_the_moment_of_writing()
    {
        await using var sut = await CreateSut(o =>
        {
            o.RetentionRaw = null;
            o.RetentionChanges = TimeSpan.FromDays(2);
        });
        await Write(sut, Flow(Now - TimeSpan.FromDays(300)));
        _clock.Advance(TimeSpan.FromDays(3));
        await Write(sut, Flow(Now - TimeSpan.FromDays(299)));

        Assert.Equal(1, await sut.Store.SweepAsync(_clock.GetUtcNow(), CancellationToken.None));

        Assert.Equal(2, (await Times(sut, Influent)).Length);
        Assert.Single(await Times(sut, new Series(Measurements.Changes, "influent/sewage-1", "host-1", "plant_flow")));
    }

    [Fact]
    public async Task Sweep_keeps_a_measurement_for_the_time_that_is_its_own()
    {
        await using var sut = await CreateSut(o =>
        {
            o.RetentionRaw = TimeSpan.FromDays(30);
            o.Retention["vehicle_position"] = TimeSpan.FromDays(2);
        });
        await Write(
            sut, Flow(Now - TimeSpan.FromDays(5)), Line.Of(
                Truck, Ms(Now - TimeSpan.FromDays(5)), ("lat", 30.0), ("flags", 0L)));

        Assert.Equal(1, await sut.Store.SweepAsync(Now, CancellationToken.None));

        Assert.Single(await Times(sut, Influent));
        Assert.Empty(await Times(sut, Truck));
    }

    [Fact]
    public async Task Sweep_by_default_keeps_readings_400_days()
    {
        await using var sut = await CreateSut(_ => { });
        await Write(sut, Flow(Now - TimeSpan.FromDays(401)), Flow(Now - TimeSpan.FromDays(399)));

        await sut.Store.SweepAsync(Now, CancellationToken.None);

        Assert.Equal([Now - TimeSpan.FromDays(399)], await Times(sut, Influent));
    }

    [Fact]
    public async Task Sweep_and_batches_at_the_same_time_lose_nothing()
    {
        await using var sut = await CreateSut(o => o.RetentionRaw = TimeSpan.FromDays(3));
        var old = Now - TimeSpan.FromDays(5);
        await Write(sut, [.. Enumerable.Range(0, 30_000).Select(i => Flow(old + TimeSpan.FromSeconds(i)))]);

        var sweep = sut.Store.SweepAsync(Now, CancellationToken.None);
        for (var i = 0; i < 20; i++) await Write(sut, Flow(Now - TimeSpan.FromSeconds(i)));

        Assert.Equal(30_000, await sweep);
        Assert.Equal(20, (await Times(sut, Influent)).Length);
    }

    private Task<SqliteContractStore> CreateSut(Action<SqliteOptions> configure) =>
        SqliteContractStore.OpenAsync(_clock, configure: configure);

    private async Task Write(SqliteContractStore sut, params string[] lines)
    {
        var receipt = await sut.Store.WriteAsync(_book.Next(lines), new RejectedInMemory(), CancellationToken.None);
        Assert.Equal(lines.Length, receipt.Stored);
    }

    private static string Flow(DateTimeOffset time) => Line.Of(Influent, Ms(time), ("flow_m3h", 1.0), ("flags", 0L));

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static async Task<DateTimeOffset[]> Times(SqliteContractStore sut, Series series) =>
        [.. (await sut.Reader.RangeAsync(
            series, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None))
            .Select(p => p.Time)];

    private static Task<long> Count(SqliteContractStore sut, FieldDefinition field) => sut.Reader.CountAsync(
        Measurements.PlantQuality, field, new Dictionary<string, string>(), DateTimeOffset.UnixEpoch,
        DateTimeOffset.MaxValue, CancellationToken.None);
}
