using CsCheck;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Derived;

public abstract partial class DerivedContract
{
    // NetCDF's fill values, which stand for an unknown number where a store has no other way.
    private const double FillNumber = 9.969209968386869e36;
    private const long FillInteger = -9_223_372_036_854_775_806;

    public static TheoryData<string> Names => [.. DerivedMeasurements.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Write_a_row_with_every_field_reads_back_as_it_was(string name)
    {
        var (row, expected) = Full(name);
        await using var sut = await CreateSut();

        await sut.Derived.WriteAsync([row], Ct);

        var stored = await Single(sut, row.Series);
        Assert.Equal(row.Series, stored.Series);
        Assert.Equal(At(T0), stored.Time);
        Assert.Equal(expected, stored.Values);
        Assert.Empty(row.DifferencesFrom(stored.Values));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_row_written_again_leaves_no_field_of_the_old_one_standing(string name)
    {
        var (full, _) = Full(name);
        var bare = new DerivedPoint(full.Series, T0).Set(DerivedMeasurements.Reason, "no_readings");
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync([full], Ct);

        await sut.Derived.WriteAsync([bare], Ct);

        var expected = full.Series.Measurement.Fields.Where(f => f.Type is FieldType.Text or FieldType.Boolean)
            .ToDictionary(f => f.Name, f => f.Type is FieldType.Text ? "" : (object)false);
        expected["reason"] = "no_readings";
        Assert.Equal(expected, (await Single(sut, full.Series)).Values);
        Assert.Equal(expected, (await sut.Derived.BeforeAsync(full.Series, At(T0 + 1), Ct))!.Values);
        Assert.Equal(expected, (await sut.Derived.AfterAsync(full.Series, At(T0), Ct))!.Values);
        var byTag = await sut.Derived.ReadAsync(
            full.Series.Measurement, new Dictionary<string, string>(), At(T0), At(T0 + 1), Ct);
        Assert.Equal(expected, Assert.Single(byTag).Values);
        Assert.Empty(bare.DifferencesFrom(byTag[0].Values));
    }

    [Fact]
    public async Task A_value_that_became_unknown_is_in_no_answer_of_the_readers_for_dashboards_either()
    {
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync([HourRow(T0, 63.0), HourRow(T0 + Hour, 64.0)], Ct);
        await sut.Derived.WriteAsync([new DerivedPoint(Effluent, T0)], Ct);

        var any = new Dictionary<string, string>();
        var (volume, from, to) = (DerivedMeasurements.VolumeM3, At(T0), At(T0 + Day));
        Assert.Equal(
            1, await sut.Reader.CountAsync(DerivedMeasurements.VolumeHourly, volume, any, from, to, Ct));
        var day = Assert.Single(await sut.Reader.BetweenAsync(Effluent, volume, [from, to], Ct));
        Assert.Equal((64.0, 64.0, 64.0, 1L), (day.Min, day.Mean, day.Max, day.Count));
        var buckets = await sut.Reader.DownsampleAsync(Effluent, volume, from, to, TimeSpan.FromHours(1), Ct);
        Assert.Equal(64.0, Assert.Single(buckets).Last);
        Assert.Equal(
            0, await sut.Reader.CountAsync(
                DerivedMeasurements.VolumeHourly, DerivedMeasurements.GapFromMs, any, from, to, Ct));
        var rows = await sut.Reader.RangeAsync(Effluent, from, to, 10, Ct);
        Assert.Equal([false, true], rows.Select(row => row.Values.ContainsKey("volume_m3")));
    }

    [Fact]
    public async Task A_value_that_was_unknown_is_known_again()
    {
        await using var sut = await CreateSut();
        await sut.Derived.WriteAsync([HourRow(T0, 63.0)], Ct);
        await sut.Derived.WriteAsync([new DerivedPoint(Effluent, T0)], Ct);

        await sut.Derived.WriteAsync([HourRow(T0, 62.5).Set(DerivedMeasurements.GapFromMs, T0 - Day)], Ct);

        var values = (await Single(sut, Effluent)).Values;
        Assert.Equal(62.5, values["volume_m3"]);
        Assert.Equal(T0 - Day, values["gap_from_ms"]);
    }

    [Fact]
    public async Task Of_two_rows_with_one_identity_in_one_write_the_later_stands_whole()
    {
        await using var sut = await CreateSut();

        await sut.Derived.WriteAsync(
            [HourRow(T0, 1.0).Set(DerivedMeasurements.IntegralM3, 5.0), HourRow(T0, 2.0)], Ct);

        var values = (await Single(sut, Effluent)).Values;
        Assert.Equal(2.0, values["volume_m3"]);
        Assert.False(values.ContainsKey("integral_m3"));
    }

    [Fact]
    public async Task A_number_that_stands_for_unknown_is_unknown_in_every_store()
    {
        await using var sut = await CreateSut();

        await sut.Derived.WriteAsync(
            [HourRow(T0, FillNumber).Set(DerivedMeasurements.GapFromMs, FillInteger)], Ct);

        var values = (await Single(sut, Effluent)).Values;
        Assert.False(values.ContainsKey("volume_m3"));
        Assert.False(values.ContainsKey("gap_from_ms"));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(-17.25)]
    [InlineData(9007199254740993.0)]
    [InlineData(1.7976931348623157e308)]
    [InlineData(5e-324)]
    public async Task A_number_is_stored_to_the_last_bit(double value)
    {
        await using var sut = await CreateSut();

        await sut.Derived.WriteAsync([HourRow(T0, value)], Ct);

        Assert.Equal(
            BitConverter.DoubleToInt64Bits(value),
            BitConverter.DoubleToInt64Bits(VolumeOf(await Single(sut, Effluent))));
    }

    [Fact]
    public async Task Zero_has_no_sign_and_a_text_is_one_line_so_that_equal_rows_are_equal()
    {
        var row = HourRow(T0, -0.0).Set(DerivedMeasurements.Reason, "a\nb \"c\\\" 泵");
        await using var sut = await CreateSut();

        await sut.Derived.WriteAsync([row], Ct);

        var values = (await Single(sut, Effluent)).Values;
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits((double)values["volume_m3"]));
        Assert.Equal("a b \"c\\\" 泵", values["reason"]);
        Assert.Empty(row.DifferencesFrom(values));
    }

    [Fact]
    public async Task Thousands_of_rows_are_all_there_when_the_write_returns_and_after_a_restart()
    {
        await using var sut = await CreateSut();
        var rows = Enumerable.Range(0, 12_345).Select(i => HourRow(T0 + (i * Hour), i)).ToArray();

        await sut.Derived.WriteAsync(rows, Ct);
        await sut.RestartAsync();

        var stored = await sut.Derived.ReadAsync(Effluent, At(T0), At(T0 + (12_345 * Hour)), Ct);
        Assert.Equal(Enumerable.Range(0, 12_345).Select(i => (At(T0 + (i * Hour)), (double)i)),
            stored.Select(row => (row.Time, VolumeOf(row))));
    }

    [Fact]
    public async Task Writing_counts_the_rows_and_touches_neither_the_books_nor_the_changes()
    {
        await using var sut = await CreateSut();
        await WriteLines(sut, Line.Of(Flow, T0, ("flow_m3h", 63.0), ("q", "N"), ("flags", 0L)));
        var changes = await sut.Derived.ChangesAsync(At(0), 100, Ct);
        var cursor = await sut.Store.LoadCursorAsync(Ct);

        await sut.Derived.WriteAsync([HourRow(T0, 1.0), HourRow(T0 + Hour, 2.0)], Ct);
        await sut.Derived.WriteAsync([], Ct);

        Assert.Equal(2, sut.Derived.Traffic.RowsWritten);
        Assert.Equal(cursor, await sut.Store.LoadCursorAsync(Ct));
        Assert.Equal(new SpoolCursor(_book.Spool, _book.Position, Stored: 1, Rejected: 0), cursor);
        Assert.Equal(changes.Rows, (await sut.Derived.ChangesAsync(At(0), 100, Ct)).Rows);
    }

    [Fact]
    public async Task Rows_and_batches_of_readings_written_at_the_same_time_are_all_there()
    {
        await using var sut = await CreateSut();

        var readings = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await WriteLines(sut, Line.Of(Flow, T0 + i, ("flow_m3h", i + 0.5), ("q", "N"), ("flags", 0L)));
        }, Ct);
        var rows = Enumerable.Range(0, 20).Select(
            i => sut.Derived.WriteAsync([HourRow(T0 + (i * Hour), i), HourRow(Influent, T0 + (i * Hour), -i)], Ct));
        await Task.WhenAll([readings, .. rows]);

