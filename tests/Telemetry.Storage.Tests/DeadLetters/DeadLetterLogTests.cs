using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Readings;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.DeadLetters;

public sealed class DeadLetterLogTests : IDisposable
{
    private const string FirstFile = "/letters/dead-letters-000001.jsonl";

    private static readonly DateTimeOffset Start = new(2009, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly PowerCutFiles _disk = new();
    private readonly FakeTimeProvider _time = new(Start);
    private readonly DeadLetterOptions _options = new() { Folder = "/letters" };
    private DeadLetterLog? _sut;

    [Fact]
    public void A_letter_comes_back_as_it_was()
    {
        var sut = CreateSut();
        var raw = new byte[] { 0xFF, 0x00, (byte)'{', (byte)'\n', 0xC3 };
        var letter = new DeadLetter(
            Start, "sanitation/plants/岛北/flow/m\"1", RejectReason.Malformed, "not\nJSON", raw, 2, true);
        Add(sut, letter);
        var found = Assert.Single(sut.Read(new DeadLetterFilter()));
        Assert.Equal(raw, found.Raw.ToArray());
        Assert.Equal(5, found.Length);
        Assert.False(found.IsTruncated);
        Assert.Equal(
            (letter.At, letter.Topic, letter.Reason, letter.Detail, 2, true),
            (found.At, found.Topic, found.Reason, found.Detail, found.QualityOfService, found.Retained));
        Assert.Null(found.ReplayedAt);
        Assert.Equal(raw, sut.Reader.Find(found.Id)!.Raw.ToArray());
    }

    [Fact]
    public void A_joint_letter_counts_as_all_its_objects_also_after_a_restart()
    {
        var numbers = ObjectNumbers.Parse("3-5,9")!;
        using (var log = Open(_disk))
        {
            log.Append([Letter("a") with { Joint = numbers }, Letter("b")]);
            log.Sync();
        }
        using var again = Open(_disk);
        Assert.Equal(5, again.Count(RejectReason.Malformed));
        var joint = again.Read(new DeadLetterFilter { NewestFirst = false }).First();
        Assert.Equal((4, "3-5,9"), (joint.Objects, joint.Joint!.ToString()));
        _time.Advance(TimeSpan.FromDays(1));
        Add(again, Letter("c"));
        again.Dispose();
        using var next = Open(_disk);
        Assert.Equal(6, next.Count(RejectReason.Malformed));
    }

    [Fact]
    public void A_joint_letter_beyond_the_quota_of_its_topic_is_counted_whole()
    {
        _options.FullPerTopicAndMinute = 1;
        _options.SampleEvery = 2;
        var joint = Letter("a") with { Raw = new byte[300], Joint = ObjectNumbers.Parse("0-99")! };
        using (var log = Open(_disk)) Add(log, joint, joint, joint);
        using var again = Open(_disk);
        Assert.Equal(300, again.Count(RejectReason.Malformed));
        Assert.Equal(100, again.TotalUnstored);
        var sample = again.Read(new DeadLetterFilter()).First();
        Assert.True(sample.IsTruncated);
        Assert.Equal((100, null), (sample.Objects, sample.Joint));
    }

    [Fact]
    public void Every_line_of_a_file_is_JSON()
    {
        var sut = CreateSut();
        Add(sut, Letter("a"), Letter("b"));
        var lines = Encoding.UTF8.GetString(_disk.Content(FirstFile)).Split(
            '\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => System.Text.Json.JsonDocument.Parse(line).Dispose());
        Assert.Contains("\"text\":\"{b\"", lines[2]);
    }

    [Fact]
    public void Letters_synced_survive_a_power_cut_and_the_counts_go_on()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var disk = new PowerCutFiles();
            var dice = new Random(seed);
            var log = Open(disk);
            var synced = new List<string>();
            var unsynced = new List<string>();
            var left = dice.Next(20);
            disk.BeforeSync = () =>
            {
                if (left-- <= 0) throw new PowerLostException();
            };
            void WriteOn()
            {
                for (var i = 0; ; i++)
                {
                    unsynced.AddRange([$"{i}a", $"{i}b"]);
                    log.Append([Letter($"{i}a"), Letter($"{i}b")]);
                    _time.Advance(TimeSpan.FromHours(dice.Next(20)));
                    if (dice.Next(3) == 0) continue;
                    log.Sync();
                    synced.AddRange(unsynced);
                    unsynced.Clear();
                }
            }
            Assert.Throws<PowerLostException>(WriteOn);
            disk.BeforeSync = null;
            disk.Cut(dice);

            using var again = Open(disk);
            var found = again.Read(new DeadLetterFilter { NewestFirst = false }).Select(letter => letter.Detail)
                .ToList();
            Assert.Equal(synced, found.Take(synced.Count));
            Assert.Subset(unsynced.ToHashSet(), found.Skip(synced.Count).ToHashSet());
            Assert.Equal(found.Count, again.Count(RejectReason.Malformed));
            Add(again, Letter("next"));
            Assert.Equal("next", again.Read(new DeadLetterFilter { Limit = 1 }).Single().Detail);
        }
    }

