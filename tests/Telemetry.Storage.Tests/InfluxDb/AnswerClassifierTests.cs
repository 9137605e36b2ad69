using System.Net.Http.Headers;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>
/// The table of answers. Bodies are those of the servers: of 1.x as InfluxDB 1.6.7 answers, where no source is named.
/// </summary>
public sealed class AnswerClassifierTests
{
    public static TheoryData<InfluxDbVersion, int, string, VerdictKind> Rows => new()
    {
        { InfluxDbVersion.V1, 204, "", VerdictKind.Advance },
        { InfluxDbVersion.V2, 204, "", VerdictKind.Advance },
        { InfluxDbVersion.V3, 204, "", VerdictKind.Advance },

        // A type conflict; the good points are in.
        {
            InfluxDbVersion.V1, 400,
            """{"error":"partial write: field type conflict: input field \"v\" on measurement \"m\" is type integer, already exists as type float dropped=2"}""",
            VerdictKind.PartialWrite
        },
        {
            InfluxDbVersion.V1, 400,
            """{"error":"partial write: unable to parse 'bad': missing fields\nunable to parse 'm,a=3 v= 2000': missing field value dropped=0"}""",
            VerdictKind.PartialWrite
        },
        { InfluxDbVersion.V1, 400, """{"error":"partial write: points beyond retention policy dropped=2"}""",
            VerdictKind.PartialWrite },
        {
            InfluxDbVersion.V1, 400,
            """{"error":"partial write: invalid field name: input field \"time\" on measurement \"m\" is invalid dropped=1"}""",
            VerdictKind.PartialWrite
        },
        // docs.influxdata.com, influxdb v1 troubleshooting/errors, and influxdata/influxdb#10409.
        { InfluxDbVersion.V1, 400, """{"error":"max series per database exceeded: plant_flow,meter=a,plant=b"}""",
            VerdictKind.Permanent },
        {
            InfluxDbVersion.V1, 400,
            """{"error":"partial write: max-values-per-tag limit exceeded (100010/100000): measurement=\"m\" tag=\"t\" value=\"v\" dropped=1"}""",
            VerdictKind.PartialWrite
        },
        { InfluxDbVersion.V1, 400,
            """{"error":"partial write: max-series-per-database limit exceeded: (1000000) dropped=1"}""",
            VerdictKind.PartialWrite },
        // Every line bad: nothing was written, and nothing says "partial".
        { InfluxDbVersion.V1, 400, """{"error":"unable to parse 'bad': missing fields"}""", VerdictKind.Permanent },

        // influxdata/influxdb http/points (2.7): a partial write of the engine is 422 "unprocessable entity".
        {
            InfluxDbVersion.V2, 422,
            """{"code":"unprocessable entity","message":"failure writing points to database: partial write: field type conflict: input field \"longitude\" on measurement \"device_metric\" is type float, already exists as type string dropped=1224"}""",
            VerdictKind.PartialWrite
        },
        {
            InfluxDbVersion.V2, 422,
            """{"code":"unprocessable entity","message":"failure writing points to database: partial write: dropped 350 points outside retention policy of duration 72h0m0s - oldest point plant_flow,meter=a,plant=b at 2025-08-26T03:26:38Z dropped because it violates a Retention Policy Lower Bound at 2025-09-02T09:04:10Z dropped=350 for database: 0123456789abcdef for retention policy: autogen"}""",
            VerdictKind.PartialWrite
        },
        // docs.influxdata.com, influxdb v2 write-data/troubleshoot: 400 names the first malformed line, nothing is
        // written.
        {
            InfluxDbVersion.V2, 400,
            """{"code":"invalid","message":"unable to parse 'm v=': missing field value"}""", VerdictKind.Permanent
        },

        // docs.influxdata.com, influxdb3 core write-data/http-api/v3-write-lp: partial writes.
        {
            InfluxDbVersion.V3, 400,
            """{"error":"partial write of line protocol occurred","data":[{"original_line":"home,room=Sunroom temp=hi 1735549200","line_number":2,"error_message":"invalid column type for column 'temp', expected iox::column_type::field::float, got iox::column_type::field::string"}]}""",
            VerdictKind.PartialWrite
        },
        // The same page: accept_partial=false, nothing was written.
        {
            InfluxDbVersion.V3, 400,
            """{"error":"parsing failed for write_lp endpoint","data":{"original_line":"home,room=Sunroom temp=hi 1735549200","line_number":2,"error_message":"invalid column type"}}""",
            VerdictKind.Permanent
        },
        // influxdata/docs-v2#5160: relatives of 3.x.
        { InfluxDbVersion.V3, 400, """{"code":"invalid","line":2,"message":"No fields were provided"}""",
            VerdictKind.Permanent },
        // influxdb3_server/src/http.rs: limits of tables and columns are 422 with the lines.
        {
            InfluxDbVersion.V3, 422,
            """{"error":"partial write of line protocol occurred","data":[{"original_line":"m v=1 1","line_number":1,"error_message":"Update to schema would exceed number of tables per database limit of 2000 tables"}]}""",
            VerdictKind.PartialWrite
        },
        // influxdb3_server/src/http.rs, V2WriteApiError: through /api/v2/write some versions say 500 of a partial
        // write.
        { InfluxDbVersion.V3, 500, """{"code":"internal error","message":"partial write of line protocol occurred"}""",
            VerdictKind.PartialWrite },
        // influxdata.com/blog/handling-partial-writes-influxdb-3.0: it was 201 before it was 400.
        { InfluxDbVersion.V3, 201, """{"code":"invalid","line":2,"message":"error parsing line 2 (1-based)"}""",
            VerdictKind.PartialWrite },

        // influxdata/influxdb#19779 and telegraf#11005: what is permanent came as 500 and was repeated for ever.
        {
            InfluxDbVersion.V2, 500,
            """{"code":"internal error","message":"unexpected error writing points to database: partial write: field type conflict: input field \"uptime\" on measurement \"system\" is type integer, already exists as type unsigned dropped=32"}""",
            VerdictKind.PartialWrite
        },
        { InfluxDbVersion.V2, 500,
            """{"code":"internal error","message":"unexpected error writing points to database: field type conflict"}""", VerdictKind.Permanent },
        // telegraf#8571.
        { InfluxDbVersion.V2, 500,
            """{"code":"internal error","message":"unexpected error writing points to database: partial write: points beyond retention policy dropped=1"}""", VerdictKind.PartialWrite },
        { InfluxDbVersion.V1, 500, """{"error":"max-series-per-database limit exceeded: (1000000)"}""",
            VerdictKind.Permanent },
        { InfluxDbVersion.V1, 500,
            """{"error":"partial write: max-values-per-tag limit exceeded (100001/100000): measurement=\"m\" tag=\"t\" value=\"v\" dropped=1"}""", VerdictKind.PartialWrite },

        { InfluxDbVersion.V1, 413, """{"error":"Request Entity Too Large"}""", VerdictKind.Halve },
        { InfluxDbVersion.V2, 413,
            """{"code":"request too large","message":"unable to read data: points batch is too large"}""",
            VerdictKind.Halve },
        { InfluxDbVersion.V3, 413,
            """{"code":"request too large","message":"max request size (10485760 bytes) exceeded"}""",
            VerdictKind.Halve },
        { InfluxDbVersion.V1, 413, "<html><head><title>413 Request Entity Too Large</title></head></html>",
            VerdictKind.Halve },

        { InfluxDbVersion.V1, 503, "", VerdictKind.WaitFor },
        // docs.influxdata.com, influxdb cloud write-data/troubleshoot.
        { InfluxDbVersion.V2, 429,
            """{"code":"too many requests","message":"org 0123 has exceeded limited_write plan limit"}""",
            VerdictKind.WaitFor },
        { InfluxDbVersion.V3, 503, """{"code":"unavailable","message":"service unavailable"}""", VerdictKind.WaitFor },

        { InfluxDbVersion.V1, 401, """{"error":"authorization failed"}""", VerdictKind.Refused },
        { InfluxDbVersion.V1, 403,
            """{"error":"\"reader\" user is not authorized to write to database \"telemetry\""}""",
            VerdictKind.Refused },
        { InfluxDbVersion.V1, 404, """{"error":"database not found: \"telemetry\""}""", VerdictKind.Refused },
        { InfluxDbVersion.V2, 401, """{"code":"unauthorized","message":"unauthorized access"}""", VerdictKind.Refused },
        { InfluxDbVersion.V2, 403, """{"code":"forbidden","message":"insufficient permissions for write"}""",
            VerdictKind.Refused },
        { InfluxDbVersion.V2, 404, """{"code":"not found","message":"bucket \"telemetry\" not found"}""",
            VerdictKind.Refused },
        { InfluxDbVersion.V3, 401, """{"error": "the request was not authenticated"}""", VerdictKind.Refused },
        { InfluxDbVersion.V3, 403, "", VerdictKind.Refused },
        { InfluxDbVersion.V3, 404, "database not found", VerdictKind.Refused },

        { InfluxDbVersion.V1, 500, """{"error":"timeout"}""", VerdictKind.Retry },
        { InfluxDbVersion.V1, 500, """{"error":"engine is closed"}""", VerdictKind.Retry },
        { InfluxDbVersion.V2, 502, "<html>Bad Gateway</html>", VerdictKind.Retry },
        { InfluxDbVersion.V2, 500,
            """{"code":"internal error","message":"unexpected error writing points to database: timeout"}""",
            VerdictKind.Retry },
        { InfluxDbVersion.V3, 500, "object store error", VerdictKind.Retry },
        { InfluxDbVersion.V3, 504, "", VerdictKind.Retry },
        { InfluxDbVersion.V3, 409, "the resource already exists", VerdictKind.Retry },

        // influxdata/docs.influxdata.com-ARCHIVE#2368: a full disk says "partial write". No line is at fault.
        { InfluxDbVersion.V1, 400,
            """{"error":"partial write: write /var/lib/influxdb/data/t/_series/06/0002: no space left on device dropped=1"}""", VerdictKind.Retry },
        { InfluxDbVersion.V2, 422,
            """{"code":"unprocessable entity","message":"failure writing points to database: partial write: write /var/lib/influxdb2/engine: no space left on device dropped=9"}""", VerdictKind.Retry },
        { InfluxDbVersion.V2, 500,
            """{"code":"internal error","message":"unexpected error writing points to database: partial write: write /x: no space left on device dropped=1"}""", VerdictKind.Retry },
        // … but a device may send those words.
        { InfluxDbVersion.V1, 400,
            """{"error":"unable to parse 'plant_status message=\"no space left on device\" x': bad timestamp"}""",
            VerdictKind.Permanent },

        // Requests that are wrong as a whole must never cost a line.
        { InfluxDbVersion.V1, 500, """{"error":"retention policy not found: nope"}""", VerdictKind.Refused },
        { InfluxDbVersion.V1, 400, """{"error":"database is required"}""", VerdictKind.Refused },
        { InfluxDbVersion.V1, 400, "Client sent an HTTP request to an HTTPS server.", VerdictKind.Refused },
        { InfluxDbVersion.V2, 400, "<html><center>The plain HTTP request was sent to HTTPS port</center></html>",
            VerdictKind.Refused },
        { InfluxDbVersion.V2, 400,
            """{"code":"invalid","message":"invalid precision; valid precision units are ns, us, ms, and s"}""",
            VerdictKind.Refused },
        { InfluxDbVersion.V3, 422,
            """{"error":"partial write of line protocol occurred","data":[{"original_line":"m v=1 1","line_number":1,"error_message":"Adding a new database would exceed limit of 5 databases"}]}""", VerdictKind.Refused },
        { InfluxDbVersion.V1, 200, "<html>Please sign in to this network</html>", VerdictKind.Refused },
        { InfluxDbVersion.V1, 301, "", VerdictKind.Refused },
        { InfluxDbVersion.V3, 405, "", VerdictKind.Refused },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_answer_means_what_the_table_says(
        InfluxDbVersion version, int status, string body, VerdictKind expected)
    {
        var verdict = AnswerClassifier.Classify(new StoreAnswer(status, body), version);

        Assert.Equal(expected, verdict.Kind);
        Assert.Equal(expected == VerdictKind.Advance, verdict.Detail.Length == 0);
    }

    [Theory]
    [InlineData(InfluxDbVersion.V1, 401, "", "PasswordFile")]
    [InlineData(InfluxDbVersion.V2, 401, "", "TokenFile")]
    [InlineData(InfluxDbVersion.V3, 403, "", "Token")]
    [InlineData(
        InfluxDbVersion.V1, 404, """{"error":"database not found: \"x\""}""",
        "Create it, or correct Telemetry:Store:InfluxDb: Database")]
    [InlineData(
        InfluxDbVersion.V2, 404, """{"code":"not found","message":"bucket \"x\" not found"}""", "Org and Bucket")]
    [InlineData(InfluxDbVersion.V1, 404, "404 page not found", "Database")]
    [InlineData(InfluxDbVersion.V1, 302, "", "Url and Version")]
    public void A_refusal_names_the_option_to_mend(InfluxDbVersion version, int status, string body, string named) =>
        Assert.Contains(
            named, AnswerClassifier.Classify(new StoreAnswer(status, body), version).Detail, StringComparison.Ordinal);

    [Fact]
    public void A_detail_is_one_short_line()
    {
        var body = "unable to parse 'a\u0007b\r\n" + new string('x', 10_000) + "': missing fields";

        var detail = AnswerClassifier.Classify(new StoreAnswer(400, body), InfluxDbVersion.V1).Detail;

        Assert.InRange(detail.Length, 10, 450);
        Assert.DoesNotContain(detail, char.IsControl);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("Sun, 01 Mar 2009 00:02:00 GMT", 120)]
    [InlineData("Sat, 28 Feb 2009 00:00:00 GMT", 0)]
    public void RetryAfter_is_seconds_or_a_date(string header, int seconds)
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.TryAddWithoutValidation("Retry-After", header);

        var wait = StoreAnswer.RetryAfterOf(answer.Headers, new DateTimeOffset(2009, 3, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(TimeSpan.FromSeconds(seconds), wait);
    }

    [Fact]
    public void RetryAfter_as_a_date_is_counted_by_the_servers_own_clock()
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(
            new DateTimeOffset(2009, 3, 1, 1, 0, 30, TimeSpan.Zero));
        answer.Headers.Date = new DateTimeOffset(2009, 3, 1, 1, 0, 0, TimeSpan.Zero);

        var wait = StoreAnswer.RetryAfterOf(answer.Headers, new DateTimeOffset(2009, 3, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(TimeSpan.FromSeconds(30), wait);
    }

    [Fact]
    public void Clues_name_lines_measurement_and_number_of_drops()
    {
        var conflict = Clue(
            400, """{"error":"partial write: field type conflict: input field \"v\" on measurement \"m\" is type integer, already exists as type float dropped=2"}""");
        var quoted = Clue(
            400, """{"error":"partial write: unable to parse 'bad': missing fields\nunable to parse 'm,a=3 s=\"dropped=7\" x': bad timestamp dropped=0"}""");
        var numbered = Clue(
            400, """{"error":"partial write of line protocol occurred","data":[{"original_line":"m v=","line_number":3,"error_message":"No fields"},{"original_line":"m w=","line_number":9,"error_message":"None"}]}""");

        Assert.Equal(("m", 2), (conflict.Measurement, conflict.Dropped));
        Assert.Equal(["bad", "m,a=3 s=\"dropped=7\" x"], quoted.Named.Select(n => n.Text));
        Assert.Equal(0, quoted.Dropped);
        Assert.Equal([(3, "No fields"), (9, "None")], numbered.Named.Select(n => (n.Number, n.Detail)));
    }

    private static LineClue Clue(int status, string body) =>
        AnswerClassifier.Classify(new StoreAnswer(status, body), InfluxDbVersion.V1).Clue!;
}