        Assert.Equal(20, (await sut.Derived.SamplesAsync(Flow, At(T0), At(T0 + Hour), Ct)).Count);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => (double)i),
            (await sut.Derived.ReadAsync(Effluent, At(T0), At(T0 + Day), Ct)).Select(VolumeOf));
        Assert.Equal(20, (await sut.Derived.ReadAsync(Influent, At(T0), At(T0 + Day), Ct)).Count);
    }

    [Fact]
    public async Task Write_called_off_ends_with_cancellation()
    {
        await using var sut = await CreateSut();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => sut.Derived.WriteAsync([HourRow(T0, 1.0)], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Any_history_of_writes_ends_with_the_last_row_of_each_identity()
    {
        await using var sut = await CreateSut();
        var round = 0;
        // Bit n of Fields sets field n, so that most rows lack what an earlier one had.
        FieldDefinition[] fields =
            [DerivedMeasurements.VolumeM3, DerivedMeasurements.IntegralM3, DerivedMeasurements.Coverage];
        var write = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 7], Gen.Double[-1e9, 1e9]);

        await Gen.Select(write.List[1, 40], Gen.Int[1, 15]).SampleAsync(
            async history =>
            {
                var (writes, batch) = history;
                var series = new Series(
                    DerivedMeasurements.VolumeDaily, "any", "round-" + Interlocked.Increment(ref round));
                var expected = new SortedDictionary<int, List<double?>>();
                foreach (var (day, mask, value) in writes)
                    expected[day] = [.. fields.Select((_, n) => (mask & (1 << n)) != 0 ? value + n : (double?)null)];

                foreach (var chunk in writes.Chunk(batch))
                    await sut.Derived.WriteAsync([.. chunk.Select(w => Row(series, w))], Ct);

                var stored = await sut.Derived.ReadAsync(series, At(T0), At(T0 + (5 * Day)), Ct);
                Assert.Equal(expected.Keys.Select(day => At(T0 + (day * Day))), stored.Select(row => row.Time));
                Assert.Equal(
                    expected.Values.SelectMany(v => v), stored.SelectMany(row => fields.Select(row.Values.Number)));
                return true;
            },
            iter: 15, threads: 1);

        DerivedPoint Row(Series series, (int Day, int Mask, double Value) w)
        {
            var row = new DerivedPoint(series, T0 + (w.Day * Day));
            for (var n = 0; n < fields.Length; n++)
            {
                if ((w.Mask & (1 << n)) != 0) row.Set(fields[n], w.Value + n);
            }
            return row;
        }
    }

    /// <summary>A row with a value in each field, and these values.</summary>
    private static (DerivedPoint Row, Dictionary<string, object> Values) Full(string name)
    {
        var measurement = DerivedMeasurements.All.Single(m => m.Name == name);
        var row = new DerivedPoint(
            new Series(measurement, [.. measurement.Tags.Select(tag => tag + "-7")]), T0);
        var values = new Dictionary<string, object>();
        foreach (var (i, field) in measurement.Fields.Index())
        {
            switch (field.Type)
            {
                case FieldType.Float:
                    row.Set(field, i + 0.125);
                    values[field.Name] = i + 0.125;
                    break;
                case FieldType.Integer:
                    row.Set(field, 1_000_000_000_000 + i);
                    values[field.Name] = 1_000_000_000_000L + i;
                    break;
                case FieldType.Text:
                    row.Set(field, "word " + i);
                    values[field.Name] = "word " + i;
                    break;
                default:
                    row.Set(field, true);
                    values[field.Name] = true;
                    break;
            }
        }
        return (row, values);
    }
}
