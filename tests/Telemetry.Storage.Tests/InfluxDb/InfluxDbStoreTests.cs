using System.Globalization;
using System.IO.Compression;
using System.Text;
using Telemetry.Rig;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>
/// Every row of the table of answers, for 1.x, 2.x and 3.x: good lines stored, bad lines set aside with a reason,
/// nothing repeated for ever, nothing dropped. Sources of the bodies are named in <see cref="AnswerClassifierTests"/>.
/// </summary>
public sealed class InfluxDbStoreTests
{
    private static readonly string[] Readings =
    [
        "plant_flow,meter=influent,plant=sewage-1 flow_m3h=1 1235836800000",
        "plant_flow,meter=influent,plant=sewage-1 flow_m3h=2 1235836800001",
        "plant_flow,meter=effluent,plant=sewage-1 flow_m3h=3 1235836800002",
    ];

    public static TheoryData<InfluxDbVersion> Versions => [InfluxDbVersion.V1, InfluxDbVersion.V2, InfluxDbVersion.V3];

    [Theory]
    [InlineData(InfluxDbVersion.V1, "/write?db=telemetry&precision=ms", "Basic d3JpdGVyOnA6dw==")]
    [InlineData(InfluxDbVersion.V2, "/api/v2/write?org=city&bucket=telemetry&precision=ms", "Token secret-token")]
    [InlineData(InfluxDbVersion.V3, "/api/v2/write?bucket=telemetry&precision=ms", "Token secret-token")]
    public async Task A_batch_is_one_signed_request_of_the_versions_own_and_its_changes_another(
        InfluxDbVersion version, string target, string authorization)
    {
        await using var sut = await StoreRig.CreateSut(version, _ => Reply.NoContent);

        var receipt = await sut.WriteAsync(Readings);

        Assert.Equal(new StoreReceipt(3, 0), receipt);
        var post = Assert.Single(sut.Posts);
        Assert.Equal(("POST", target, authorization), (post.Method, post.Target, post.Headers["Authorization"]));
        Assert.Equal(Readings, post.Lines);
        var stamp = sut.Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal(
            [
                $"changes,asset=influent/sewage-1,host=host-1,kind=plant_flow "
                + $"first_ms=1235836800000i,last_ms=1235836800001i {stamp}",
                $"changes,asset=effluent/sewage-1,host=host-1,kind=plant_flow "
                + $"first_ms=1235836800002i,last_ms=1235836800002i {stamp}",
            ],
            Assert.Single(sut.Changes).Lines);
        Assert.Equal(new SpoolCursor(sut.Book.Spool, sut.Book.Position, 3, 0), sut.Cursor.Load());
        Assert.Equal(StoreTrouble.None, sut.Store.Condition.Trouble);
        Assert.Equal(1, sut.Server.Accepted);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Bad_lines_are_set_aside_and_the_good_ones_stored(InfluxDbVersion version)
    {
        // Whatever else the server has stored of a refused request, a good line counts once it was in one accepted
        // whole.
        var stored = new HashSet<string>();
        await using var sut = await StoreRig.CreateSut(version, request => Answer(version, request, stored));
        string[] lines =
        [
            Readings[0], "plant_flow,meter=influent,plant=sewage-1 v=!type 1235836800001", Readings[1],
            "plant_flow,meter=effluent,plant=sewage-1 v=!syntax 1235836800009", Readings[2],
        ];

        var receipt = await sut.WriteAsync(lines);

        Assert.Equal(new StoreReceipt(3, 2), receipt);
        Assert.Equal(Readings, lines.Where(stored.Contains));
        Assert.Equal([lines[1], lines[3]], sut.Rejected.Lines.Select(r => r.Line));
        Assert.All(sut.Rejected.Lines, r => Assert.NotEmpty(r.Detail));
        Assert.Equal(1, sut.Rejected.Calls);
        Assert.Empty(sut.Clock.Waits);
        Assert.Equal(new SpoolCursor(sut.Book.Spool, sut.Book.Position, 3, 2), sut.Cursor.Load());
        // Only what is stored has changed.
        Assert.Contains(
            "kind=plant_flow first_ms=1235836800002i,last_ms=1235836800002i", sut.Changes[0].Lines[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_are_stamped_after_the_last_ones_though_the_clock_was_set_back_before_a_restart()
    {
        var disk = new PowerCutFiles();
        long stamp;
        await using (var before = await StoreRig.CreateSut(InfluxDbVersion.V1, _ => Reply.NoContent, files: disk))
        {
            before.Clock.Advance(TimeSpan.FromDays(1));
            await before.WriteAsync(Readings);
            stamp = StampOf(before);
            Assert.Equal(before.Clock.GetUtcNow().ToUnixTimeMilliseconds(), stamp);
        }
        await using var sut = await StoreRig.CreateSut(InfluxDbVersion.V1, _ => Reply.NoContent, files: disk);
        await sut.Store.LoadCursorAsync(CancellationToken.None);

        await sut.WriteAsync(Readings);

        Assert.Equal(stamp + 1, StampOf(sut));

        static long StampOf(StoreRig rig) =>
            long.Parse(rig.Changes[0].Lines[0].Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_disk_without_room_for_the_cursor_is_waited_for()
    {
        var disk = new PowerCutFiles();
        await using var sut = await StoreRig.CreateSut(InfluxDbVersion.V1, _ => Reply.NoContent, files: disk);
        disk.RefusesWrites = true;

        var writing = sut.BeginWrite(Readings);
        var wait = await sut.Clock.NextWaitAsync();

        Assert.Equal(StoreTrouble.Unreachable, sut.Store.Condition.Trouble);
        Assert.Contains("No room on the disk", sut.Store.Condition.Detail, StringComparison.Ordinal);
        Assert.Null(sut.Cursor.Load());
        disk.RefusesWrites = false;
        sut.Clock.JumpOver(wait);
        Assert.Equal(new StoreReceipt(3, 0), await sut.Clock.RunAsync(writing));
        Assert.Equal(new SpoolCursor(sut.Book.Spool, sut.Book.Position, 3, 0), sut.Cursor.Load());
        Assert.Equal(StoreTrouble.None, sut.Store.Condition.Trouble);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_batch_of_bad_lines_alone_advances_as_well(InfluxDbVersion version)
    {
        await using var sut = await StoreRig.CreateSut(version, request => Answer(version, request, []));

        var receipt = await sut.WriteAsync("flow v=!syntax 1", "flow v=!type 2", "flow v=!type 3");

        Assert.Equal(new StoreReceipt(0, 3), receipt);
        Assert.Equal(3, sut.Rejected.Lines.Count);
        Assert.Empty(sut.Changes);
        Assert.Equal(new SpoolCursor(sut.Book.Spool, sut.Book.Position, 0, 3), sut.Cursor.Load());
    }

    [Theory]
    [InlineData(400, "request blocked by policy 949110")]
    [InlineData(422, """{"message":"body rejected"}""")]
    [InlineData(400, """{"error":"partial write: engine: compaction lease lost dropped=3"}""")]
    [InlineData(201, "created")]
    public async Task Words_that_nobody_knows_for_every_line_keep_everything_and_are_a_refusal(int status, string body)
    {
        var lines = Enumerable.Range(0, 300).Select(i => $"flow,meter=a v=1 {i}").ToArray();
        await using var sut = await StoreRig.CreateSut(InfluxDbVersion.V1, _ => new Reply.Answer(status, body));

        var writing = sut.BeginWrite(lines);
        var wait = await sut.Clock.NextWaitAsync();
        var condition = sut.Store.Condition;
        sut.Clock.JumpOver(wait);
        var receipt = await sut.Clock.RunAsync(writing);

        Assert.Equal(TimeSpan.FromSeconds(30), wait);
        Assert.Equal(StoreTrouble.Refused, condition.Trouble);
        Assert.Contains($"InfluxDB answered {status}", condition.Detail, StringComparison.Ordinal);
        Assert.False(receipt.IsDecided);
        Assert.Empty(sut.Rejected.Lines);
        Assert.Null(sut.Cursor.Load());
        Assert.InRange(sut.Posts.Count, 1, 10);
        Assert.Equal(StoreTrouble.Refused, sut.Store.Condition.Trouble);
    }

    [Fact]
    public async Task Words_that_nobody_knows_are_believed_of_one_line_among_good_ones()
    {
        await using var sut = await StoreRig.CreateSut(
            InfluxDbVersion.V1, request => request.Text.Contains("flow_m3h=2", StringComparison.Ordinal)
                ? new Reply.Answer(400, "request blocked by policy 949110") : Reply.NoContent);

        var receipt = await sut.WriteAsync(Readings);

        Assert.Equal(new StoreReceipt(2, 1), receipt);
        Assert.Equal(Readings[1], Assert.Single(sut.Rejected.Lines).Line);
        Assert.Equal(StoreTrouble.None, sut.Store.Condition.Trouble);
    }

    [Theory]
    [InlineData(InfluxDbVersion.V2, "unexpected error writing points to database: field type conflict")]
    [InlineData(
        InfluxDbVersion.V2,
        "unexpected error writing points to database: partial write: points beyond retention policy dropped=1")]
    [InlineData(InfluxDbVersion.V3, "partial write of line protocol occurred")]
    [InlineData(
        InfluxDbVersion.V1,
        "partial write: max-values-per-tag limit exceeded (10/10): measurement=\\\"m\\\" tag=\\\"t\\\" value=\\\"v\\\" "
        + "dropped=1")]
    [InlineData(InfluxDbVersion.V1, "max-series-per-database limit exceeded: (10)")]
    public async Task A_permanent_500_is_not_repeated_for_ever(InfluxDbVersion version, string message)
    {
        var body = version == InfluxDbVersion.V1
            ? $$"""{"error":"{{message}}"}""" : $$"""{"code":"internal error","message":"{{message}}"}""";
        await using var sut = await StoreRig.CreateSut(
            version, request => request.Text.Contains("flow_m3h=2", StringComparison.Ordinal)
                ? new Reply.Answer(500, body) : Reply.NoContent);

        var receipt = await sut.WriteAsync(Readings);

        Assert.Equal(new StoreReceipt(2, 1), receipt);
        Assert.Equal(Readings[1], Assert.Single(sut.Rejected.Lines).Line);
        Assert.InRange(sut.Posts.Count, 2, 8);
        Assert.Empty(sut.Clock.Waits);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Too_large_is_halved_and_a_line_that_is_too_large_alone_is_set_aside(InfluxDbVersion version)
    {
        var huge = "plant_status,plant=sewage-1,unit=- message=\"" + new string('x', 3000) + "\" 1235836800000";
        var lines = Enumerable.Range(0, 200)
            .Select(i => $"plant_flow,meter=influent,plant=sewage-1 flow_m3h={i} {1235836800000 + i}").Append(huge)
                .ToArray();
        var stored = new List<string>();
        await using var sut = await StoreRig.CreateSut(version, request =>
        {
            if (request.Body.Length > 2000) return new Reply.Answer(413, """{"error":"Request Entity Too Large"}""");
            stored.AddRange(request.Lines);
            return Reply.NoContent;
        });

        var receipt = await sut.WriteAsync(lines);

        Assert.Equal(new StoreReceipt(200, 1), receipt);
        Assert.Equal(lines[..200], stored.Where(l => !l.StartsWith("changes", StringComparison.Ordinal)));
        var rejected = Assert.Single(sut.Rejected.Lines);
        Assert.Equal(huge, rejected.Line);
        Assert.Contains("413", rejected.Detail, StringComparison.Ordinal);
        Assert.Empty(sut.Clock.Waits);
    }

    [Fact]
    public async Task A_limit_learnt_from_413_holds_for_the_next_batch()
    {
        var lines = Enumerable.Range(0, 4000)
            .Select(i => $"plant_flow,meter=influent,plant=sewage-1 flow_m3h={i} {1235836800000 + i}").ToArray();
        await using var sut = await StoreRig.CreateSut(
            InfluxDbVersion.V1, request => request.Body.Length > 150_000 ? new Reply.Answer(413) : Reply.NoContent);
        await sut.WriteAsync(lines);
        var refused = sut.Posts.Count(r => r.Body.Length > 150_000);

        await sut.WriteAsync(lines);

        Assert.Equal(1, refused);
        Assert.Equal(refused, sut.Posts.Count(r => r.Body.Length > 150_000));
    }

    [Theory]
    [InlineData(InfluxDbVersion.V1, 503, "7", 7)]
    [InlineData(InfluxDbVersion.V2, 429, "120", 120)]
    [InlineData(InfluxDbVersion.V3, 503, "Sun, 01 Mar 2009 00:01:40 GMT", 100)]
    [InlineData(InfluxDbVersion.V2, 503, "86400", 300)]
    [InlineData(InfluxDbVersion.V1, 429, "0", 0.25)]
    public async Task Overload_waits_as_long_as_the_server_asks_within_bounds(
        InfluxDbVersion version, int status, string retryAfter, double seconds)
    {
        await using var sut = await StoreRig.CreateSut(
            version, ScriptedServer.InTurn(Reply.NoContent, new Reply.Answer(status, "", ("Retry-After", retryAfter))));

        var writing = sut.BeginWrite(Readings);
        var wait = await sut.Clock.NextWaitAsync();

        Assert.Equal(TimeSpan.FromSeconds(seconds), wait);
        Assert.Equal(StoreTrouble.Overloaded, sut.Store.Condition.Trouble);
        Assert.False(writing.IsCompleted);
        sut.Clock.JumpOver(wait);
        Assert.Equal(new StoreReceipt(3, 0), await sut.Clock.RunAsync(writing));
        Assert.Equal(StoreTrouble.None, sut.Store.Condition.Trouble);
        Assert.Empty(sut.Rejected.Lines);
    }

    [Fact]
    public async Task Overload_without_a_time_backs_off()
    {
        var busy = new Reply.Answer(503);
        await using var sut = await StoreRig.CreateSut(
            InfluxDbVersion.V2, ScriptedServer.InTurn(Reply.NoContent, [.. Enumerable.Repeat(busy, 12)]));

        await sut.WriteAsync(Readings);

        AssertBacksOff(sut.Clock.Waits, 12);
    }

    [Theory]
    [InlineData(InfluxDbVersion.V1, 401, """{"error":"authorization failed"}""", "Password")]
    [InlineData(
        InfluxDbVersion.V1, 403,
        """{"error":"\"reader\" user is not authorized to write to database \"telemetry\""}""", "Password")]
    [InlineData(InfluxDbVersion.V1, 404, """{"error":"database not found: \"telemetry\""}""", "Database")]
    [InlineData(InfluxDbVersion.V1, 500, """{"error":"retention policy not found: nope"}""", "RetentionPolicy")]
    [InlineData(InfluxDbVersion.V2, 401, """{"code":"unauthorized","message":"unauthorized access"}""", "Token")]
    [InlineData(
        InfluxDbVersion.V2, 403, """{"code":"forbidden","message":"insufficient permissions for write"}""", "Token")]
    [InlineData(
        InfluxDbVersion.V2, 404, """{"code":"not found","message":"bucket \"telemetry\" not found"}""", "Bucket")]
    [InlineData(InfluxDbVersion.V3, 401, """{"error": "the request was not authenticated"}""", "Token")]
    [InlineData(InfluxDbVersion.V3, 403, "", "Token")]
    [InlineData(InfluxDbVersion.V3, 404, "database not found", "Database")]
    public async Task A_refusal_keeps_everything_repeats_slowly_and_says_what_to_mend(
        InfluxDbVersion version, int status, string body, string named)
    {
        var refusals = Enumerable.Repeat<Reply>(new Reply.Answer(status, body), 50).ToArray();
        await using var sut = await StoreRig.CreateSut(version, ScriptedServer.InTurn(Reply.NoContent, refusals));

        var writing = sut.BeginWrite(Readings);
        var wait = await sut.Clock.NextWaitAsync();
        var condition = sut.Store.Condition;

        Assert.Equal(TimeSpan.FromSeconds(30), wait);
        Assert.Equal(StoreTrouble.Refused, condition.Trouble);
        Assert.Contains(named, condition.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", condition.Detail, StringComparison.Ordinal);
        Assert.Null(sut.Cursor.Load());
        sut.Clock.JumpOver(wait);
        Assert.Equal(new StoreReceipt(3, 0), await sut.Clock.RunAsync(writing));
        Assert.Equal(50, sut.Clock.Waits.Count);
        Assert.All(sut.Clock.Waits, w => Assert.Equal(TimeSpan.FromSeconds(30), w));
        Assert.Empty(sut.Rejected.Lines);
    }

    [Fact]
    public async Task A_secret_mended_in_its_file_is_used_at_the_very_next_try()
    {
        using var folder = new TempFolder("influxdb-secret");
        var file = Path.Combine(folder.Path, "password");
        await File.WriteAllTextAsync(file, "old");
        // writer:new
        await using var sut = await StoreRig.CreateSut(
            InfluxDbVersion.V1,
            request => request.Headers["Authorization"] == "Basic d3JpdGVyOm5ldw=="
                ? Reply.NoContent : new Reply.Answer(401, """{"error":"authorization failed"}"""),
            options => (options.Password, options.PasswordFile) = ("", file));

        var writing = sut.BeginWrite(Readings);
        var wait = await sut.Clock.NextWaitAsync();
        await File.WriteAllTextAsync(file, "new");
        sut.Clock.JumpOver(wait);

        Assert.Equal(new StoreReceipt(3, 0), await sut.Clock.RunAsync(writing));
        Assert.Single(sut.Clock.Waits);
    }

    [Theory]
    [InlineData(InfluxDbVersion.V1, 500, """{"error":"timeout"}""")]
    [InlineData(
        InfluxDbVersion.V1, 400,
        """{"error":"partial write: write /var/lib/influxdb/data: no space left on device dropped=3"}""")]
    [InlineData(
        InfluxDbVersion.V2, 500,
        """{"code":"internal error","message":"unexpected error writing points to database: engine: context canceled"}""")]
    [InlineData(InfluxDbVersion.V2, 502, "<html>Bad Gateway</html>")]
    [InlineData(InfluxDbVersion.V3, 500, "object store error")]
    [InlineData(InfluxDbVersion.V3, 504, "")]
    public async Task A_passing_error_is_repeated_with_growing_waits(InfluxDbVersion version, int status, string body)
    {
        var errors = Enumerable.Repeat<Reply>(new Reply.Answer(status, body), 12).ToArray();
        await using var sut = await StoreRig.CreateSut(version, ScriptedServer.InTurn(Reply.NoContent, errors));

        var writing = sut.BeginWrite(Readings);
        var wait = await sut.Clock.NextWaitAsync();
        Assert.Equal(StoreTrouble.Unreachable, sut.Store.Condition.Trouble);
        sut.Clock.JumpOver(wait);
        var receipt = await sut.Clock.RunAsync(writing);

        Assert.Equal(new StoreReceipt(3, 0), receipt);
        Assert.Empty(sut.Rejected.Lines);
        AssertBacksOff(sut.Clock.Waits, 12);
        Assert.All(sut.Posts, post => Assert.Equal(Readings, post.Lines));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Resets_and_answers_cut_half_way_are_repeated(InfluxDbVersion version)
    {
        await using var sut = await StoreRig.CreateSut(version, ScriptedServer.InTurn(
            Reply.NoContent,
            new Reply.Reset(),
            new Reply.Cut(400, """{"error":"partial write: unab""", 500),
            new Reply.Cut(200, "", 10),
            new Reply.Reset()));

        var receipt = await sut.WriteAsync(Readings);

        Assert.Equal(new StoreReceipt(3, 0), receipt);
        Assert.Empty(sut.Rejected.Lines);
        Assert.InRange(sut.Posts.Count, 5, 7); // a reset of a kept connection may be repeated by HttpClient itself
        Assert.All(sut.Posts, post => Assert.Equal(Readings, post.Lines));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_server_that_hangs_is_given_up_at_the_limit_and_asked_again(InfluxDbVersion version)
    {
        await using var sut = await StoreRig.CreateSut(
            version, ScriptedServer.InTurn(Reply.NoContent, new Reply.Hang()));

        var writing = sut.BeginWrite(Readings);
        while (!(await sut.Server.ArrivalAsync()).Text.StartsWith("plant_flow", StringComparison.Ordinal))
        {
        }
        sut.Clock.Advance(StoreRig.AttemptLimit);
        var wait = await sut.Clock.NextWaitAsync();

        Assert.Equal(StoreTrouble.Unreachable, sut.Store.Condition.Trouble);
        Assert.Contains("gave no answer within 00:00:29", sut.Store.Condition.Detail, StringComparison.Ordinal);
        sut.Clock.JumpOver(wait);
        Assert.Equal(new StoreReceipt(3, 0), await sut.Clock.RunAsync(writing));
        Assert.Equal(2, sut.Posts.Count);
    }

    [Fact]
    public async Task A_line_too_slow_for_a_request_gets_smaller_ones_and_larger_again_once_it_is_well()
    {
        // About 250 kB. What is above 100 kB never gets an answer in time, the rest takes a third of the limit.
        var lines = Enumerable.Range(0, 4000)
            .Select(i => $"plant_flow,meter=influent,plant=sewage-1 flow_m3h={i} {1235836800000 + i}").ToArray();
        var isSlow = true;
        StoreRig? rig = null;
        await using var sut = rig = await StoreRig.CreateSut(InfluxDbVersion.V1, request =>
        {
            if (!isSlow) return Reply.NoContent;
            if (request.Body.Length > 100_000) return new Reply.Hang();
            rig!.Clock.Advance(StoreRig.AttemptLimit / 3);
            return Reply.NoContent;
        });

        var writing = sut.BeginWrite(lines);
        var arrival = sut.Server.ArrivalAsync();
        while (await Task.WhenAny(writing, arrival) != writing)
        {
            if ((await arrival).Body.Length > 100_000)
            {
                sut.Clock.Advance(StoreRig.AttemptLimit);
            }
            arrival = sut.Server.ArrivalAsync();
        }

        Assert.Equal(new StoreReceipt(4000, 0), await writing);
        Assert.Equal(StoreTrouble.None, sut.Store.Condition.Trouble);
        // The whole and its first half; the second half isn't tried any more.
        Assert.Equal(2, sut.Posts.Count(post => post.Body.Length > 100_000));
        isSlow = false;
        for (var batch = 0; batch < 5; batch++) await sut.WriteAsync(lines);
        Assert.Equal(4000, sut.Posts[^1].Lines.Length);
    }

    [Fact]
    public async Task A_database_that_has_gone_is_created_again()
    {
        await using var sut = await StoreRig.CreateSut(InfluxDbVersion.V1, ScriptedServer.InTurn(
            Reply.NoContent, new Reply.Answer(404, """{"error":"database not found: \"telemetry\""}""")));

        var receipt = await sut.WriteAsync(Readings);

        Assert.Equal(new StoreReceipt(3, 0), receipt);
        Assert.Equal(
            2, sut.Server.Requests.Count(request => request.Path.EndsWith("/query", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_listening_is_no_reason_not_to_start()
    {
        Uri nowhere;
        await using (var gone = new ScriptedServer(_ => Reply.NoContent)) nowhere = gone.Url;
        await using var sut = await StoreRig.CreateSut(InfluxDbVersion.V1, _ => Reply.NoContent, o => o.Url = nowhere);
        using var stop = new CancellationTokenSource();

        Assert.Equal(StoreTrouble.Unreachable, sut.Store.Condition.Trouble);
        var writing = sut.Store.WriteAsync(sut.Book.Next(Readings), sut.Rejected, stop.Token);
        await sut.Clock.NextWaitAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Null(sut.Cursor.Load());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Changes_that_fail_hold_the_cursor_until_they_are_written(InfluxDbVersion version)
    {
        var failures = 3;
        await using var sut = await StoreRig.CreateSut(version, request =>
            request.Text.StartsWith("changes", StringComparison.Ordinal) && failures-- > 0
                ? new Reply.Answer(500) : Reply.NoContent);

        var writing = sut.BeginWrite(Readings);
        var wait = await sut.Clock.NextWaitAsync();

        Assert.Null(sut.Cursor.Load());
        sut.Clock.JumpOver(wait);
        await sut.Clock.RunAsync(writing);
        Assert.Single(sut.Posts);
        Assert.Equal(4, sut.Changes.Count);
        Assert.NotNull(sut.Cursor.Load());
    }

    [Fact]
    public async Task Changes_that_are_rejected_are_a_refusal_not_a_dead_letter()
    {
        var conflict =
            """{"error":"partial write: field type conflict: input field \"first_ms\" on measurement \"changes\" is type integer, already exists as type float dropped=2"}""";
        var failures = 1;
        await using var sut = await StoreRig.CreateSut(InfluxDbVersion.V1, request =>
            request.Text.StartsWith("changes", StringComparison.Ordinal) && failures-- > 0
                ? new Reply.Answer(400, conflict) : Reply.NoContent);

        var writing = sut.BeginWrite(Readings);
        var wait = await sut.Clock.NextWaitAsync();

        Assert.Equal(StoreTrouble.Refused, sut.Store.Condition.Trouble);
        Assert.Contains("'changes'", sut.Store.Condition.Detail, StringComparison.Ordinal);
        sut.Clock.JumpOver(wait);
        Assert.Equal(new StoreReceipt(3, 0), await sut.Clock.RunAsync(writing));
        Assert.Empty(sut.Rejected.Lines);
    }

    [Fact]
    public async Task A_batch_above_the_request_limit_is_split_at_line_ends()
    {
        var lines = Enumerable.Range(0, 3000)
            .Select(i => $"plant_flow,meter=m-{i % 700},plant=sewage-1 flow_m3h={i} {1235836800000 + i}").ToArray();
        await using var sut = await StoreRig.CreateSut(
            InfluxDbVersion.V3, _ => Reply.NoContent, o => o.MaxRequestBytes = 64 * 1024);

        var receipt = await sut.WriteAsync(lines);

        Assert.Equal(new StoreReceipt(3000, 0), receipt);
        Assert.Equal(lines, sut.Posts.SelectMany(r => r.Lines));
        Assert.Equal(700, sut.Changes.SelectMany(r => r.Lines).Distinct().Count());
        Assert.All(sut.Server.Requests, r => Assert.InRange(r.Body.Length, 1, 64 * 1024));
        Assert.True(sut.Posts.Count > 1);
    }

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    public async Task Compressed_is_what_arrives_where_asked_for(CompressionLevel level)
    {
        await using var sut = await StoreRig.CreateSut(InfluxDbVersion.V2, _ => Reply.NoContent, o => o.Gzip = level);

        await sut.WriteAsync(Readings);

        Assert.Equal("gzip", sut.Posts[0].Headers["Content-Encoding"]);
        Assert.Equal(Readings, sut.Posts[0].Lines);
    }

    [Fact]
    public async Task A_secret_in_a_file_is_read_again_when_it_is_refused()
    {
        using var folder = new Telemetry.Rig.TempFolder("secret");
        var file = folder.File("token");
        await File.WriteAllTextAsync(file, "old\n", Encoding.UTF8);
        await using var sut = await StoreRig.CreateSut(
            InfluxDbVersion.V3,
            request => request.Headers["Authorization"] == "Token new" ? Reply.NoContent : new Reply.Answer(401),
            o => (o.Token, o.TokenFile) = ("", file));

        var writing = sut.BeginWrite(Readings);
        sut.Clock.JumpOver(await sut.Clock.NextWaitAsync());
        var wait = await sut.Clock.NextWaitAsync();
        await File.WriteAllTextAsync(file, "new\n", Encoding.UTF8);
        sut.Clock.JumpOver(wait);
        var receipt = await sut.Clock.RunAsync(writing);

        Assert.Equal(new StoreReceipt(3, 0), receipt);
    }

    [Fact]
    public async Task A_batch_that_miscounts_its_lines_is_our_bug()
    {
        await using var sut = await StoreRig.CreateSut(InfluxDbVersion.V1, _ => Reply.NoContent);
        var batch = sut.Book.Next(Readings) with { Count = 2 };

        await Assert.ThrowsAsync<ArgumentException>(
            () => sut.Store.WriteAsync(batch, sut.Rejected, CancellationToken.None));
        Assert.Empty(sut.Posts);
    }

    private static Reply.Answer Answer(InfluxDbVersion version, ScriptedRequest request, HashSet<string> stored)
    {
        var (status, body, _) = Dialect.Answer(version, request.Lines);
        if (status == 204) stored.UnionWith(request.Lines);
        return new Reply.Answer(status, body, ("Content-Type", "application/json"));
    }

    /// <summary>So many waits, none above the limit of 30 s, the late ones long, and not all alike.</summary>
    private static void AssertBacksOff(List<TimeSpan> waits, int count)
    {
        Assert.Equal(count, waits.Count);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.InRange(waits[0], TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(waits[^1], TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
        Assert.True(waits.Distinct().Count() > 5);
    }
}
