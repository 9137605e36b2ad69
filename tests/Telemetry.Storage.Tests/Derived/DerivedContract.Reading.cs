using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Derived;

public abstract partial class DerivedContract
{
    [Fact]
    public async Task Every_question_to_an_empty_store_has_an_empty_answer()
    {
        await using var sut = await CreateSut();

        Assert.Empty(await sut.Derived.ReadAsync(Effluent, At(T0), At(T0 + Day), Ct));
        Assert.Empty(await sut.Derived.ReadAsync([], Ct));
        Assert.Empty(await sut.Derived.ReadAsync(
            DerivedMeasurements.PlantDaily, new Dictionary<string, string>(), At(T0), At(T0 + Day), Ct));
        Assert.Null(await sut.Derived.BeforeAsync(Effluent, At(T0), Ct));
        Assert.Null(await sut.Derived.AfterAsync(Effluent, At(T0), Ct));
        Assert.Empty(await sut.Derived.SamplesAsync(Flow, At(T0), At(T0 + Hour), Ct));
        Assert.Empty(await sut.Derived.EventsAsync(Resets, At(T0), At(T0 + Hour), Ct));
        var page = await sut.Derived.ChangesAsync(At(0), 10, Ct);
        Assert.Empty(page.Rows);
        Assert.True(page.IsLast);
    }

    [Fact]
    public async Task Read_takes_the_first_instant_leaves_the_last_and_is_in_order()
    {
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync(
            [HourRow(T0 + (2 * Hour), 3.0), HourRow(T0, 1.0), HourRow(T0 + Hour, 2.0),
                HourRow(Influent, T0 + Hour, 9.0)], Ct);

        var rows = await sut.Derived.ReadAsync(Effluent, At(T0), At(T0 + (2 * Hour)), Ct);

        Assert.Equal([(At(T0), 1.0), (At(T0 + Hour), 2.0)], rows.Select(row => (row.Time, VolumeOf(row))));
    }

    [Fact]
    public async Task Read_of_several_spans_answers_each_in_its_place_in_one_round_trip()
    {
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync(
            [HourRow(T0, 1.0), HourRow(Influent, T0, 2.0),
                new DerivedPoint(Plant, T0).Set(DerivedMeasurements.Load, 0.5)], Ct);
        var before = sut.Derived.Traffic;

        var answers = await sut.Derived.ReadAsync(
            [
                SeriesSpan.Of(Influent, T0, T0 + Hour), SeriesSpan.Of(Influent, T0 + Hour, T0 + Day),
                SeriesSpan.Of(Plant, T0, T0 + Day), SeriesSpan.Of(Effluent, T0, T0 + Hour),
                SeriesSpan.Of(new Series(DerivedMeasurements.PlantDaily, "nowhere"), T0, T0 + Day),
            ],
            Ct);

        Assert.Equal([1, 0, 1, 1, 0], answers.Select(rows => rows.Count));
        Assert.Equal((2.0, 1.0), (VolumeOf(answers[0][0]), VolumeOf(answers[3][0])));
        Assert.Equal(0.5, answers[2][0].Values.Number(DerivedMeasurements.Load));
        Assert.Equal(Plant, answers[2][0].Series);
        Assert.Equal(new StoreTraffic(Questions: 5, RoundTrips: 1, RowsRead: 3, RowsWritten: 0), Since(before, sut));
    }

    [Fact]
    public async Task Read_by_tags_gives_the_days_of_a_plants_meters_by_time_then_series()
    {
        Series Daily(string meter, string plant) => new(DerivedMeasurements.VolumeDaily, meter, plant);
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync(
            [
                HourRow(Daily("influent", "sewage-1"), T0 + Day, 4.0), HourRow(Daily("influent", "sewage-1"), T0, 2.0),
                HourRow(Daily("effluent", "sewage-1"), T0 + Day, 3.0), HourRow(Daily("effluent", "sewage-1"), T0, 1.0),
                HourRow(Daily("effluent", "lincheng"), T0, 9.0),
                HourRow(Daily("effluent", "sewage-1"), T0 + (2 * Day), 9.0),
            ],
            Ct);

        var rows = await sut.Derived.ReadAsync(
            DerivedMeasurements.VolumeDaily, new Dictionary<string, string> { ["plant"] = "sewage-1" },
            At(T0), At(T0 + (2 * Day)), Ct);

        Assert.Equal(
            [("effluent", At(T0), 1.0), ("influent", At(T0), 2.0), ("effluent", At(T0 + Day), 3.0),
                ("influent", At(T0 + Day), 4.0)],
            rows.Select(row => (row.Series["meter"], row.Time, VolumeOf(row))));
    }

