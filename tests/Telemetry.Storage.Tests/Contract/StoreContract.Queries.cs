using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;

namespace Telemetry.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    [Fact]
    public async Task Every_question_to_an_empty_store_has_an_empty_answer()
    {
        await using var sut = await CreateSut();
        var ct = CancellationToken.None;

        Assert.Empty(await sut.Reader.LatestAsync(Measurements.PlantFlow, AnyTags, ct));
        Assert.Empty(await sut.Reader.RangeAsync(Influent, At(T0), At(T0 + Hour), 10, ct));
        Assert.Empty(await sut.Reader.DownsampleAsync(
            Influent, Measurements.FlowM3H, At(T0), At(T0 + Hour), TimeSpan.FromMinutes(5), ct));
        Assert.Empty(await sut.Reader.BetweenAsync(Influent, Measurements.FlowM3H, [At(T0), At(T0 + Hour)], ct));
        Assert.Equal(0, await sut.Reader.CountAsync(
            Measurements.PlantFlow, Measurements.FlowM3H, AnyTags, At(T0), At(T0 + Hour), ct));
    }

    [Fact]
    public async Task Latest_is_the_newest_point_of_each_series_whatever_came_last()
    {
        await using var sut = await CreateSut();
        await Write(
            sut,
            Line.Of(Influent, T0 + 1000, ("flow_m3h", 2.0), ("flags", 0L)),
            Line.Of(Influent, T0, ("flow_m3h", 1.0), ("total_m3", 50.0), ("flags", 0L)),
            Line.Of(Effluent, T0 + 5, ("flow_m3h", 3.0), ("flags", 0L)));

        var latest = await sut.Reader.LatestAsync(Measurements.PlantFlow, AnyTags, CancellationToken.None);

        Assert.Equal(
            [(Effluent.Key, At(T0 + 5), 3.0), (Influent.Key, At(T0 + 1000), 2.0)],
            latest.Select(p => (p.Series.Key, p.Time, (double)p.Values["flow_m3h"])).Order());
    }

    [Fact]
    public async Task Latest_fills_no_field_from_an_older_point()
    {
        await using var sut = await CreateSut();
        await Write(
            sut,
            Line.Of(Influent, T0, ("flow_m3h", 1.0), ("total_m3", 50.0), ("flags", 0L)),
            Line.Of(Influent, T0 + 1000, ("flow_m3h", 2.0), ("flags", 0L)));

        var point = Assert.Single(
            await sut.Reader.LatestAsync(Measurements.PlantFlow, AnyTags, CancellationToken.None));

        Assert.Equal(new Dictionary<string, object> { ["flow_m3h"] = 2.0, ["flags"] = 0L }, point.Values);
    }

    [Fact]
    public async Task Latest_keeps_to_the_tags_asked_for()
    {
        await using var sut = await CreateSut();
        await Write(
            sut, Line.Of(Influent, T0, ("flow_m3h", 1.0)), Line.Of(Effluent, T0, ("flow_m3h", 2.0)),
            Line.Of(Elsewhere, T0, ("flow_m3h", 3.0)));

        var ofPlant = await sut.Reader.LatestAsync(
            Measurements.PlantFlow, Tag("plant", "sewage-1"), CancellationToken.None);
        var ofMeter = await sut.Reader.LatestAsync(
            Measurements.PlantFlow, new Dictionary<string, string> { ["plant"] = "污水厂-2", ["meter"] = "influent" },
            CancellationToken.None);

        Assert.Equal([Effluent.Key, Influent.Key], ofPlant.Select(p => p.Series.Key).Order());
        Assert.Equal(Elsewhere.Key, Assert.Single(ofMeter).Series.Key);
    }

    [Fact]
    public async Task Range_takes_the_first_instant_leaves_the_last_and_is_in_order()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(30), Flow(10), Flow(20), Flow(0));
        await Write(sut, Line.Of(Effluent, T0 + 15, ("flow_m3h", 9.0)));

        var points = await sut.Reader.RangeAsync(Influent, At(T0 + 10), At(T0 + 30), 100, CancellationToken.None);

        Assert.Equal([At(T0 + 10), At(T0 + 20)], points.Select(p => p.Time));
    }

    [Fact]
    public async Task Range_with_a_limit_gives_the_first_points()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(0), Flow(1), Flow(2), Flow(3));

        var points = await sut.Reader.RangeAsync(Influent, At(T0), At(T0 + Hour), 3, CancellationToken.None);

        Assert.Equal([At(T0), At(T0 + 1), At(T0 + 2)], points.Select(p => p.Time));
    }

    [Fact]
    public async Task Range_of_open_parameters_with_a_limit_counts_points_not_parameters()
    {
        var series = new Series(Measurements.PlantQuality, "sewage-1", "outlet");
        await using var sut = await CreateSut();
        await Write(
            sut,
            Line.Of(series, T0, ("cod_mgl", 1.0), ("ph", 7.0), ("q", "N"), ("flags", 0L)),
            Line.Of(series, T0 + 1, ("cod_mgl", 2.0), ("ph", 8.0), ("q", "N"), ("flags", 0L)),
            Line.Of(series, T0 + 2, ("cod_mgl", 3.0), ("q", "N"), ("flags", 0L)));

        var points = await sut.Reader.RangeAsync(series, At(T0), At(T0 + Hour), 2, CancellationToken.None);

        Assert.Equal(
            [(1.0, 7.0), (2.0, 8.0)], points.Select(p => ((double)p.Values["cod_mgl"], (double)p.Values["ph"])));
    }

    [Fact]
    public async Task Downsample_gives_min_mean_max_last_and_count_of_each_bucket_and_keeps_gaps()
    {
        await using var sut = await CreateSut();
        await Write(
            sut, FlowOf(0, 4.0), FlowOf(Minute, 1.0), FlowOf((5 * Minute) - 1, 4.0), // 16:00 to 16:05
            FlowOf(15 * Minute, 8.0)); // nothing from 16:05 to 16:15

        var buckets = await sut.Reader.DownsampleAsync(
            Influent, Measurements.FlowM3H, At(T0), At(T0 + Hour), TimeSpan.FromMinutes(5), CancellationToken.None);

        Assert.Equal(
            [
                new Bucket(At(T0), Min: 1.0, Mean: 3.0, Max: 4.0, Last: 4.0, Count: 3),
                new Bucket(At(T0 + (15 * Minute)), Min: 8.0, Mean: 8.0, Max: 8.0, Last: 8.0, Count: 1),
            ],
            buckets);
    }

    [Fact]
    public async Task Downsample_aligns_its_buckets_to_the_epoch_and_takes_nothing_outside_the_bounds()
    {
        // 1,235,836,800,000 ms is a whole number of minutes but not of seven: 20,597,280 = 7 × 2,942,468 + 4.
        await using var sut = await CreateSut();
        await Write(sut, FlowOf(0, 1.0), FlowOf(Minute, 2.0), FlowOf(3 * Minute, 4.0), FlowOf(10 * Minute, 5.0));

        var buckets = await sut.Reader.DownsampleAsync(
            Influent, Measurements.FlowM3H, At(T0 + Minute), At(T0 + (10 * Minute)), TimeSpan.FromMinutes(7),
            CancellationToken.None);

        Assert.Equal(
            [
                new Bucket(At(T0 - (4 * Minute)), 2.0, 2.0, 2.0, 2.0, 1),
                new Bucket(At(T0 + (3 * Minute)), 4.0, 4.0, 4.0, 4.0, 1),
            ],
            buckets);
    }

    [Fact]
    public async Task Downsample_passes_over_points_without_the_field()
    {
        await using var sut = await CreateSut();
        await Write(sut, FlowOf(0, 4.0), Line.Of(Influent, T0 + 1, ("level_m", 2.0)), FlowOf(2, 6.0));

        var bucket = Assert.Single(await sut.Reader.DownsampleAsync(
            Influent, Measurements.FlowM3H, At(T0), At(T0 + Hour), TimeSpan.FromHours(1), CancellationToken.None));

        Assert.Equal(new Bucket(At(T0), 4.0, 5.0, 6.0, 6.0, 2), bucket);
    }

    [Fact]
    public async Task Downsample_and_count_know_open_parameters()
    {
        var series = new Series(Measurements.PlantQuality, "sewage-1", "outlet");
        var cod = new FieldDefinition("cod_mgl", FieldType.Float);
        await using var sut = await CreateSut();
        await Write(
            sut,
            Line.Of(series, T0, ("cod_mgl", 10.0), ("ph", 7.0), ("q", "N"), ("flags", 0L)),
            Line.Of(series, T0 + 1, ("cod_mgl", 30.0), ("q", "N"), ("flags", 0L)),
            Line.Of(series, T0 + 2, ("ph", 7.5), ("q", "N"), ("flags", 0L)));

        var bucket = Assert.Single(await sut.Reader.DownsampleAsync(
            series, cod, At(T0), At(T0 + Hour), TimeSpan.FromHours(1), CancellationToken.None));

        Assert.Equal(new Bucket(At(T0), 10.0, 20.0, 30.0, 30.0, 2), bucket);
        Assert.Equal(2, await sut.Reader.CountAsync(
            Measurements.PlantQuality, cod, AnyTags, At(T0), At(T0 + Hour), CancellationToken.None));
    }

    [Fact]
    public async Task Between_takes_days_of_23_and_25_hours_as_they_are_given()
    {
        // Days of 24, 23 and 25 hours, one point an hour: 1 m3/h in the first, 2 in the second, 3 in the third.
        long[] borders = [T0, T0 + (24 * Hour), T0 + (47 * Hour), T0 + (72 * Hour)];
        var lines = Enumerable.Range(0, 73).Select(
            h => FlowOf(h * Hour, h < 24 ? 1.0 : h < 47 ? 2.0 : h < 72 ? 3.0 : 9.0));
        await using var sut = await CreateSut();
        await Write(sut, [.. lines]);

        var days = await sut.Reader.BetweenAsync(
            Influent, Measurements.FlowM3H, [.. borders.Select(At)], CancellationToken.None);

        Assert.Equal(
            [
                new Bucket(At(borders[0]), 1.0, 1.0, 1.0, 1.0, 24),
                new Bucket(At(borders[1]), 2.0, 2.0, 2.0, 2.0, 23),
                new Bucket(At(borders[2]), 3.0, 3.0, 3.0, 3.0, 25),
            ],
            days);
    }

    [Fact]
    public async Task Between_leaves_out_a_day_without_values()
    {
        await using var sut = await CreateSut();
        await Write(sut, FlowOf(0, 1.0), FlowOf(2 * Hour, 3.0), FlowOf((3 * Hour) - 1, 5.0));

        var buckets = await sut.Reader.BetweenAsync(
            Influent, Measurements.FlowM3H, [At(T0), At(T0 + Hour), At(T0 + (2 * Hour)), At(T0 + (3 * Hour))],
            CancellationToken.None);

        Assert.Equal(
            [
                new Bucket(At(T0), 1.0, 1.0, 1.0, 1.0, 1),
                new Bucket(At(T0 + (2 * Hour)), 3.0, 4.0, 5.0, 5.0, 2),
            ],
            buckets);
    }

    [Fact]
    public async Task Count_counts_values_within_the_bounds_and_tags()
    {
        await using var sut = await CreateSut();
        await Write(
            sut, FlowOf(0, 1.0), FlowOf(1, 1.0), Line.Of(Influent, T0 + 2, ("level_m", 2.0)), FlowOf(Hour, 1.0),
            Line.Of(Effluent, T0, ("flow_m3h", 1.0)), Line.Of(Elsewhere, T0, ("flow_m3h", 1.0)));

        Assert.Equal(4, await CountFlow(AnyTags));
        Assert.Equal(3, await CountFlow(Tag("plant", "sewage-1")));
        Assert.Equal(3, await CountFlow(Tag("meter", "influent")));
        Assert.Equal(0, await CountFlow(Tag("plant", "nowhere")));

        Task<long> CountFlow(IReadOnlyDictionary<string, string> tags) => sut.Reader.CountAsync(
            Measurements.PlantFlow, Measurements.FlowM3H, tags, At(T0), At(T0 + Hour), CancellationToken.None);
    }

    [Fact]
    public async Task Count_knows_texts_integers_and_truths()
    {
        var truck = new Series(Measurements.VehiclePosition, "truck-7");
        await using var sut = await CreateSut();
        await Write(
            sut, Flow(0), Line.Of(truck, T0, ("ignition", false), ("flags", 0L)), Line.Of(
                truck, T0 + 1, ("flags", 0L)));

        Assert.Equal(1, await Count(Measurements.PlantFlow, Measurements.Quality));
        Assert.Equal(1, await Count(Measurements.VehiclePosition, Measurements.Ignition));
        Assert.Equal(2, await Count(Measurements.VehiclePosition, Measurements.Flags));

        Task<long> Count(Measurement measurement, FieldDefinition field) =>
            sut.Reader.CountAsync(measurement, field, AnyTags, At(T0), At(T0 + Hour), CancellationToken.None);
    }

    [Fact]
    public async Task A_question_called_off_ends_with_cancellation()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(0));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sut.Reader.RangeAsync(
            Influent, At(T0), At(T0 + Hour), 10, new CancellationToken(canceled: true)));
    }

    private static string FlowOf(long afterMs, double flow) => Line.Of(Influent, T0 + afterMs, ("flow_m3h", flow));
}
