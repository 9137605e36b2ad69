using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Readings;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.Spooling;

public sealed class GroupCommitTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly PowerCutFiles _disk = new();
    private readonly FakeTimeProvider _time = new(Lines.Start);
    private readonly SpoolOptions _spoolOptions = Lines.Options();
    private readonly GroupCommitOptions _options = new();
    private ReadingSpool? _spool;
    private DeadLetterLog? _letters;
    private GroupCommit? _sut;

    [Fact]
    public async Task Append_completes_once_lines_and_dead_letters_are_on_disk()
    {
        var sut = CreateSut();
        await sut.Append(Lines.Numbered(0, 3), 3, [Letter("a"), Letter("b")], 1).WaitAsync(Patience);
        _disk.Cut(new Random(1));
        _letters = OpenLetters();
        Assert.Equal([0, 1, 2], Lines.ReadAll(Lines.Open(_disk)));
        Assert.Equal(2, _letters.Read(new DeadLetterFilter()).Count());
        Assert.Equal(new CommitBooks(5, 3, 2, 0, 0), sut.Snapshot());
    }

    [Fact]
    public async Task Append_of_nothing_is_complete()
    {
        Assert.True(CreateSut().Append([], 0, [], 1).IsCompletedSuccessfully);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task What_arrives_during_a_commit_is_committed_together_and_in_order()
    {
        var sut = CreateSut();
        using var entered = new SemaphoreSlim(0);
        using var gate = new SemaphoreSlim(0);
        var first = true;
        _disk.BeforeSync = () =>
        {
            if (!first) return;
            first = false;
            entered.Release();
            gate.Wait(Patience);
        };
        var opening = sut.Append(Lines.Numbered(0, 1), 1, [], 1);
        await entered.WaitAsync(Patience);
        var gathered = Enumerable.Range(1, 50).Select(i => sut.Append(Lines.Numbered(i, 1), 1, [], 1)).ToList();
        Assert.All(gathered, task => Assert.Same(gathered[0], task));
        Assert.False(opening.IsCompleted);
        Assert.Equal(51, sut.Snapshot().InFlight);
        gate.Release();
        await gathered[0].WaitAsync(Patience);
        Assert.True(opening.IsCompletedSuccessfully);
        Assert.Equal(2, sut.Commits);
        Assert.Equal(Enumerable.Range(0, 51), Lines.ReadAll(_spool!));
    }

    [Fact]
    public async Task Append_allocates_nothing_while_a_group_is_open()
    {
        var sut = CreateSut();
        using var entered = new SemaphoreSlim(0);
        using var gate = new SemaphoreSlim(0);
        var stops = 1;
        _disk.BeforeSync = () =>
        {
            if (stops-- <= 0) return;
            entered.Release();
            gate.Wait(Patience);
        };
        var lines = Lines.Numbered(0, 3);
        _ = sut.Append(lines, 3, [], 1);
        await entered.WaitAsync(Patience);
        var last = AppendMany(sut, lines, out var allocated);
        gate.Release();
        await last.WaitAsync(Patience);
        Assert.Equal(0, allocated);

        static Task AppendMany(GroupCommit sut, byte[] lines, out long allocated)
        {
            var last = sut.Append(lines, 3, [], 1);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++) last = sut.Append(lines, 3, [], 1);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return last;
        }
    }

    [Fact]
    public async Task Books_balance_at_every_snapshot_under_many_producers()
    {
        _options.MaxPendingBytes = 20_000;
        var sut = CreateSut();
        using var stop = new CancellationTokenSource();
        var snapshots = 0;
        var watcher = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var books = sut.Snapshot();
                Assert.True(books.Balance, books.ToString());
                snapshots++;
            }
        });
        var acknowledged = new List<int>[8];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(producer => Task.Run(async () =>
        {
            var mine = acknowledged[producer] = [];
            var window = new Queue<(int First, int Count, Task Done)>();
            var next = producer * 1_000_000;
            for (var i = 0; i < 400; i++)
            {
                var count = i % 4;
                var letters = i % 5 == 0 ? new[] { Letter($"{producer}/{i}") } : [];
                var done = sut.Append(Lines.Numbered(next, count), count, letters, 1);
                window.Enqueue((next, count, done));
                next += count;
                _ = sut.Append(Lines.Numbered(producer * 1_000_000 + 500_000 + i, 1), 1, [], 0);
                if (window.Count < 20) continue;
                var (first, taken, task) = window.Dequeue();
                await task;
                mine.AddRange(Enumerable.Range(first, taken));
            }
            foreach (var (first, taken, task) in window)
            {
                await task;
                mine.AddRange(Enumerable.Range(first, taken));
            }
        }))).WaitAsync(Patience);
        await sut.DisposeAsync();
        await stop.CancelAsync();
        await watcher;

        var books = sut.Snapshot();
        var found = Lines.ReadAll(_spool!, maxLines: 100_000);
        Assert.True(snapshots > 0);
        Assert.Equal(0, books.InFlight);
        Assert.Equal(8 * (600 + 80 + 400), books.Received);
        Assert.Equal(8 * 80, books.DeadLettered);
        Assert.Equal(found.Count, books.Spooled);
        Assert.Equal(8 * (600 + 400), books.Spooled + books.Shed);
        Assert.Equal(found.Count, found.Distinct().Count());
        foreach (var mine in acknowledged)
        {
            var set = mine.ToHashSet();
            Assert.Equal(mine, found.Where(set.Contains));
        }
        Assert.Equal(8 * 80, _letters!.Count(RejectReason.Malformed));
    }

    [Fact]
    public async Task QoS_0_beyond_the_limit_is_shed_and_counted_and_QoS_1_is_not()
    {
        _options.MaxPendingBytes = 65536;
        var sut = CreateSut();
        _disk.RefusesWrites = true;
        var kept = sut.Append(Lines.Numbered(0, 900), 900, [], 1);
        var more = sut.Append(Lines.Numbered(900, 900), 900, [], 1);
        var shed = sut.Append(Lines.Numbered(5000, 900), 900, [], 0);
        Assert.True(shed.IsCompletedSuccessfully);
        Assert.Equal(900, sut.Snapshot().Shed);
        _disk.RefusesWrites = false;
        await Eventually(more);
        Assert.True(kept.IsCompletedSuccessfully);
        Assert.Equal(new CommitBooks(2700, 1800, 0, 900, 0), sut.Snapshot());
    }

    [Fact]
    public async Task A_full_disk_holds_acknowledgements_until_there_is_room()
    {
        var sut = CreateSut();
        await sut.Append(Lines.Numbered(0, 1), 1, [], 1).WaitAsync(Patience);
        _disk.RefusesWrites = true;
        var waiting = sut.Append(Lines.Numbered(1, 2), 2, [Letter("x")], 1);
        await Until(() => !sut.IsAccepting);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(3, sut.Snapshot().InFlight);
        _disk.RefusesWrites = false;
        await Eventually(waiting);
        Assert.True(sut.IsAccepting);
        Assert.Equal([0, 1, 2], Lines.ReadAll(_spool!));
        Assert.Single(_letters!.Read(new DeadLetterFilter()));
    }

    [Fact]
    public async Task Stopping_on_a_full_disk_ends_without_acknowledging()
    {
        var sut = CreateSut();
        _disk.RefusesWrites = true;
        var waiting = sut.Append(Lines.Numbered(0, 2), 2, [], 1);
        await sut.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(2, sut.Snapshot().InFlight);
    }

    [Fact]
    public async Task A_failed_sync_is_reported_and_nothing_is_acknowledged_after_it()
    {
        var sut = CreateSut();
        _disk.SyncFails = true;
        var lost = sut.Append(Lines.Numbered(0, 2), 2, [], 1);
        Assert.IsType<DiskFailureException>(await sut.Failed.WaitAsync(Patience));
        _disk.SyncFails = false;
        var later = sut.Append(Lines.Numbered(2, 2), 2, [], 1);
        await sut.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.False(lost.IsCompleted);
        Assert.False(later.IsCompleted);
        Assert.False(sut.IsAccepting);
        Assert.True(sut.Snapshot().Balance);
    }

    [Fact]
    public async Task Dispose_commits_what_is_in_the_group_and_takes_no_more()
    {
        var sut = CreateSut();
        var tasks = Enumerable.Range(0, 100).Select(i => sut.Append(Lines.Numbered(i, 1), 1, [], 1)).ToList();
        await sut.DisposeAsync();
        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.False(sut.Append(Lines.Numbered(100, 1), 1, [], 1).IsCompleted);
        Assert.Equal(new CommitBooks(100, 100, 0, 0, 0), sut.Snapshot());
    }

    [Fact]
    public async Task Acknowledged_lines_survive_a_power_cut_in_the_middle_of_many_producers()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var dice = new Random(seed);
            var disk = new PowerCutFiles();
            var spool = Lines.Open(disk);
            var letters = DeadLetterLog.Open(LetterOptions(), disk, _time, NullLogger.Instance);
            var sut = new GroupCommit(spool, letters, new GroupCommitOptions(), _time, NullLogger.Instance);
            var left = dice.Next(1, 40);
            disk.BeforeSync = () =>
            {
                if (left-- <= 0) throw new PowerLostException();
            };
            var acknowledged = new List<int>[4];
            await Task.WhenAll(Enumerable.Range(0, 4).Select(producer => Task.Run(async () =>
            {
                var mine = acknowledged[producer] = [];
                for (var next = producer * 10_000; ; next++)
                {
                    var done = sut.Append(Lines.Numbered(next, 1), 1, [Letter($"{next}")], 1);
                    if (await Task.WhenAny(done, sut.Failed) != done && !done.IsCompleted) return;
                    mine.Add(next);
                }
            }))).WaitAsync(Patience);
            await sut.DisposeAsync();
            Assert.IsType<PowerLostException>(await sut.Failed);
            disk.BeforeSync = null;
            disk.Cut(dice);

            using var again = Lines.Open(disk);
            var found = Lines.ReadAll(again);
            Assert.Equal(found.Count, found.Distinct().Count());
            using var lettersAgain = DeadLetterLog.Open(LetterOptions(), disk, _time, NullLogger.Instance);
            var kept = lettersAgain.Read(new DeadLetterFilter { Limit = int.MaxValue })
                .Select(letter => letter.Detail).ToHashSet();
            foreach (var mine in acknowledged)
            {
                var set = mine.ToHashSet();
                Assert.Equal(mine, found.Where(set.Contains));
                Assert.All(mine, number => Assert.Contains($"{number}", kept));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disk.BeforeSync = null;
        if (_sut is not null) await _sut.DisposeAsync();
        _spool?.Dispose();
        _letters?.Dispose();
    }

    private GroupCommit CreateSut()
    {
        _spool = Lines.Open(_disk, _spoolOptions, _time);
        _letters = OpenLetters();
        return _sut = new GroupCommit(_spool, _letters, _options, _time, NullLogger.Instance);
    }

    private DeadLetterLog OpenLetters() => DeadLetterLog.Open(LetterOptions(), _disk, _time, NullLogger.Instance);

    private static DeadLetterOptions LetterOptions() => new() { Folder = "/letters", FullPerTopicAndMinute = 100_000 };

    private static DeadLetter Letter(string detail) => new(
        Lines.Start, "sanitation/plants/x/flow/m", RejectReason.Malformed, detail,
        Encoding.UTF8.GetBytes("{" + detail), 1, false);

    /// <summary>Moves the clock until the retry timer has done its work.</summary>
    private async Task Eventually(Task task) => await Until(() => task.IsCompleted);

    private async Task Until(Func<bool> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "it never came true");
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
