using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.Spooling;

/// <summary>
/// Lives of a spool, cut short by power cuts and kills at any sync, also during recovery, on a disk that forgets what
/// wasn't synced. Each line is written once; what must come back is told by plain lists.
/// </summary>
public sealed class SpoolPowerCutTests
{
    [Fact]
    public void Whatever_was_synced_is_read_once_and_in_order_after_any_power_cut() =>
        Gen.Int[0, int.MaxValue - 1].Sample(seed => new Life(seed).Run(), iter: 200);

    [Fact]
    public void A_store_behind_a_cursor_file_misses_nothing_and_repeats_only_its_last_batch() =>
        Gen.Int[0, int.MaxValue - 1].Sample(seed => new LifeWithStore(seed).Run(), iter: 150);

    private sealed class Life(int seed)
    {
        private readonly Random _dice = new(seed);
        private readonly PowerCutFiles _disk = new();
        private List<int> _kept = [];
        private int _next;

        public void Run()
        {
            for (var life = 0; life < 6; life++)
            {
                var unsynced = new List<int>();
                LoseSyncAfter(_disk, _dice.Next(30));
                try
                {
                    using var spool = OpenChecked();
                    while (true)
                    {
                        var count = _dice.Next(1, 12);
                        unsynced.AddRange(Enumerable.Range(_next, count));
                        var lines = Lines.Numbered(_next, count);
                        _next += count;
                        spool.Append(lines, count);
                        if (_dice.Next(3) == 0) continue;
                        spool.Sync();
                        _kept.AddRange(unsynced);
                        unsynced.Clear();
                    }
                }
                catch (PowerLostException)
                {
                    Crash(_disk, _dice);
                }
                Settle(unsynced);
            }
        }

        private ReadingSpool OpenChecked()
        {
            var spool = Lines.Open(_disk);
            Assert.Equal(_kept, Lines.ReadAll(spool));
            Assert.Equal(0, spool.MissingLines);
            return spool;
        }

        /// <summary>
        /// What survives of the unsynced is decided at the first complete recovery: some of it, in order.
        /// </summary>
        private void Settle(List<int> unsynced)
        {
            while (true)
            {
                LoseSyncAfter(_disk, _dice.Next(12));
                try
                {
                    using var spool = Lines.Open(_disk);
                    _disk.BeforeSync = null;
                    var found = Lines.ReadAll(spool);
                    Assert.Equal(_kept, found.Take(_kept.Count));
                    var survivors = found.Skip(_kept.Count).ToList();
                    Assert.Equal(survivors.Order(), survivors);
                    Assert.Equal(survivors.Count, survivors.Distinct().Count());
                    Assert.Subset(unsynced.ToHashSet(), survivors.ToHashSet());
                    _kept = found;
                    return;
                }
                catch (PowerLostException)
                {
                    Crash(_disk, _dice);
                }
            }
        }
    }

    private sealed class LifeWithStore(int seed)
    {
        private readonly Random _dice = new(seed);
        private readonly PowerCutFiles _disk = new();
        private readonly FakeTimeProvider _time = new(Lines.Start);
        private readonly List<int> _synced = [];
        private readonly HashSet<int> _ever = [];
        private readonly List<int> _stored = [];
        private int _storedAtCursor;
        private int _repeated;
        private int _next;

        public void Run()
        {
            for (var life = 0; life < 6; life++)
            {
                LoseSyncAfter(_disk, _dice.Next(60));
                try
                {
                    Live();
                }
                catch (PowerLostException)
                {
                    Crash(_disk, _dice);
                }
                _repeated += _stored.Count - _storedAtCursor;
            }
            _disk.BeforeSync = null;
            using var spool = OpenSpool();
            using var reader = spool.OpenReader(spool.ResolveCursor(Cursor().Load()));
            while (reader.TryRead(50, 1 << 20) is { } batch) _stored.AddRange(Lines.Numbers(batch.Lines.Span));

            Assert.Subset(_stored.ToHashSet(), _synced.ToHashSet());
            Assert.Subset(_ever, _stored.ToHashSet());
            Assert.Equal(0, spool.MissingSegments);
            Assert.InRange(_stored.Count - _stored.Distinct().Count(), 0, _repeated);
            Assert.Equal(0, spool.MissingLines);
        }

        private void Live()
        {
            using var spool = OpenSpool();
            var cursor = Cursor();
            using var reader = spool.OpenReader(spool.ResolveCursor(cursor.Load()));
            while (true)
            {
                var count = _dice.Next(1, 12);
                _ever.UnionWith(Enumerable.Range(_next, count));
                var first = _next;
                _next += count;
                spool.Append(Lines.Numbered(first, count), count);
                spool.Sync();
                _synced.AddRange(Enumerable.Range(first, count));
                _time.Advance(TimeSpan.FromHours(_dice.Next(12)));
                if (_dice.Next(2) == 0 || reader.TryRead(50, 1 << 20) is not { } batch) continue;
                _stored.AddRange(Lines.Numbers(batch.Lines.Span));
                cursor.Save(new SpoolCursor(spool.Id, batch.End, _stored.Count, 0));
                _storedAtCursor = _stored.Count;
                spool.Delivered(batch.End);
            }
        }

        private ReadingSpool OpenSpool() => Lines.Open(_disk, time: _time);

        private CursorFile Cursor() => new("/spool/cursor", _disk, NullLogger.Instance);
    }

    private static void LoseSyncAfter(PowerCutFiles disk, int syncs)
    {
        var left = syncs;
        disk.BeforeSync = () =>
        {
            if (left-- <= 0) throw new PowerLostException();
        };
    }

    private static void Crash(PowerCutFiles disk, Random dice)
    {
        disk.BeforeSync = null;
        if (dice.Next(3) == 0) disk.Kill();
        else disk.Cut(dice);
    }
}