    [Fact]
    public void A_tail_torn_at_any_byte_costs_only_the_unfinished_letter()
    {
        using (var log = Open(_disk)) Add(log, Letter("a"), Letter("b"), Letter("c"));
        var whole = _disk.Content(FirstFile);
        var ends = Enumerable.Range(0, whole.Length).Where(i => whole[i] == '\n').Select(i => i + 1).ToList();
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            var disk = new PowerCutFiles();
            disk.Create(FirstFile).Dispose();
            disk.Overwrite(FirstFile, whole[..cut]);
            using var log = Open(disk);
            var intact = Math.Max(0, ends.Count(end => end <= cut) - 1);
            Assert.Equal(intact, log.Count(RejectReason.Malformed));
            Assert.Equal(intact, log.Read(new DeadLetterFilter()).Count());
            Assert.Equal(cut - ends.LastOrDefault(end => end <= cut), log.TornBytes);
            Add(log, Letter("d"));
            Assert.Equal(intact + 1, log.Read(new DeadLetterFilter()).Count());
        }
    }

    [Fact]
    public void A_bit_flipped_anywhere_costs_one_line_and_is_counted()
    {
        using (var log = Open(_disk)) Add(log, Letter("a"), Letter("b"), Letter("c"));
        var whole = _disk.Content(FirstFile);
        var head = whole.AsSpan().IndexOf((byte)'\n') + 1;
        for (var bit = head * 8; bit < whole.Length * 8; bit += 5)
        {
            var disk = new PowerCutFiles();
            disk.Create(FirstFile).Dispose();
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            disk.Overwrite(FirstFile, changed);
            using var log = Open(disk);
            var found = log.Read(new DeadLetterFilter { NewestFirst = false }).Select(letter => letter.Detail).ToList();
            if (found.Count == 3)
            {
                Assert.Equal(char.ToLowerInvariant((char)changed[bit / 8]), (char)whole[bit / 8]);
                continue;
            }
            // A flipped line end makes one damaged line of two.
            Assert.InRange(found.Count, 1, 2);
            Assert.Subset(new HashSet<string> { "a", "b", "c" }, found.ToHashSet());
            Assert.True(log.DamagedLines is 1 or 2 || log.TornBytes > 0);
        }
    }

    [Fact]
    public void Counts_are_those_of_all_files_though_only_the_last_is_read()
    {
        using (var log = Open(_disk))
        {
            for (var day = 0; day < 5; day++)
            {
                Add(log, Letter("a"), Letter("b") with { Reason = RejectReason.Schema });
                _time.Advance(TimeSpan.FromDays(1));
            }
        }
        Assert.Equal(5, _disk.List("/letters").Count(name => name.EndsWith(".jsonl")));
        // An operator took the oldest away: what was counted stays counted.
        _disk.Delete(FirstFile);
        using var again = Open(_disk);
        Assert.Equal(5, again.Count(RejectReason.Malformed));
        Assert.Equal(5, again.Count(RejectReason.Schema));
        Assert.Equal(10, again.Total);
        Assert.Equal(8, again.Read(new DeadLetterFilter()).Count());
    }

    [Fact]
    public void A_file_that_is_large_enough_is_followed_by_another()
    {
        _options.FileSize = 4096;
        var sut = CreateSut();
        for (var i = 0; i < 90; i++) Add(sut, Letter($"{i}"));
        Assert.True(_disk.List("/letters").Count(name => name.EndsWith(".jsonl")) > 3);
        Assert.Equal(
            Enumerable.Range(0, 90).Select(i => $"{i}"),
            sut.Read(new DeadLetterFilter { NewestFirst = false }).Select(letter => letter.Detail));
    }

    [Fact]
    public void A_topic_that_floods_is_sampled_and_counted_and_others_are_not_touched()
    {
        _options.FullPerTopicAndMinute = 10;
        _options.SampleEvery = 50;
        var sut = CreateSut();
        var large = new byte[1000];
        for (var i = 0; i < 210; i++) Add(sut, Letter($"{i}") with { Topic = "flood", Raw = large });
        Add(sut, Letter("quiet") with { Raw = large });
        var kept = sut.Read(new DeadLetterFilter { Limit = 1000 }).ToList();
        Assert.Equal(10, kept.Count(letter => letter.Topic == "flood" && !letter.IsTruncated));
        var samples = kept.Where(letter => letter.IsTruncated).ToList();
        Assert.Equal(4, samples.Count); // (210 − 10) / 50
        Assert.All(samples, letter => Assert.Equal((256, 1000), (letter.Raw.Length, letter.Length)));
        Assert.False(kept.Single(letter => letter.Topic != "flood").IsTruncated);
        Assert.Equal(211, sut.Count(RejectReason.Malformed));
        Assert.Equal(196, sut.TotalUnstored);

        _time.Advance(TimeSpan.FromMinutes(1));
        Add(sut, Letter("again") with { Topic = "flood", Raw = large });
        Assert.False(sut.Read(new DeadLetterFilter { Limit = 1 }).Single().IsTruncated);
    }

    [Fact]
    public void Letters_of_which_only_the_count_was_kept_are_still_counted_after_a_power_cut()
    {
        _options.FullPerTopicAndMinute = 1;
        _options.SampleEvery = 1000;
        for (var seed = 0; seed < 50; seed++)
        {
            var disk = new PowerCutFiles();
            var log = Open(disk);
            for (var i = 0; i < 7; i++) Add(log, Letter("x"), Letter("y") with { Reason = RejectReason.Schema });
            log.Append([Letter("unsynced")]);
            disk.Cut(new Random(seed));
            using var again = Open(disk);
            Assert.Equal(7, again.Count(RejectReason.Malformed));
            Assert.Equal(7, again.Count(RejectReason.Schema));
        }
    }

    [Fact]
    public void Beyond_the_quota_bytes_are_sampled_then_only_counted_and_nothing_is_deleted()
    {
        _options.MaxSize = 65536;
        _options.FullPerTopicAndMinute = int.MaxValue;
        _options.SampleEvery = 3;
        var sut = CreateSut();
        var letters = 0;
        while (!sut.IsOverQuota)
        {
            Add(sut, Letter($"{letters++}"));
        }
        var full = sut.Read(new DeadLetterFilter { Limit = int.MaxValue }).Count();
        Assert.Equal(letters, full);
        for (var i = 0; i < 1000; i++) Add(sut, Letter("over"));
        Assert.Equal(letters + 1000, sut.Count(RejectReason.Malformed));
        Assert.InRange(sut.TotalBytes, 65536, 65536 * 11 / 10 + 1000);
        Assert.Equal(
            full, sut.Read(new DeadLetterFilter { Limit = int.MaxValue }).Count(letter => letter.Detail != "over"));
    }

    [Fact]
    public async Task Lines_that_the_store_refused_are_kept_whole_though_others_have_filled_the_quota()
    {
        _options.MaxSize = 65536;
        _options.FullPerTopicAndMinute = int.MaxValue;
        var sut = CreateSut();
        while (!sut.IsOverQuota) Add(sut, Letter("flood"));
        for (var i = 0; i < 1000; i++) Add(sut, Letter("flood"));
        var line = new byte[1000];

        await sut.AddAsync(
            [new RejectedLine(line, "refused"), new RejectedLine(line, "refused")], CancellationToken.None);

        var kept = sut.Read(new DeadLetterFilter { Reason = RejectReason.StoreRejected }).ToList();
        Assert.Equal(2, kept.Count);
        Assert.All(kept, letter => Assert.Equal(line, letter.Raw.ToArray()));
    }

    [Fact]
    public void Filters_restrict_by_reason_topic_time_and_number()
    {
        var sut = CreateSut();
        foreach (var (topic, reason) in new[]
                 {
                     ("s/plants/a/flow/m1", RejectReason.Schema), ("s/plants/a/status", RejectReason.Malformed),
                     ("s/plants/b/flow/m1", RejectReason.Schema), ("s/vehicles/7/position", RejectReason.OutOfRange),
                 })
        {
            Add(sut, Letter(topic) with { Topic = topic, Reason = reason, At = _time.GetUtcNow() });
            _time.Advance(TimeSpan.FromHours(1));
        }
        string[] Found(DeadLetterFilter filter) => [.. sut.Read(filter).Select(letter => letter.Topic)];
        Assert.Equal(["s/plants/b/flow/m1", "s/plants/a/flow/m1"], Found(new() { Reason = RejectReason.Schema }));
        Assert.Equal(["s/plants/b/flow/m1", "s/plants/a/flow/m1"], Found(new() { Topic = "s/plants/+/flow/+" }));
        Assert.Equal(["s/plants/a/status", "s/plants/a/flow/m1"], Found(new() { Topic = "s/plants/a/#" }));
        Assert.Equal(4, Found(new() { Topic = "#" }).Length);
        Assert.Equal(
            ["s/plants/b/flow/m1", "s/plants/a/status"],
            Found(new() { From = Start.AddHours(1), To = Start.AddHours(3) }));
        Assert.Equal(["s/plants/a/flow/m1"], Found(new() { NewestFirst = false, Limit = 1 }));
    }

    [Fact]
    public async Task A_replay_is_a_fact_beside_the_letter_and_survives_a_power_cut()
    {
        var sut = CreateSut();
        Add(sut, Letter("a"), Letter("b"));
        var letter = sut.Read(new DeadLetterFilter { NewestFirst = false }).First();
        _time.Advance(TimeSpan.FromHours(2));
        await sut.MarkReplayedAsync([letter.Id], CancellationToken.None);
        _disk.Cut(new Random(3));
        _sut = Open(_disk);
        Assert.Equal(Start.AddHours(2), _sut.Reader.Find(letter.Id)!.ReplayedAt);
        Assert.Equal("b", Assert.Single(_sut.Read(new DeadLetterFilter { Replayed = false })).Detail);
        Assert.Equal("a", Assert.Single(_sut.Read(new DeadLetterFilter { Replayed = true })).Detail);
    }

    [Fact]
    public async Task Lines_that_the_store_refused_are_on_disk_when_the_task_completes()
    {
        var sut = CreateSut();
        await sut.AddAsync(
            [new RejectedLine("plant_flow flow_m3h=x 1"u8.ToArray(), "invalid number")], CancellationToken.None);
        _disk.Cut(new Random(5));
        using var again = Open(_disk);
        var letter = Assert.Single(again.Read(new DeadLetterFilter { Reason = RejectReason.StoreRejected }));
        Assert.Equal("plant_flow flow_m3h=x 1", Encoding.UTF8.GetString(letter.Raw.Span));
        Assert.Equal("invalid number", letter.Detail);
    }

    [Fact]
    public async Task Lines_that_the_store_refused_wait_for_a_full_disk()
    {
        var sut = CreateSut();
        Add(sut, Letter("first"));
        _disk.RefusesWrites = true;
        var adding = sut.AddAsync([new RejectedLine("x"u8.ToArray(), "no")], CancellationToken.None);
        Assert.False(adding.IsCompleted);
        _disk.RefusesWrites = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        await adding.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["no", "first"], sut.Read(new DeadLetterFilter()).Select(letter => letter.Detail));
    }

    [Fact]
    public async Task Another_process_reads_and_marks_while_the_host_writes()
    {
        var folder = Directory.CreateTempSubdirectory("letters-").FullName;
        try
        {
            _options.Folder = folder;
            using var host = Open(DiskFiles.Instance);
            Add(host, Letter("a"));
            var other = new DeadLetterReader(folder, DiskFiles.Instance, _time);
            await other.MarkReplayedAsync(
                [Assert.Single(other.Read(new DeadLetterFilter())).Id], CancellationToken.None);
            Add(host, Letter("b"));
            Assert.Equal(["b", "a"], other.Read(new DeadLetterFilter()).Select(letter => letter.Detail));
            Assert.NotNull(host.Read(new DeadLetterFilter()).Last().ReplayedAt);
            Assert.Throws<IOException>(() => Open(DiskFiles.Instance));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("7")]
    [InlineData("1-99999999")]
    [InlineData("9-0")]
    [InlineData("1-3")]
    [InlineData("../1-0")]
    public void Find_of_an_id_that_is_none_finds_nothing(string id)
    {
        var sut = CreateSut();
        Add(sut, Letter("a"));
        Assert.Null(sut.Reader.Find(id));
    }

    [Theory]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("+", "a/b", false)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/bc", false)]
    [InlineData("+/+", "/a", true)]
    [InlineData("a/+/#", "a/b", true)]
    public void Topic_filters_match_as_MQTT_says(string filter, string topic, bool matches) =>
        Assert.Equal(matches, TopicFilter.Matches(filter, topic));

    public void Dispose() => _sut?.Dispose();

    private DeadLetterLog CreateSut() => _sut = Open(_disk);

    private DeadLetterLog Open(IFileLayer files) => DeadLetterLog.Open(_options, files, _time, NullLogger.Instance);

    private static void Add(DeadLetterLog log, params DeadLetter[] letters)
    {
        Assert.Equal(letters.Sum(letter => letter.Objects), log.Append(letters));
        log.Sync();
    }

    private static DeadLetter Letter(string detail) => new(
        Start, "sanitation/plants/sewage-1/flow/m1", RejectReason.Malformed, detail,
        Encoding.UTF8.GetBytes("{" + detail), 1, false);
}
