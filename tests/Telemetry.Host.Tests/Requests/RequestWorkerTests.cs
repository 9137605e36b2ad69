using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Readings;
using Telemetry.Host.Derivation.Recompute;
using Telemetry.Host.Live;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Requests;
using Telemetry.Host.Storing;
using Telemetry.Host.Tests.Storing;
using Telemetry.Protocols;
using Telemetry.Protocols.Native;
using Telemetry.Rig;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Tests.Requests;

public sealed class RequestWorkerTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What lies there at the start, with its age in hours.</summary>
    private static readonly (string Name, int Hours)[] Left =
        [("yesterday.answer", 25), ("yesterday.request.new", 25), ("today.answer", 23), ("theirs.txt", 25)];

    private readonly SpoolBench _bench = new();
    private readonly ResendQueue _resends = new();
    private readonly RecomputeQueue _recomputes = new();
    private GroupCommit _commit = null!;
    private RequestFolder _folder = null!;
    private RequestWorker _sut = null!;

    private string Files => Path.Combine(_bench.Folder, "requests");

    public async ValueTask InitializeAsync()
    {
        _folder = new RequestFolder(_bench.Folder);
        var city = new ShippedCity();
        _commit = new GroupCommit(
            _bench.Spool, _bench.Letters, new GroupCommitOptions(), TimeProvider.System, NullLogger.Instance);
        var pipeline = new IngestPipeline(
            new NativeJsonProtocol(new ProtocolOptions(), city, new HostClock(ClockTrust.Always, TimeProvider.System)),
            _commit, new LiveState(city),
            new IngestCounters(), NullLogger<IngestPipeline>.Instance);
        _sut = new RequestWorker(
            _folder, TimeProvider.System, NullLogger<RequestWorker>.Instance,
            new DeadLetterReplay(pipeline, _bench.Letters), _resends,
            new RecomputeRequests(_recomputes, city));
        Directory.CreateDirectory(Files);
        foreach (var (name, hours) in Left)
        {
            await File.WriteAllTextAsync(Path.Combine(Files, name), "{}");
            File.SetLastWriteTimeUtc(
                Path.Combine(Files, name), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-hours));
        }
        await _sut.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _sut.StopAsync(CancellationToken.None);
        _sut.Dispose();
        await _commit.DisposeAsync();
        _resends.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Answers_that_nobody_came_for_in_a_day_are_removed_at_the_start()
    {
        await AnswerAsync(await _folder.AskAsync(new HostRequest(Replay: ["1-0"]), CancellationToken.None));

        Assert.Equal(["theirs.txt", "today.answer"], Directory.GetFiles(Files).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"restart":true}""")]
    [InlineData("""{"replay":[null]}""")]
    [InlineData("""{"replay":"1-0"}""")]
    [InlineData("""{"resend_from":"tomorrow"}""")]
    public async Task A_request_that_is_none_is_answered_in_words(string content)
    {
        Lay("odd", content);

        var answer = await AnswerAsync("odd");

        Assert.False(string.IsNullOrWhiteSpace(answer.Error));
        Assert.Empty(_folder.Open());
        Assert.False(_sut.ExecuteTask!.IsCompleted);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("99-0")]
    [InlineData("1-999999999999999999999")]
    [InlineData("../../etc-0")]
    public async Task Letters_that_are_not_there_are_counted(string id)
    {
        var name = await _folder.AskAsync(new HostRequest(Replay: [id]), CancellationToken.None);

        Assert.Equal(new ReplayReport(0, 0, 0, 1), (await AnswerAsync(name)).Replay);
    }

    [Fact]
    public async Task A_half_written_request_is_left_alone()
    {
        await File.WriteAllTextAsync(Path.Combine(Files, "slow.request.new"), """{"replay":[""");
        var name = await _folder.AskAsync(new HostRequest(Replay: ["1-0"]), CancellationToken.None);

        await AnswerAsync(name);

        Assert.True(File.Exists(Path.Combine(Files, "slow.request.new")));
    }

    [Fact]
    public async Task A_letter_is_replayed_once_it_is_on_disk_and_marked()
    {
        var raw = """{"ts":1767225600000,"flow_m3h":1}"""u8.ToArray();
        _bench.Letters.Append(
        [
            new DeadLetter(
                At, "sanitation/plants/sewage-1/flow/influent", RejectReason.UnknownAsset, "", raw, 1, false),
            new DeadLetter(
                At, "sanitation/plants/sewage-1/flow/influent", RejectReason.Malformed, "", "{"u8.ToArray(), 1, false),
            new DeadLetter(At, "", RejectReason.StoreRejected, "", "line"u8.ToArray(), 1, false),
        ]);
        _bench.Letters.Sync();
        var ids = _bench.Letters.Read(new DeadLetterFilter { NewestFirst = false }).Select(letter => letter.Id)
            .ToList();

        var name = await _folder.AskAsync(new HostRequest(Replay: ids), CancellationToken.None);

        Assert.Equal(
            new ReplayReport(Replayed: 2, RejectedAgain: 1, Unfit: 1, Missing: 0), (await AnswerAsync(name)).Replay);
        Assert.Equal(1, _bench.Spool.End.Line);
        var marked = _bench.Letters.Read(new DeadLetterFilter { Replayed = true }).Select(letter => letter.Id);
        Assert.Equal(ids[..2].Order(StringComparer.Ordinal), marked.Order(StringComparer.Ordinal));
        Assert.Equal(4, _bench.Letters.Read(new DeadLetterFilter()).Count());
    }

    [Fact]
    public async Task A_letter_of_which_only_the_beginning_was_kept_can_not_be_replayed()
    {
        // Beyond a hundred a minute on one topic, only the first 256 bytes are kept.
        var raw = new byte[300];
        _bench.Letters.Append(
            [.. Enumerable.Repeat(new DeadLetter(At, "t", RejectReason.Malformed, "", raw, 1, false), 101)]);
        _bench.Letters.Sync();
        var truncated = Assert.Single(
            _bench.Letters.Read(new DeadLetterFilter { Limit = 200 }), letter => letter.IsTruncated);

        var name = await _folder.AskAsync(new HostRequest(Replay: [truncated.Id]), CancellationToken.None);

        Assert.Equal(new ReplayReport(0, 0, Unfit: 1, 0), (await AnswerAsync(name)).Replay);
        Assert.Empty(_bench.Letters.Read(new DeadLetterFilter { Replayed = true }));
    }

    [Fact]
    public async Task A_resend_waits_for_the_writer()
    {
        var name = await _folder.AskAsync(
            new HostRequest(ResendFrom: DateTimeOffset.UnixEpoch), CancellationToken.None);
        Resend? wish = null;
        await Eventually.TrueAsync(() => _resends.TryTake(out wish), Soon, "the wish");
        Assert.Equal(DateTimeOffset.UnixEpoch, wish!.From);
        Assert.Null(await _folder.TakeAnswerAsync(name, CancellationToken.None));

        wish.Complete(new Resent(42, Skipped: 7));

        var answer = await AnswerAsync(name);
        Assert.Equal((42L, 7L), (answer.ResentLines, answer.SkippedLines));
    }

    [Fact]
    public async Task Days_to_derive_wait_beside_other_requests_until_they_are_done()
    {
        var days = new RecomputeDays(new DateOnly(2009, 3, 1), new DateOnly(2009, 3, 31), "sewage-1");
        var name = await _folder.AskAsync(new HostRequest(Recompute: days), CancellationToken.None);
        RecomputeWish? wish = null;
        await Eventually.TrueAsync(() => _recomputes.TryTake(out wish), Soon, "the wish");
        Assert.Equal((days.From, days.To, "sewage-1"), (wish!.From, wish.To, wish.Plant?.Value));

        await AnswerAsync(await _folder.AskAsync(new HostRequest(Replay: ["1-0"]), CancellationToken.None));
        Assert.Equal([name], _folder.Open());

        wish.Complete(new Recomputed(31, Changed: 5));

        var answer = await AnswerAsync(name);
        Assert.Equal((31, 5L), (answer.RecomputedDays, answer.ChangedRows));
    }

    [Theory]
    [InlineData("""{"recompute":{"from":"2009-03-02","to":"2009-03-01"}}""", "is before")]
    [InlineData("""{"recompute":{"from":"2009-03-01","to":"2009-03-01","plant":"nowhere"}}""", "no such plant")]
    public async Task Days_that_can_not_be_derived_are_answered_in_words(string content, string words)
    {
        Lay("odd", content);

        Assert.Contains(words, (await AnswerAsync("odd")).Error, StringComparison.Ordinal);
    }

    private void Lay(string name, string content)
    {
        var path = Path.Combine(Files, name + ".request");
        File.WriteAllText(path + ".new", content);
        File.Move(path + ".new", path);
    }

    private async Task<HostAnswer> AnswerAsync(string name)
    {
        HostAnswer? answer = null;
        await Eventually.TrueAsync(
            async () =>
                (answer = await _folder.TakeAnswerAsync(name, CancellationToken.None)) is not null, Soon, "the answer");
        return answer!;
    }
}
