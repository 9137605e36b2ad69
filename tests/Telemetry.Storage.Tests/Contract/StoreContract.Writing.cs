using CsCheck;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    public static TheoryData<string> RawMeasurements => [.. Measurements.Raw.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(RawMeasurements))]
    public async Task Write_a_reading_with_every_field_reads_back_as_it_was(string name)
    {
        var measurement = Measurements.Find(name)!;
        var series = new Series(measurement, [.. measurement.Tags.Select(tag => tag + "-7")]);
        var fields = measurement.Fields.Select((field, i) => (field.Name, field.Type switch
        {
            FieldType.Float => i + 0.125,
            FieldType.Integer => 12L + i,
            FieldType.Text => "text " + i,
            _ => (object)(i % 2 == 0),
        })).ToArray();
        await using var sut = await CreateSut();

        var receipt = await Write(sut, Line.Of(series, T0, fields));

        Assert.Equal((1, 0), (receipt.Stored, receipt.Rejected));
        var point = await Single(sut, series);
        Assert.Equal(series, point.Series);
        Assert.Equal(At(T0), point.Time);
        Assert.Equal(fields.ToDictionary(f => f.Name, f => f.Item2), point.Values);
    }

    /// <remarks>Zero has no sign in a store: SQLite's REAL columns keep 0.0 for -0.0.</remarks>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(-1.0)]
    [InlineData(123456789.012345678)]
    [InlineData(9007199254740991.0)]
    [InlineData(9007199254740992.0)]
    [InlineData(1e22)]
    [InlineData(-1.7976931348623157e308)]
    [InlineData(1.7976931348623157e308)]
    [InlineData(2.2250738585072014e-308)]
    [InlineData(5e-324)]
    [InlineData(0.30000000000000004)]
    public async Task A_float_is_stored_to_the_last_bit(double value)
    {
        await using var sut = await CreateSut();

        await Write(sut, Line.Of(Influent, T0, ("total_m3", value)));

        var stored = (await Single(sut, Influent)).Values["total_m3"];
        Assert.Equal(
            BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Assert.IsType<double>(stored)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" leading, and trailing ")]
    [InlineData("say \"stop\"")]
    [InlineData("C:\\pumps\\3\\")]
    [InlineData("\\\"")]
    [InlineData("a,b=c d")]
    [InlineData("# not a comment")]
    [InlineData("'; DROP TABLE plant_status; --")]
    [InlineData("first�second")]
    [InlineData("提升泵故障，请检修")]
    [InlineData("🚛 → 🏭")]
    [InlineData("100 % ${x} {0} \u00e9")]
    public async Task A_text_is_stored_as_it_was(string text)
    {
        var series = new Series(Measurements.PlantStatus, "sewage-1", "-");
        await using var sut = await CreateSut();

        await Write(sut, Line.Of(series, T0, ("state", "fault"), ("message", text), ("flags", 0L)));

        Assert.Equal(text, (await Single(sut, series)).Values["message"]);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task An_integer_is_stored_with_64_bits(long value)
    {
        await using var sut = await CreateSut();

        await Write(sut, Line.Of(Influent, T0, ("flags", value)));

        Assert.Equal(value, (await Single(sut, Influent)).Values["flags"]);
    }

    [Fact]
    public async Task Tag_values_of_any_script_are_kept()
    {
        await using var sut = await CreateSut();

        await Write(sut, Line.Of(Elsewhere, T0, ("flow_m3h", 1.5)));

        Assert.Equal("污水厂-2", (await Single(sut, Elsewhere)).Series["plant"]);
    }

    [Fact]
    public async Task Open_quality_parameters_are_fields_like_the_others()
    {
        var series = new Series(Measurements.PlantQuality, "sewage-1", "outlet");
        await using var sut = await CreateSut();

        await Write(sut, Line.Of(series, T0, ("cod_mgl", 30.25), ("ph", 7.1), ("q", "N"), ("flags", 0L)));

        var values = (await Single(sut, series)).Values;
        Assert.Equal(
            new Dictionary<string, object> { ["cod_mgl"] = 30.25, ["ph"] = 7.1, ["q"] = "N", ["flags"] = 0L }, values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_readings_with_one_identity_merge_field_by_field_and_the_later_wins(bool inOneBatch)
    {
        var first = Line.Of(Influent, T0, ("flow_m3h", 100.0), ("level_m", 2.5), ("q", "N"), ("flags", 0L));
        var second = Line.Of(Influent, T0, ("flow_m3h", 200.0), ("total_m3", 7.0), ("flags", 4L));
        await using var sut = await CreateSut();

        if (inOneBatch)
        {
            await Write(sut, first, second);
        }
        else
        {
            await Write(sut, first);
            await Write(sut, second);
        }

        var expected = new Dictionary<string, object>
        {
            ["flow_m3h"] = 200.0, ["level_m"] = 2.5, ["total_m3"] = 7.0, ["q"] = "N", ["flags"] = 4L,
        };
        Assert.Equal(expected, (await Single(sut, Influent)).Values);
    }

    [Fact]
    public async Task Open_quality_parameters_merge_as_well()
    {
        var series = new Series(Measurements.PlantQuality, "sewage-1", "outlet");
        await using var sut = await CreateSut();

        await Write(sut, Line.Of(series, T0, ("cod_mgl", 30.0), ("ph", 7.0), ("q", "N"), ("flags", 0L)));
        await Write(sut, Line.Of(series, T0, ("ph", 6.5), ("tn_mgl", 9.0), ("q", "C"), ("flags", 0L)));

        var expected = new Dictionary<string, object>
        {
            ["cod_mgl"] = 30.0, ["ph"] = 6.5, ["tn_mgl"] = 9.0, ["q"] = "C", ["flags"] = 0L,
        };
        Assert.Equal(expected, (await Single(sut, series)).Values);
    }

    [Fact]
    public async Task The_same_reading_three_times_is_one_point()
    {
        var line = Line.Of(Influent, T0, ("flow_m3h", 100.0), ("q", "N"), ("flags", 0L));
        await using var sut = await CreateSut();

        await Write(sut, line, line);
        await Write(sut, line);

        await Single(sut, Influent);
    }

    [Fact]
    public async Task Readings_one_millisecond_apart_are_two_points()
    {
        await using var sut = await CreateSut();

        await Write(sut, Line.Of(Influent, T0 + 1, ("flow_m3h", 1.0)), Line.Of(Influent, T0 + 2, ("flow_m3h", 2.0)));

        Assert.Equal([At(T0 + 1), At(T0 + 2)], (await All(sut, Influent)).Select(p => p.Time));
    }

    [Fact]
    public async Task Any_order_of_the_same_readings_gives_the_same_store()
    {
        await using var sut = await CreateSut();
        var round = 0;
        // Each reading of a millisecond brings another field, so that merging takes part as well.
        string[] names = ["flow_m3h", "total_m3", "level_m"];
        var readings = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 2]).List[1, 40].Select(list => list.Distinct().ToList());

        await readings.SelectMany(list => Gen.Shuffle(list.ToArray()).Select(shuffled => (list, shuffled))).SampleAsync(
            async pair =>
            {
                var plant = "plant-" + Interlocked.Increment(ref round);
                var sorted = new Series(Measurements.PlantFlow, "sorted", plant);
                var shuffled = new Series(Measurements.PlantFlow, "shuffled", plant);
                await Write(sut, [.. pair.list.Order().Select(r => Of(sorted, r))]);
                foreach (var chunk in pair.shuffled.Chunk(7))
                    await Write(sut, [.. chunk.Select(r => Of(shuffled, r))]);

                var expected = (await All(sut, sorted)).Select(p => (p.Time, Text(p.Values)));
                Assert.Equal(expected, (await All(sut, shuffled)).Select(p => (p.Time, Text(p.Values))));
                return true;
            },
            iter: 15, threads: 1);

        string Of(Series series, (int Ms, int Field) r) =>
            Line.Of(series, T0 + r.Ms, (names[r.Field], (r.Ms * 10.0) + r.Field));
    }

    [Fact]
    public async Task Any_history_of_readings_ends_as_a_plain_fold_of_it()
    {
        await using var sut = await CreateSut();
        var round = 0;
        string[] names = ["flow_m3h", "total_m3", "level_m"];
        // Few times and fields, so that most readings meet an earlier one; bit n of Fields brings field n.
        var reading = Gen.Select(Gen.Int[0, 6], Gen.Int[1, 7], Gen.Double[-1e9, 1e9]);

        await Gen.Select(reading.List[1, 60], Gen.Int[1, 20]).SampleAsync(
            async history =>
            {
                var (readings, batch) = history;
                var series = new Series(Measurements.PlantFlow, "any", "fold-" + Interlocked.Increment(ref round));
                var fold = new SortedDictionary<int, Dictionary<string, object>>();
                foreach (var (ms, fields, value) in readings)
                {
                    if (!fold.TryGetValue(ms, out var point)) fold[ms] = point = [];
                    foreach (var (name, v) in Of(fields, value)) point[name] = v;
                }

                foreach (var chunk in readings.Chunk(batch))
                    await Write(sut, [.. chunk.Select(r => Line.Of(series, T0 + r.Item1, [.. Of(r.Item2, r.Item3)]))]);

                Assert.Equal(
                    fold.Select(p => (At(T0 + p.Key), Text(p.Value))),
                    (await All(sut, series)).Select(p => (p.Time, Text(p.Values))));
                return true;
            },
            iter: 15, threads: 1);

        IEnumerable<(string, object)> Of(int fields, double value) =>
            names.Where((_, n) => (fields & (1 << n)) != 0).Select((name, n) => (name, (object)(value + n)));
    }

    private static string Text(IReadOnlyDictionary<string, object> values) =>
        string.Join(' ', values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"));
}
