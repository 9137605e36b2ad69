using System.Text;
using Telemetry.Rig;
using Telemetry.Simulators.Replay;

namespace Telemetry.Simulators.Tests.Replay;

public sealed class RecordingTests
{
    [Fact]
    public void Rows_become_objects_in_the_order_of_the_file()
    {
        var (lines, counts) = Read("time,value\n2025-01-01T00:00:00Z,1.5\n2025-01-01T00:05:00Z,2.25\n");

        Assert.Equal(
            ["t {\"ts\":1735689600000,\"flow_m3h\":1.5}", "t {\"ts\":1735689900000,\"flow_m3h\":2.25}"], lines);
        Assert.Equal((2, 0, 0), (counts.Read, counts.Blank, counts.Wrong));
    }

    [Fact]
    public void Blank_values_are_skipped_and_counted()
    {
        var (lines, counts) = Read(
            "time,value\n2025-01-01T00:00:00Z,\n2025-01-01T00:05:00Z,  "
            + "\n2025-01-01T00:10:00Z,0\n2025-01-01T00:15:00Z\n");

        Assert.Equal(["t {\"ts\":1735690200000,\"flow_m3h\":0}"], lines);
        Assert.Equal((4, 3), (counts.Read, counts.Blank));
    }

    [Fact]
    public void Half_a_position_is_none_but_other_fields_may_be_blank()
    {
        var (lines, counts) = Read(
            "time,a,b,c\n2025-01-01T00:00:00Z,30,,5\n2025-01-01T00:01:00Z,30,122,\n",
            static options => options.Maps = [.. new[] { "lat=a", "lon=b", "heading_deg=c" }.Select(ColumnMap.Parse)]);

        Assert.Equal(["t {\"ts\":1735689660000,\"lat\":30,\"lon\":122}"], lines);
        Assert.Equal(1, counts.Blank);
    }

    [Fact]
    public void Rows_outside_the_filter_are_left_out_and_counted()
    {
        var (lines, counts) = Read(
            "time,value,site\n2025-01-01T00:00:00Z,1,a\n2025-01-01T00:05:00Z,2,b\n",
            static options => options.Where = [("site", "b")]);

        Assert.Single(lines);
        Assert.Equal(1, counts.Filtered);
    }

    [Fact]
    public void What_is_wrong_is_counted_with_the_row_and_the_word()
    {
        var (lines, counts) = Read(
            "time,value\nnever,1\n2025-01-01T00:00:00Z,many\n2025-01-01T00:05:00Z,NaN\n2025-01-01T00:10:00Z,3\n");

        Assert.Single(lines);
        Assert.Equal(3, counts.Wrong);
        Assert.Equal(
            ["row 1: 'never' is not a time in the format", "row 2: value: 'many' is not a number",
                "row 3: value: 'NaN' is not a number"],
            counts.Problems);
    }

