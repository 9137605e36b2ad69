using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Derived.InfluxDb;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>What is sent to each version, to a server that answers from a script.</summary>
public sealed class InfluxDbDerivedRequestTests
{
    private const string Nothing = """{"results":[{"statement_id":0}]}""";

    private static readonly DateTimeOffset T0 = new(2009, 2, 28, 16, 0, 0, TimeSpan.Zero);
    private static readonly Series Effluent = new(DerivedMeasurements.VolumeHourly, "effluent", "sewage-1");
    private static readonly Series Flow = new(Measurements.PlantFlow, "effluent", "sewage-1");

    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(29);

    private readonly PacedClock _clock = new(AttemptLimit);

    [Theory]
    [InlineData(InfluxDbVersion.V1, "/write?db=city&rp=long&precision=ms", "/query?db=city&rp=long&epoch=ms")]
    [InlineData(InfluxDbVersion.V2, "/api/v2/write?org=o&bucket=years&precision=ms", "/query?db=years&rp=long&")]
    [InlineData(InfluxDbVersion.V3, "/api/v2/write?bucket=years&precision=ms", "/query?db=years&rp=long&epoch=ms")]
    public async Task Derived_rows_go_to_their_own_place_and_are_asked_for_there(
        InfluxDbVersion version, string write, string query)
    {
        await using var server = NewServer();
        using var sut = CreateSut(server, version, options =>
        {
            options.DerivedRetentionPolicy = "long";
            if (version == InfluxDbVersion.V2) options.DerivedBucket = "years";
            if (version == InfluxDbVersion.V3) options.DerivedDatabase = "years";
        });

        await sut.WriteAsync([new DerivedPoint(Effluent, T0.ToUnixTimeMilliseconds())], CancellationToken.None);
        await sut.ReadAsync(Effluent, T0, T0.AddHours(1), CancellationToken.None);
        await sut.SamplesAsync(Flow, T0, T0.AddHours(1), CancellationToken.None);

        var targets = server.Requests.Select(r => r.Target).Where(t => t.Contains("db=", StringComparison.Ordinal)
            || t.Contains("bucket=", StringComparison.Ordinal)).ToList();
        Assert.Equal(write, targets[0]);
        Assert.StartsWith(query, targets[1], StringComparison.Ordinal);
        Assert.StartsWith("/query?db=city&epoch=ms", targets[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_of_samples_names_its_columns_and_bounds_and_no_limit()
    {
        await using var server = NewServer();
        using var sut = CreateSut(server, InfluxDbVersion.V1);

        await sut.SamplesAsync(Flow, T0, T0.AddHours(1), CancellationToken.None);

        Assert.Equal(
            "q=SELECT \"flow_m3h\", \"total_m3\", \"q\" FROM \"plant_flow\" WHERE \"meter\" = 'effluent' AND "
            + "\"plant\" = 'sewage-1' AND time >= '2009-02-28T16:00:00.0000000Z' AND "
            + "time < '2009-02-28T17:00:00.0000000Z' ORDER BY time ASC",
            Uri.UnescapeDataString(Assert.Single(server.Requests).Text.Replace('+', ' ')));
    }

    [Fact]
    public async Task Several_spans_are_one_request_of_several_statements_and_with_3_x_one_each()
    {
        await using var server = NewServer();
        SeriesSpan[] spans =
            [.. Enumerable.Range(0, 3).Select(h => new SeriesSpan(Flow, T0.AddHours(h), T0.AddHours(h + 1)))];
        using var first = CreateSut(server, InfluxDbVersion.V1);
        using var third = CreateSut(server, InfluxDbVersion.V3);

        await first.SamplesAsync(spans, CancellationToken.None);
        var together = server.Requests.Count;
        await third.SamplesAsync(spans, CancellationToken.None);

        Assert.Equal((1, 3), (together, server.Requests.Count - together));
        Assert.Equal(new StoreTraffic(3, 1, 0, 0), first.Traffic);
        Assert.Equal(new StoreTraffic(3, 3, 0, 0), third.Traffic);
    }

    [Fact]
    public async Task With_3_x_a_neighbour_is_looked_for_nearby_before_it_is_looked_for_anywhere()
    {
        await using var server = NewServer();
        using var sut = CreateSut(server, InfluxDbVersion.V3);

        Assert.Null(await sut.BeforeAsync(Effluent, T0, CancellationToken.None));

        var asked = server.Requests.Select(r => Uri.UnescapeDataString(r.Target)).ToList();
        Assert.Equal(2, asked.Count);
        Assert.Contains("time >= '2009-02-25T16:00:00.0000000Z'", asked[0], StringComparison.Ordinal);
        Assert.Contains("time >= '1677-", asked[1], StringComparison.Ordinal);
        Assert.All(asked, q => Assert.EndsWith("ORDER BY time DESC LIMIT 1", q, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_the_server_cut_is_no_answer()
    {
        const string Cut =
            """{"results":[{"series":[{"columns":["time","flow_m3h"],"values":[[1,5]],"partial":true}]}]}""";
        await using var server = new ScriptedServer(_ => new Reply.Answer(200, Cut));
        using var sut = CreateSut(server, InfluxDbVersion.V1);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => sut.SamplesAsync(Flow, T0, T0.AddHours(1), CancellationToken.None));

        Assert.Contains("max-row-limit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_is_written_each_time_with_what_stands_for_unknown()
    {
        await using var server = NewServer();
        using var sut = CreateSut(server, InfluxDbVersion.V1);

        await sut.WriteAsync(
            [new DerivedPoint(new Series(DerivedMeasurements.PlantDaily, "sewage-1"), 5).Set(
                DerivedMeasurements.Load, 0.5)], CancellationToken.None);

        var line = Assert.Single(server.Requests.Single(r => r.Path == "/write").Lines);
        var fields = line.Split(' ')[1].Split(',').Select(f => f.Split('=')[0]);
        Assert.Equal(DerivedMeasurements.PlantDaily.Fields.Select(f => f.Name), fields);
        Assert.Contains("treated_m3=9.969209968386869E+36,", line, StringComparison.Ordinal);
        Assert.Contains("checks=-9223372036854775806i,", line, StringComparison.Ordinal);
        Assert.Contains(",load=0.5,", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_wait_out_a_server_that_asks_for_time()
    {
        var asked = 0;
        await using var server = new ScriptedServer(request => request.Path == "/write" && ++asked < 3
            ? new Reply.Answer(503, "", ("Retry-After", "7")) : Answer(request));
        using var sut = CreateSut(server, InfluxDbVersion.V1);

        await _clock.RunAsync(Write(sut));

        Assert.Equal(3, asked);

        static async Task<int> Write(InfluxDbDerivedStore sut)
        {
            await sut.WriteAsync([new DerivedPoint(Effluent, 5)], CancellationToken.None);
            return 1;
        }
    }

    private static ScriptedServer NewServer() => new(Answer);

    private static Reply Answer(ScriptedRequest request) =>
        request.Path.EndsWith("/query", StringComparison.Ordinal)
            ? new Reply.Answer(200, Nothing) : Reply.NoContent;

    private InfluxDbDerivedStore CreateSut(
        ScriptedServer server, InfluxDbVersion version, Action<InfluxDbOptions>? configure = null)
    {
        var options = new InfluxDbOptions
        {
            Url = server.Url, Version = version, Org = version == InfluxDbVersion.V2 ? "o" : "", Database = "city",
            CreateDatabase = false, WriteTimeout = AttemptLimit, QueryTimeout = AttemptLimit,
        };
        configure?.Invoke(options);
        return new InfluxDbDerivedStore(
            options, _clock, NullLogger<InfluxDbDerivedStore>.Instance, new Random(1));
    }
}
