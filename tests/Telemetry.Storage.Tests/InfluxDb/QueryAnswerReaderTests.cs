using System.Text;
using System.Text.Json;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries.InfluxDb;

namespace Telemetry.Storage.Tests.InfluxDb;

public sealed class QueryAnswerReaderTests
{
    private const string Positions = """
        {"results":[{"statement_id":0,"messages":[{"level":"warning","text":"deprecated"}],"series":[
          {"name":"vehicle_position","tags":{"vehicle":"truck-7"},"columns":["time","lat","flags","ignition","note","lon"],
           "values":[[1235836800000,30,4,true,"ignored",122.125],[1235836800001,30.5,null,false,null,null]]},
          {"name":"vehicle_position","tags":{"vehicle":"车-8"},"columns":["time","lat"],"values":[[1235836800002,-0.25]]}]}]}
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Rows_are_typed_as_declared_however_the_stream_is_cut(int part)
    {
        var rows = new PointRows(Measurements.VehiclePosition, only: null);

        var reader = await Read(rows, Positions, part);

        Assert.Null(reader.Error);
        Assert.Equal(["truck-7", "truck-7", "车-8"], rows.Points.Select(p => p.Series["vehicle"]));
        Assert.Equal(
            new Dictionary<string, object> { ["lat"] = 30.0, ["flags"] = 4L, ["ignition"] = true, ["lon"] = 122.125 },
            rows.Points[0].Values);
        Assert.Equal(new Dictionary<string, object> { ["lat"] = 30.5, ["ignition"] = false }, rows.Points[1].Values);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1235836800002), rows.Points[2].Time);
    }

    [Fact]
    public async Task Tags_may_stand_in_columns()
    {
        // First versions of 3.x give no "tags".
        var rows = new PointRows(Measurements.VehiclePosition, only: null);

        await Read(
            rows, """{"results":[{"statement_id":0,"series":[{"name":"vehicle_position","columns":["time","lat","vehicle"],"values":[[1,2.5,"a"],[1,3.5,"b"]]}]}]}""", 9);

        Assert.Equal([("a", 2.5), ("b", 3.5)], rows.Points.Select(p => (p.Series["vehicle"], (double)p.Values["lat"])));
    }

    [Fact]
    public async Task A_value_of_another_kind_than_declared_is_left_out()
    {
        var rows = new PointRows(Measurements.PlantQuality, only: null);

        await Read(
            rows, """{"results":[{"series":[{"name":"plant_quality","tags":{"plant":"p","point":"o"},"columns":["time","cod_mgl","q","flags","ph"],"values":[[1,"high",7,true,6.5]]}]}]}""", 50);

        Assert.Equal(new Dictionary<string, object> { ["ph"] = 6.5 }, Assert.Single(rows.Points).Values);
    }

    [Fact]
    public async Task Errors_of_the_answer_and_of_a_statement_are_found()
    {
        var whole = await Read(new CountRows(), """{"error":"error parsing query: found FROM"}""", 3);
        var second = await Read(
            new CountRows(), """{"results":[{"statement_id":0},{"statement_id":1,"error":"not executed"}]}""", 3);

        Assert.Equal("error parsing query: found FROM", whole.Error);
        Assert.Equal("not executed", second.Error);
    }

    [Fact]
    public async Task A_cut_by_the_servers_own_limit_is_noticed()
    {
        var reader = await Read(
            new CountRows(),
            """{"results":[{"statement_id":0,"series":[{"name":"m","columns":["time","count"],"values":[[0,5]],"partial":true}]}]}""", 8);

        Assert.True(reader.IsPartial);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(100_000)]
    public async Task An_answer_in_chunks_is_read_to_its_end_and_is_not_taken_for_a_cut_one(int part)
    {
        const string Chunks =
            """
            {"results":[{"statement_id":0,"series":[{"name":"m","columns":["time","count"],"values":[[0,1],[1,2]],
              "partial":true}],"partial":true}]}
            {"results":[{"statement_id":0,"series":[{"name":"m","columns":["time","count"],"values":[[2,3]]}]}]}
            {"results":[{"statement_id":1}]}
            {"results":[{"statement_id":2,"series":[{"name":"m","columns":["time","count"],"values":[[2,4]]}]}]}

            """;
        var rows = new CountsByStatement();

        var reader = await Read(rows, Chunks, part);

        Assert.False(reader.IsPartial);
        Assert.Equal([(0, 1L), (0, 2L), (0, 3L), (2, 4L)], rows.Counts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"results":[{"statement_id":1,"series":[{"columns":["time","count"],"values":[[2,3]]}]}]}""")]
    public async Task Chunks_that_break_off_before_the_last_are_a_cut_answer(string rest)
    {
        const string First =
            """{"results":[{"statement_id":0,"series":[{"columns":["time","count"],"values":[[0,1]]}],"partial":true}]}""";

        var reader = await Read(new CountRows(), First + "\n" + rest, 7);

        Assert.True(reader.IsPartial);
    }

    [Fact]
    public async Task An_error_in_a_later_chunk_is_found()
    {
        var reader = await Read(
            new CountRows(), """{"results":[{"statement_id":0}]} {"results":[{"error":"killed"}]}""", 5);

        Assert.Equal("killed", reader.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("<html>")]
    [InlineData("""{"results":[{"statement_id":0,"series":[{"name":"m","columns":["time"]""")]
    public async Task What_is_no_answer_or_ends_in_its_middle_is_an_error(string text) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => Read(new CountRows(), text, 4));

    [Fact]
    public async Task A_value_longer_than_the_buffer_is_read_whole()
    {
        var rows = new PointRows(Measurements.PlantStatus, only: null);
        var message = new string('x', 300_000);

        await Read(
            rows, $$"""{"results":[{"series":[{"name":"plant_status","tags":{"plant":"p","unit":"-"},"columns":["time","message"],"values":[[1,"{{message}}"]]}]}]}""", 10_000);

        Assert.Equal(message, Assert.Single(rows.Points).Values["message"]);
    }

    private sealed class CountsByStatement : QueryRows
    {
        private int _statement;

        public List<(int Statement, long Count)> Counts { get; } = [];

        public override void BeginSeries(
            int statement, IReadOnlyDictionary<string, string> tags, IReadOnlyList<string> columns) =>
            _statement = statement;

        public override void Value(int column, ref Utf8JsonReader value)
        {
            if (column == 1) Counts.Add((_statement, value.GetInt64()));
        }

        public override void EndRow()
        {
        }
    }

    private static async Task<QueryAnswerReader> Read(QueryRows rows, string text, int part)
    {
        var reader = new QueryAnswerReader(rows, 0);
        await reader.ReadAsync(new PartsStream(Encoding.UTF8.GetBytes(text), part), CancellationToken.None);
        return reader;
    }

    /// <summary>Gives at most so many bytes a read.</summary>
    private sealed class PartsStream(byte[] bytes, int part) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(part, buffer.Length)], cancellationToken);
    }
}