    [Fact]
    public void A_topic_takes_columns_and_refuses_what_can_not_stand_in_one()
    {
        var (lines, counts) = Read(
            "time,value,id\n2025-01-01T00:00:00Z,1,47\n2025-01-01T00:05:00Z,2,a/b\n2025-01-01T00:10:00Z,3,\n",
            static options => options.Topic = new TopicTemplate("sanitation/vehicles/bus-{id}/position"));

        Assert.StartsWith("sanitation/vehicles/bus-47/position ", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(2, counts.Wrong);
    }

    [Fact]
    public void Quoted_columns_keep_their_commas_quotes_and_lines()
    {
        var (lines, _) = Read(
            "time,value,\"the, "
            + "\"\"name\"\"\"\r\n2025-01-01T00:00:00Z,\"1,5\",x\r\n\"2025-01-01T00:05:00Z\",\"2.5\",\"a\nb\"\r\n",
            static options =>
                options.Maps = [ColumnMap.Parse("flow_m3h=value"), ColumnMap.Parse("source=the, \"name\"")]);

        // "1,5" is no number in this format and is counted as wrong.
        Assert.Equal(["t {\"ts\":1735689900000,\"flow_m3h\":2.5,\"source\":\"a\\nb\"}"], lines);
    }

    [Fact]
    public void Text_truth_and_constants_keep_their_types()
    {
        var (lines, counts) = Read(
            "time,on,q\n2025-01-01T00:00:00Z,1,D\n2025-01-01T00:01:00Z,maybe,N\n",
            static options =>
            {
                options.Maps = [ColumnMap.Parse("ignition=on"), ColumnMap.Parse("q=q")];
                options.Constants = new Dictionary<string, string> { ["material"] = "garbage" };
            });

        Assert.Equal(["t {\"ts\":1735689600000,\"ignition\":true,\"q\":\"D\",\"material\":\"garbage\"}"], lines);
        Assert.Equal(1, counts.Wrong);
    }

    [Fact]
    public void The_hour_that_does_not_exist_is_counted_as_wrong()
    {
        var (lines, counts) = Read(
            "time,value\n2025-03-09T01:55:00,1\n2025-03-09T02:00:00,2\n2025-03-09T03:00:00,3\n",
            static options => options.TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago"));

        Assert.Equal(2, lines.Count);
        Assert.Equal(
            "row 2: '2025-03-09T02:00:00' was skipped when the clocks went forward", Assert.Single(counts.Problems));
    }

    [Fact]
    public void A_missing_column_names_those_there_are()
    {
        var thrown = Assert.Throws<RecordingException>(() => Read("time,other,\n2025-01-01T00:00:00Z,1,\n"));

        Assert.EndsWith("has no column 'value'; there are time, other", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_without_offset_and_zone_stop_the_replay()
    {
        var thrown = Assert.Throws<RecordingException>(() => Read("time,value\n2025-01-01T00:00:00,1\n"));

        Assert.Contains("no time zone", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column()
    {
        var (lines, _) = Read("\uFEFFtime,value\n2025-01-01T00:00:00Z,1\n");

        Assert.Single(lines);
    }

    [Theory]
    [InlineData("memphis-maxson-influent.csv")]
    [InlineData("memphis-maxson-effluent.csv")]
    public void The_memphis_recording_has_3956_values_and_each_is_its_plain_conversion(string name)
    {
        var file = Path.Combine(Repository.RequireRecordings(), name);
        var options = Options(file);
        options.TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");
        options.TimeColumn = "timestamp";
        options.Maps = [ColumnMap.Parse("flow_m3h=value:MGD")];

        var (lines, counts) = Read(options);

        // Its own reading of the file: columns 1 and 6, split at commas; the clocks went forward on 9 March at 02:00.
        var forward = new DateTime(2025, 3, 9, 2, 0, 0, DateTimeKind.Unspecified);
        var expected = File.ReadLines(file).Skip(1).Select(static line => line.Split(','))
            .Where(static columns => columns[5].Length > 0)
            .Select(columns =>
            {
                var local = DateTime.ParseExact(columns[0], "s", System.Globalization.CultureInfo.InvariantCulture);
                var utc = local.AddHours(local < forward ? 6 : 5);
                var ms = (long)(utc - DateTime.UnixEpoch).TotalMilliseconds;
                var value =
                    double.Parse(columns[5], System.Globalization.CultureInfo.InvariantCulture) * 3785.411784 / 24;
                return FormattableString.Invariant($"t {{\"ts\":{ms},\"flow_m3h\":{value:R}}}");
            }).ToList();
        Assert.Equal(3956, lines.Count);
        Assert.Equal(expected, lines);
        Assert.Equal(3956, lines.Distinct().Count());
        Assert.Equal((4014, 58, 0), (counts.Read, counts.Blank, counts.Wrong));
    }

    [Fact]
    public void The_bus_recording_has_1533_fixes_of_their_own()
    {
        var options = Options(Path.Combine(Repository.RequireRecordings(), "liverpool-bus-14.csv"));
        options.TimeZone = TimeZoneInfo.Utc;
        options.TimeColumn = "timestamp";
        options.Topic = new TopicTemplate("sanitation/vehicles/bus-{vehicle_id}/position");
        options.Maps = [.. new[] { "lat=latitude", "lon=longitude", "heading_deg=bearing" }.Select(ColumnMap.Parse)];

        var (lines, counts) = Read(options);

        Assert.Equal(
            "sanitation/vehicles/bus-4716/position {\"ts\":1769443022000,\"lat\":53.44451,\"lon\":-2.925173}",
            lines[0]);
        Assert.Equal(
            1533, lines.Select(static line => line[..(line.IndexOf("\"ts\":", StringComparison.Ordinal) + 18)])
            .Distinct().Count());
        Assert.Equal(0, counts.Wrong + counts.Blank);
    }

    internal static ReplayOptions Options(string file) => new()
    {
        File = file, Topic = new TopicTemplate("t"), TimeColumn = "time", Maps = [ColumnMap.Parse("flow_m3h=value")],
    };

    private static (List<string> Lines, ReplayCounts Counts) Read(string csv, Action<ReplayOptions>? change = null)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("a.csv"), csv);
        var options = Options(folder.File("a.csv"));
        change?.Invoke(options);
        return Read(options);
    }

    private static (List<string> Lines, ReplayCounts Counts) Read(ReplayOptions options)
    {
        var counts = new ReplayCounts();
        using var sut = new Recording(options, counts);
        return (
            [.. sut.Readings(static _ => 0)
            .Select(static r => $"{r.Message.Topic} {Encoding.UTF8.GetString(r.Message.Json.Span)}")], counts);
    }
}
