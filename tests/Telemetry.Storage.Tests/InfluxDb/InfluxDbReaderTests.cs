using System.Net;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>
/// How each version is asked. What the answers mean is held by the contract, against the real server.
/// </summary>
public sealed class InfluxDbReaderTests
{
    private const string Nothing = """{"results":[{"statement_id":0}]}""";
    private static readonly Series Influent = new(Measurements.PlantFlow, "influent", "sewage-1");
    private static readonly IReadOnlyDictionary<string, string> AnyTags = new Dictionary<string, string>();
    private static readonly DateTimeOffset Start = new(2009, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PacedClock _clock = new(TimeSpan.FromSeconds(29));

    [Theory]
    [InlineData(InfluxDbVersion.V1, "POST", "/query?db=telemetry&rp=raw&epoch=ms&chunked=true", "Basic d3JpdGVyOnA=")]
    [InlineData(InfluxDbVersion.V2, "POST", "/query?db=telemetry&rp=raw&epoch=ms&chunked=true", "Token t")]
    [InlineData(InfluxDbVersion.V3, "GET", "/query?db=telemetry&rp=raw&epoch=ms&q=", "Token t")]
    public async Task A_question_is_InfluxQL_with_the_versions_own_signature(
        InfluxDbVersion version, string method, string target, string authorization)
    {
        await using var server = new ScriptedServer(_ => new Reply.Answer(200, Nothing));
        using var sut = CreateSut(server, version);

        await sut.RangeAsync(Influent, Start, Start.AddHours(1), 10, CancellationToken.None);

        var request = Assert.Single(server.Requests);
        Assert.Equal((method, authorization), (request.Method, request.Headers["Authorization"]));
        Assert.StartsWith(target, request.Target, StringComparison.Ordinal);
        Assert.Equal(
            "SELECT * FROM \"plant_flow\" WHERE \"meter\" = 'influent' AND \"plant\" = 'sewage-1' AND time >= "
            + "'2009-03-01T00:00:00.0000000Z' AND time < '2009-03-01T01:00:00.0000000Z' ORDER BY time ASC LIMIT 10",
            Statement(request));
    }

    [Theory]
    [InlineData(InfluxDbVersion.V1, 3)]
    [InlineData(InfluxDbVersion.V2, 3)]
    [InlineData(InfluxDbVersion.V3, 250)]
    public async Task Between_asks_a_hundred_statements_a_request_and_3_x_one(InfluxDbVersion version, int requests)
    {
        await using var server = new ScriptedServer(
            request => new Reply.Answer(200, CountStatements(Statement(request))));
        using var sut = CreateSut(server, version);
        var borders = Enumerable.Range(0, 251).Select(day => Start.AddDays(day)).ToArray();

        var buckets = await sut.BetweenAsync(Influent, Measurements.FlowM3H, borders, CancellationToken.None);

        Assert.Equal(requests, server.Requests.Count);
        Assert.Equal(borders[..250], buckets.Select(b => b.Start));
        Assert.All(buckets, b => Assert.Equal((1.0, 2.0, 3.0, 2.5, 4L), (b.Min, b.Mean, b.Max, b.Last, b.Count)));
    }

    [Theory]
    [InlineData(InfluxDbVersion.V1, null, "SELECT * FROM \"plant_flow\" GROUP BY * ORDER BY time DESC LIMIT 1")]
    [InlineData(
        InfluxDbVersion.V3, null,
        "SELECT * FROM \"plant_flow\" WHERE time >= '2009-02-26T00:00:00.0000000Z' GROUP BY * ORDER BY time DESC LIMIT "
        + "1")]
    [InlineData(
        InfluxDbVersion.V1, 24,
        "SELECT * FROM \"plant_flow\" WHERE time >= '2009-02-28T00:00:00.0000000Z' GROUP BY * ORDER BY time DESC LIMIT "
        + "1")]
    public async Task Latest_looks_back_72_hours_with_3_x(InfluxDbVersion version, int? hours, string statement)
    {
        await using var server = new ScriptedServer(_ => new Reply.Answer(200, Nothing));
        using var sut = CreateSut(server, version, o => o.LatestWithin = hours is { } h ? TimeSpan.FromHours(h) : null);

        await sut.LatestAsync(Measurements.PlantFlow, AnyTags, CancellationToken.None);

        Assert.Equal(statement, Statement(Assert.Single(server.Requests)));
    }

    [Theory]
    [InlineData(404, "database not found")]
    [InlineData(500, "database not found: telemetry")]
    public async Task A_database_of_3_x_that_is_not_made_yet_has_nothing_in_it(int status, string body)
    {
        await using var server = new ScriptedServer(_ => new Reply.Answer(status, body));
        using var sut = CreateSut(server, InfluxDbVersion.V3);

        Assert.Empty(await _clock.RunAsync(sut.LatestAsync(Measurements.PlantFlow, AnyTags, CancellationToken.None)));
    }

    [Fact]
    public async Task A_passing_failure_is_asked_again_and_leaves_no_rows_behind()
    {
        const string Rows =
            """{"results":[{"statement_id":0,"series":[{"name":"plant_flow","columns":["time","flow_m3h"],"values":[[1,1.5]]}]}]}""";
        await using var server = new ScriptedServer(ScriptedServer.InTurn(
            new Reply.Answer(200, Rows), new Reply.Answer(503), new Reply.Cut(200, Rows[..^6], Rows.Length)));
        using var sut = CreateSut(server, InfluxDbVersion.V1);

        var points = await _clock.RunAsync(
            sut.RangeAsync(Influent, Start, Start.AddHours(1), 10, CancellationToken.None));

        Assert.Single(points);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(401, """{"error":"authorization failed"}""", "authorization failed")]
    [InlineData(400, """{"error":"error parsing query: found FROM"}""", "error parsing query")]
    [InlineData(404, """{"error":"database not found"}""", "database not found")]
    [InlineData(200, """{"results":[{"statement_id":0,"error":"shard iterator failed"}]}""", "shard iterator failed")]
    [InlineData(200, "<html>", "no answer")]
    [InlineData(302, "", "302")]
    public async Task A_refusal_is_said_in_the_servers_words_and_not_asked_again(int status, string body, string words)
    {
        await using var server = new ScriptedServer(_ => new Reply.Answer(status, body));
        using var sut = CreateSut(server, InfluxDbVersion.V1);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => sut.LatestAsync(Measurements.PlantFlow, AnyTags, CancellationToken.None));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task While_the_server_fails_questions_fail_at_once()
    {
        await using var server = new ScriptedServer(_ => new Reply.Answer(500, "down"));
        using var sut = CreateSut(server, InfluxDbVersion.V1);
        for (var i = 0; i < 4; i++) await Assert.ThrowsAsync<StoreUnavailableException>(Ask);
        var before = server.Requests.Count;

        await Assert.ThrowsAsync<StoreUnavailableException>(Ask);

        Assert.Equal(before, server.Requests.Count);

        async Task Ask() => await _clock.RunAsync(sut.CountAsync(
            Measurements.PlantFlow, Measurements.FlowM3H, AnyTags, Start, Start.AddDays(1), CancellationToken.None));
    }

    private InfluxDbReader CreateSut(
        ScriptedServer server, InfluxDbVersion version, Action<InfluxDbOptions>? configure = null)
    {
        var options = new InfluxDbOptions
        {
            Url = server.Url, Version = version, Org = "city", RetentionPolicy = "raw",
            QueryTimeout = TimeSpan.FromSeconds(29),
        };
        if (version == InfluxDbVersion.V1) (options.User, options.Password) = ("writer", "p");
        else options.Token = "t";
        configure?.Invoke(options);
        return new InfluxDbReader(options, _clock, new Random(3));
    }

    private static string Statement(ScriptedRequest request)
    {
        var text = request.Method == "GET"
            ? request.Target[(request.Target.IndexOf("&q=", StringComparison.Ordinal) + 3)..]
            : request.Text["q=".Length..];
        return WebUtility.UrlDecode(text);
    }

    private static string CountStatements(string statements)
    {
        var results = statements.Split(';').Select((_, i) =>
            $$"""{"statement_id":{{i}},"series":[{"name":"plant_flow","columns":["time","min","mean","max","last","count"],"values":[[0,1,2,3,2.5,4]]}]}""");
        return "{\"results\":[" + string.Join(',', results) + "]}";
    }
}
