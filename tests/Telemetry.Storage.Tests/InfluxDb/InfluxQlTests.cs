using CsCheck;
using Telemetry.Domain.Readings;
using Telemetry.Rig;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.InfluxDb;

public sealed class InfluxQlTests(RealInfluxDb real) : IClassFixture<RealInfluxDb>
{
    public static TheoryData<string> Hostile =>
    [
        "plain", "污水厂-2", "two words", "it's", "say \"stop\"", "back\\slash", "trailing\\", "\\'", "\\\"",
        "line\nfeed", "tab\there",
        "'; DROP DATABASE \"d\"; --", "\"; DROP DATABASE \"d\"; --", "x' OR 'a' = 'a", "x\" OR \"a\" = \"a",
        "/* comment */", "-- comment",
        "$param", ";", "\\n",
    ];

    [Theory]
    [InlineData("plant_flow", "\"plant_flow\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\", "\"a\\\\\"")]
    [InlineData("a\nb", "\"a\\nb\"")]
    public void Identifier_is_quoted_and_escaped(string name, string expected) =>
        Assert.Equal(expected, InfluxQl.Identifier(name));

    [Theory]
    [InlineData("sewage-1", "'sewage-1'")]
    [InlineData("a'b", "'a\\'b'")]
    [InlineData("a\\'b", "'a\\\\\\'b'")]
    public void Text_is_quoted_and_escaped(string value, string expected) =>
        Assert.Equal(expected, InfluxQl.Text(value));

    [Fact]
    public void No_text_ends_its_quotes_early() => Gen.String[Gen.Char["'\"\\\nab; "], 0, 12].Sample(text =>
    {
        AssertClosesAtTheEnd(InfluxQl.Text(text), '\'');
        AssertClosesAtTheEnd(InfluxQl.Identifier(text), '"');
    });

    [Fact]
    public void Instant_is_utc_to_the_tick_and_within_what_can_be_stored()
    {
        var local = new DateTimeOffset(2009, 3, 1, 8, 0, 0, TimeSpan.FromHours(8)).AddTicks(1);

        Assert.Equal("'2009-03-01T00:00:00.0000001Z'", InfluxQl.Instant(local));
        Assert.Equal("'1677-09-21T00:12:44.0000000Z'", InfluxQl.Instant(DateTimeOffset.MinValue));
        Assert.Equal("'2262-04-11T23:47:16.0000000Z'", InfluxQl.Instant(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Where_joins_tags_and_bounds()
    {
        var clause = InfluxQl.Where(
            [new("plant", "it's")], new DateTimeOffset(2009, 3, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2009, 3, 2, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            " WHERE \"plant\" = 'it\\'s' AND time >= '2009-03-01T00:00:00.0000000Z' AND time < "
            + "'2009-03-02T00:00:00.0000000Z'", clause);
        Assert.Equal("", InfluxQl.Where([]));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_text_is_a_value_to_the_real_server_and_nothing_more(string text)
    {
        var server = await real.ServerAsync();
        await server.CreateDatabaseAsync("d");

        // The value finds nothing, the name is no measurement; neither is an error, and no statement is added.
        var answer = await server.QueryAsync(
            "d", $"SELECT {InfluxQl.Identifier(text)} FROM {InfluxQl.Identifier(text)} WHERE "
            + $"{InfluxQl.Identifier(text)} = {InfluxQl.Text(text)}");

        Assert.Equal(1, answer.GetProperty("results").GetArrayLength());
        var databases = await server.RowsAsync("", "SHOW DATABASES");
        Assert.Contains("d", databases.Select(row => row[0].GetString()));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_text_finds_exactly_itself_on_the_real_server(string text)
    {
        var server = await real.ServerAsync();
        var database = "h-" + Guid.NewGuid().ToString("N");
        await server.CreateDatabaseAsync(database);
        var series = new Series(Measurements.PlantStatus, "sewage-1", "-");
        using var lines = new ByteArrayContent(Line.Bytes(
            [Line.Of(series, 1, ("message", text)), Line.Of(series, 2, ("message", "other")), Line.Of(
                series, 3, ("message", text + "x"))]));
        using var client = new HttpClient(new SocketsHttpHandler());
        using var written = await client.PostAsync(new Uri(server.Url, $"/write?db={database}&precision=ms"), lines);
        written.EnsureSuccessStatusCode();

        var rows = await server.RowsAsync(
            database,
            $"SELECT {InfluxQl.Identifier("message")} FROM \"plant_status\"{InfluxQl.Where([new("message", text)])}");

        var row = Assert.Single(rows);
        Assert.Equal((1, text), (row[0].GetInt64(), row[1].GetString()));
    }

    private static void AssertClosesAtTheEnd(string quoted, char quote)
    {
        Assert.Equal(quote, quoted[0]);
        var at = 1;
        while (quoted[at] != quote) at += quoted[at] == '\\' ? 2 : 1;
        Assert.Equal(quoted.Length - 1, at);
        Assert.DoesNotContain('\n', quoted);
    }
}