    [Fact]
    public async Task Read_by_tags_gives_an_indicator_by_scope_and_basis()
    {
        DerivedPoint Rate(string basis, string scope, string indicator, double rate) =>
            new DerivedPoint(new Series(DerivedMeasurements.IndicatorDaily, basis, scope, indicator), T0)
                .Set(DerivedMeasurements.Rate, rate).Set(DerivedMeasurements.Valid, true);
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync(
            [
                Rate("declared", DerivedMeasurements.City, "sewage", 0.65),
                Rate("metered", DerivedMeasurements.City, "sewage", 1.44),
                Rate("declared", "dinghai", "sewage", 0.7), Rate("declared", DerivedMeasurements.City, "fecal", 1.0),
            ],
            Ct);

        var official = await Rates(("district", "city"), ("basis", "declared"), ("indicator", "sewage"));
        var city = await Rates(("district", "city"));

        Assert.Equal([0.65], official);
        Assert.Equal([1.0, 0.65, 1.44], city);

        async Task<IEnumerable<double?>> Rates(params (string Tag, string Value)[] tags) =>
            (await sut.Derived.ReadAsync(
                DerivedMeasurements.IndicatorDaily, tags.ToDictionary(t => t.Tag, t => t.Value), At(T0),
                At(T0 + Day), Ct))
            .Select(row => row.Values.Number(DerivedMeasurements.Rate));
    }

    [Fact]
    public async Task Read_by_a_tag_that_the_measurement_lacks_is_refused()
    {
        await using var sut = await CreateSut();

        var tags = new Dictionary<string, string> { ["meter"] = "x" };
        await Assert.ThrowsAsync<ArgumentException>(
            () => sut.Derived.ReadAsync(DerivedMeasurements.PlantDaily, tags, At(T0), At(T0 + 1), Ct));
    }

    [Fact]
    public async Task Before_and_after_are_the_nearest_rows_at_any_distance_by_one_question_each()
    {
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync(
            [HourRow(T0 - (400 * Day), 1.0), HourRow(T0, 2.0), HourRow(T0 + (300 * Day), 3.0),
                HourRow(Influent, T0 - Hour, 8.0), HourRow(Influent, T0 + Hour, 9.0)], Ct);
        var before = sut.Derived.Traffic;

        var earlier = await sut.Derived.BeforeAsync(Effluent, At(T0), Ct);
        var later = await sut.Derived.AfterAsync(Effluent, At(T0 + 1), Ct);

        Assert.Equal((At(T0 - (400 * Day)), 1.0), (earlier!.Time, VolumeOf(earlier)));
        Assert.Equal((At(T0 + (300 * Day)), 3.0), (later!.Time, VolumeOf(later)));
        Assert.Equal(new StoreTraffic(Questions: 2, RoundTrips: 2, RowsRead: 2, RowsWritten: 0), Since(before, sut));
    }

    [Fact]
    public async Task Before_an_instant_leaves_its_own_row_out_and_after_it_takes_it()
    {
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync([HourRow(T0, 2.0)], Ct);

        Assert.Null(await sut.Derived.BeforeAsync(Effluent, At(T0), Ct));
        Assert.Equal(2.0, VolumeOf(await sut.Derived.BeforeAsync(Effluent, At(T0 + 1), Ct)));
        Assert.Equal(2.0, VolumeOf(await sut.Derived.AfterAsync(Effluent, At(T0), Ct)));
        Assert.Null(await sut.Derived.AfterAsync(Effluent, At(T0 + 1), Ct));
    }

    [Fact]
    public async Task Samples_are_the_partitions_readings_in_order_with_what_each_of_them_has()
    {
        await using var sut = await CreateSut();
        await WriteLines(
            sut,
            Line.Of(Flow, T0 + 2, ("total_m3", 500.25), ("q", "B"), ("flags", 4L)),
            Line.Of(Flow, T0, ("flow_m3h", 63.0), ("total_m3", 500.0), ("level_m", 1.5), ("q", "N"), ("flags", 0L)),
            Line.Of(Flow, T0 + 1, ("flow_m3h", -0.5), ("q", "D"), ("flags", 0L)),
            Line.Of(Flow, T0 + 3, ("level_m", 1.5), ("flags", 0L)),
            Line.Of(Flow, T0 + Hour, ("flow_m3h", 9.0), ("q", "N"), ("flags", 0L)),
            Line.Of(Flow, T0 - 1, ("flow_m3h", 9.0), ("q", "N"), ("flags", 0L)),
            Line.Of(new Series(Measurements.PlantFlow, "influent", "sewage-1"), T0, ("flow_m3h", 9.0), ("q", "N")));
        var before = sut.Derived.Traffic;

        var samples = await sut.Derived.SamplesAsync(Flow, At(T0), At(T0 + Hour), Ct);

        Assert.Equal(
            [new FlowSample(T0, 63.0, 500.0, 'N'), new FlowSample(T0 + 1, -0.5, null, 'D'),
                new FlowSample(T0 + 2, null, 500.25, 'B')],
            samples);
        Assert.Equal(new StoreTraffic(Questions: 1, RoundTrips: 1, RowsRead: 3, RowsWritten: 0), Since(before, sut));
    }

