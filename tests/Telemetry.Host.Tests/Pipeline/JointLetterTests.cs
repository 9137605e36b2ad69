using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Readings;
using Telemetry.Host.Live;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Tests.Storing;
using Telemetry.Protocols;
using Telemetry.Protocols.Native;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Tests.Pipeline;

/// <summary>
/// A message that is wrong a hundred thousand times: few letters, exact books, and a replay that takes no more.
/// </summary>
public sealed class JointLetterTests : IAsyncLifetime
{
    private const string Topic = "sanitation/plants/sewage-1/flow/influent";
    private const long Moment = 1767225600000;

    private readonly SpoolBench _bench = new();
    private readonly IngestCounters _counters = new();
    private GroupCommit _commit = null!;
    private IngestPipeline _sut = null!;

    public ValueTask InitializeAsync()
    {
        var city = new ShippedCity();
        _commit = new GroupCommit(
            _bench.Spool, _bench.Letters, new GroupCommitOptions(), TimeProvider.System, NullLogger.Instance);
        var clock = new HostClock(ClockTrust.Always, TimeProvider.System);
        _sut = new IngestPipeline(
            new NativeJsonProtocol(new ProtocolOptions(), city, clock), _commit, new LiveState(city), _counters,
            NullLogger<IngestPipeline>.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task A_hundred_thousand_rejected_objects_of_one_message_are_all_counted_and_share_one_letter()
    {
        const int Objects = 131_071;
        var payload = "[" + string.Join(',', Enumerable.Repeat('1', Objects)) + "]";

        await OfferAsync(payload);

        Assert.Equal(new CommitBooks(Objects, 0, Objects, 0, 0), _commit.Snapshot());
        Assert.Equal(Objects, _counters.Rejected(RejectReason.Schema));
        Assert.Equal(Objects, _bench.Letters.Count(RejectReason.Schema));
        var letters = Letters();
        Assert.Equal(MessageOutcome.LettersOfOneMessage + 1, letters.Count);
        Assert.All(letters[..^1], letter => Assert.Equal("1", Encoding.UTF8.GetString(letter.Raw.Span)));
        Assert.Equal(Objects - MessageOutcome.LettersOfOneMessage, letters[^1].Objects);
        Assert.Equal(payload, Encoding.UTF8.GetString(letters[^1].Raw.Span));
    }

    [Fact]
    public async Task Every_reason_has_a_joint_letter_of_its_own()
    {
        var pairs = string.Join(',', Enumerable.Repeat($$"""1,{"ts":{{Moment}},"total_m3":-1}""", 50));

        await OfferAsync($"[{pairs}]");

        Assert.Equal(50, _bench.Letters.Count(RejectReason.Schema));
        Assert.Equal(50, _bench.Letters.Count(RejectReason.OutOfRange));
        Assert.Equal(
            [(RejectReason.Schema, 40), (RejectReason.OutOfRange, 40)],
            Letters()[^2..].Select(letter => (letter.Reason, letter.Objects)));
        Assert.Equal(100, _commit.Snapshot().DeadLettered);
    }

    [Fact]
    public async Task A_replay_of_a_joint_letter_takes_its_objects_and_none_that_was_stored_or_has_its_own_letter()
    {
        // Rejected then, fine now: the asset had not been registered. Every third object was accepted at once.
        var objects = Enumerable.Range(0, 90).Select(i => $$"""{"ts":{{Moment + i}},"flow_m3h":{{i}}}""").ToArray();
        var wrong = new ObjectNumbers();
        foreach (var i in Enumerable.Range(0, 90).Where(i => i >= 30 && i % 3 != 0)) wrong.Add(i);
        await OfferJointAsync("[" + string.Join(',', objects) + "]", wrong);

        var report = await new DeadLetterReplay(_sut, _bench.Letters).ReplayAsync([Letters()[0].Id], default);

        Assert.Equal(new ReplayReport(1, 0, 0, 0), report);
        using var reader = _bench.Spool.OpenReader(_bench.Spool.Oldest);
        var lines = Encoding.UTF8.GetString(reader.TryRead(1000, 1 << 20)!.Lines.Span).Split('\n')[..^1];
        Assert.Equal(
            Enumerable.Range(30, 60).Where(i => i % 3 != 0).Select(i => $"{Moment + i}"),
            lines.Select(line => line[(line.LastIndexOf(' ') + 1)..]));
        Assert.Equal(new CommitBooks(40, 40, 0, 0, 0), _commit.Snapshot());
    }

    [Fact]
    public async Task A_joint_letter_whose_objects_are_not_found_any_more_stays_open_and_nothing_is_taken()
    {
        var wrong = new ObjectNumbers();
        wrong.Add(0);
        wrong.Add(1);
        await OfferJointAsync($$"""[{"ts":{{Moment}},"flow_m3h":1}]""", wrong);

        var report = await new DeadLetterReplay(_sut, _bench.Letters).ReplayAsync([Letters()[0].Id], default);

        Assert.Equal(new ReplayReport(0, 0, Unfit: 1, 0), report);
        Assert.Null(Letters()[0].ReplayedAt);
        Assert.Equal(default, _commit.Snapshot());
    }

    [Fact]
    public async Task A_joint_letter_rejected_again_is_counted_once_more_and_keeps_the_numbers()
    {
        await OfferAsync("[" + string.Join(',', Enumerable.Repeat('1', 100)) + "]");
        var joint = Letters()[^1];

        var report = await new DeadLetterReplay(_sut, _bench.Letters).ReplayAsync([joint.Id], default);

        Assert.Equal(new ReplayReport(1, 1, 0, 0), report);
        Assert.Equal("40-99", Letters()[^1].Joint!.ToString());
        Assert.Equal(new CommitBooks(180, 0, 180, 0, 0), _commit.Snapshot());
    }

    private Task OfferAsync(string payload) => _sut.Offer(
        new InboundMessage
        {
            Topic = Topic, Payload = Encoding.UTF8.GetBytes(payload), QualityOfService = 1, ReceivedMs = Moment,
        },
        _sut.CreateDecoder());

    private Task OfferJointAsync(string payload, ObjectNumbers numbers)
    {
        _bench.Letters.Append(
        [
            new DeadLetter(
                DateTimeOffset.FromUnixTimeMilliseconds(Moment), Topic, RejectReason.UnknownAsset, "",
                Encoding.UTF8.GetBytes(payload), 1, false, numbers),
        ]);
        _bench.Letters.Sync();
        return Task.CompletedTask;
    }

    private List<StoredDeadLetter> Letters() =>
        [.. _bench.Letters.Read(new DeadLetterFilter { NewestFirst = false, Limit = 1000 })];
}