    [Fact]
    public async Task Pings_have_what_was_sent_and_no_more_by_vehicle_and_time()
    {
        await using var sut = await CreateSut();
        var (one, two) = (
            new Series(Measurements.VehiclePosition, "vac-1"), new Series(Measurements.VehiclePosition, "vac-2"));
        await WriteLines(
            sut,
            Line.Of(one, T0 + 1, ("lat", 30.5), ("lon", 122.25), ("ignition", false), ("flags", 0L)),
            Line.Of(
                one, T0, ("lat", 30.25), ("lon", 122.5), ("speed_kmh", 41.5), ("accuracy_m", 5.0), ("ignition", true),
                ("working", true), ("load_kg", 1_200.0), ("heading_deg", 90.0), ("flags", 0L)),
            Line.Of(one, T0 + Hour, ("lat", 1.0), ("lon", 1.0), ("flags", 0L)),
            Line.Of(two, T0 + 2, ("lat", -1.0), ("lon", -2.0), ("working", false), ("flags", 0L)));

        var pings = await sut.Derived.PingsAsync(
            [SeriesSpan.Of(one, T0, T0 + Hour), SeriesSpan.Of(two, T0, T0 + Hour)], Ct);

        Assert.Equal(
            [
                new Ping(T0, 30.25, 122.5, 41.5, 5, true, true, 1_200),
                new Ping(T0 + 1, 30.5, 122.25, Ignition: false),
            ],
            pings[0]);
        Assert.Equal([new Ping(T0 + 2, -1, -2, Working: false)], pings[1]);
    }

    [Fact]
    public async Task Samples_of_a_busy_partition_are_not_cut_off()
    {
        await using var sut = await CreateSut();
        await WriteLines(sut, [.. Enumerable.Range(0, 36_000).Select(
            i => Line.Of(Flow, T0 + (i * 100L), ("flow_m3h", (double)i), ("q", "N"), ("flags", 0L)))]);

        var samples = await sut.Derived.SamplesAsync(Flow, At(T0), At(T0 + Hour), Ct);

        Assert.Equal(36_000, samples.Count);
        Assert.Equal(Enumerable.Range(0, 36_000).Select(i => (double?)i), samples.Select(s => s.FlowM3H));
    }

    [Fact]
    public async Task Samples_of_a_days_hours_come_in_one_round_trip_each_reading_in_its_hour()
    {
        await using var sut = await CreateSut();
        // Every hour h has h readings, the first at its very beginning.
        await WriteLines(sut, [.. Enumerable.Range(0, 24).SelectMany(h => Enumerable.Range(0, h).Select(
            i => Line.Of(Flow, T0 + (h * Hour) + i, ("flow_m3h", h + 0.5), ("q", "N"), ("flags", 0L))))]);
        var before = sut.Derived.Traffic.RoundTrips;

        var hours = await sut.Derived.SamplesAsync(
            [.. Enumerable.Range(0, 24).Select(h => SeriesSpan.Of(Flow, T0 + (h * Hour), T0 + ((h + 1) * Hour)))], Ct);

        Assert.Equal(Enumerable.Range(0, 24), hours.Select(hour => hour.Count));
        Assert.All(hours.Index(), hour => Assert.All(hour.Item, s => Assert.Equal(hour.Index + 0.5, s.FlowM3H)));
        Assert.Equal(1, sut.Derived.Traffic.RoundTrips - before);
    }

    [Fact]
    public async Task Events_are_the_declared_resets_of_the_span()
    {
        await using var sut = await CreateSut();
        await WriteLines(
            sut,
            Line.Of(Resets, T0 + 5, ("last_m3", 999_990.0), ("first_m3", 0.0), ("reason", "exchange"), ("flags", 0L)),
            Line.Of(Resets, T0 + Hour, ("last_m3", 7.0), ("first_m3", 1.0), ("flags", 0L)));

        var events = await sut.Derived.EventsAsync(Resets, At(T0), At(T0 + Hour), Ct);

        Assert.Equal([new TotaliserEvent(T0 + 5, 999_990.0, 0.0)], events);
    }

    [Fact]
    public async Task Samples_and_events_of_another_measurement_are_refused()
    {
        await using var sut = await CreateSut();

        await Assert.ThrowsAsync<ArgumentException>(() => sut.Derived.SamplesAsync(Effluent, At(T0), At(T0 + 1), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => sut.Derived.EventsAsync(Flow, At(T0), At(T0 + 1), Ct));
    }

    [Fact]
    public async Task A_question_called_off_ends_with_cancellation()
    {
        await using var sut = await CreateSut();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => sut.Derived.BeforeAsync(Effluent, At(T0), new CancellationToken(canceled: true)));
    }

    private static StoreTraffic Since(StoreTraffic before, IContractStore sut)
    {
        var now = sut.Derived.Traffic;
        return new StoreTraffic(
            now.Questions - before.Questions, now.RoundTrips - before.RoundTrips, now.RowsRead - before.RowsRead,
            now.RowsWritten - before.RowsWritten);
    }
}
