using System.Runtime.CompilerServices;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Locks;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Intake;

/// <summary>
/// Takes in what makes partitions dirty: changes of readings, declared figures, edits of the registry, the ends of
/// days, the night's reconciliation. Everything is noted in the operational store together with how far was looked; so
/// a crash looks again, and what was noted waits there for as long as it takes.
/// </summary>
internal sealed class DeriveIntake(
    IDerivedStore store, ITelemetryReader reader, IOperations operations, RawDays raw, FinalityClock clock,
    Reconciliation reconciliation, DeriveOptions options, TimeProvider time)
{
    private const string Consumer = "derive";

    /// <summary>Rows of changes a page, and partitions a note.</summary>
    private const int PageRows = 2_000;
    private const int NoteSize = 5_000;

    private readonly TimeSpan _overlap = options.Overlap;
    private DeriveCursor _cursor = new(Consumer, null, 0, "");
    private DeriveMemo _memo = new();
    private ChangeFeed? _feed;
    private DateOnly? _oldest;
    private IAsyncEnumerator<IEnumerable<NewPartition>>? _sweep;
    private string _sweeping = "";

    /// <summary>Whether stored rows are still being compared with an edit of the registry.</summary>
    public bool IsSweeping => _sweep is not null;

    /// <summary>How long after its stamp a change may come to be seen; zero where it is seen at once.</summary>
    public TimeSpan Overlap => store.ChangesOverlap > TimeSpan.Zero && store.ChangesOverlap < _overlap
        ? _overlap : store.ChangesOverlap;

    /// <summary>Begins again at what was kept last, at the start and whenever a look broke off.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await EndSweepAsync();
        _cursor = await operations.Derivation.CursorAsync(Consumer, cancellationToken)
            ?? new DeriveCursor(Consumer, null, 0, "");
        _memo = DeriveMemo.Read(_cursor.Memo);
        _feed = new ChangeFeed(store, _cursor.Changes ?? DateTimeOffset.UnixEpoch, Overlap, time);
    }

    /// <summary>Looks once at everything, and notes what it found.</summary>
    public async Task LookAsync(CityBook book, CancellationToken cancellationToken)
    {
        if (_feed is null) await OpenAsync(cancellationToken);
        await InputsAsync(book, cancellationToken);
        await HoursAsync(book, cancellationToken);
        await ChangesAsync(book, cancellationToken);
        await FiguresAsync(book, cancellationToken);
        await DaysAsync(book, cancellationToken);
        var due = clock.TakeDue(time.GetUtcNow());
        if (due.Count > 0) await operations.Derivation.NoteAsync(due, null, cancellationToken);
    }

    /// <summary>
    /// Vehicles' days of months that were locked since the last such note: there are too many of them to be noted for
    /// every lock at each start, as plants' are.
    /// </summary>
    public async Task NoteLockedAsync(
        CityBook book, IReadOnlyCollection<MonthLock> locks, CancellationToken cancellationToken)
    {
        var fresh = locks.Where(one => one.Scope.Plant is null
            && !(one.LockedAt.ToUnixTimeMilliseconds() <= _memo.LockedMs)).ToList();
        if (fresh.Count == 0) return;
        var days = fresh.SelectMany(one => Enumerable
            .Range(0, one.Month.End.DayNumber - one.Month.FirstDay.DayNumber).Select(one.Month.FirstDay.AddDays)
            .SelectMany(date => WholeDays.DaysOfFleet(
                book, book.Calendar.Day(date), ChangeCause.None, one.Scope.District)));
        await RememberAsync(
            _memo with { LockedMs = fresh.Max(static one => one.LockedAt.ToUnixTimeMilliseconds()) }, days,
            cancellationToken);
    }

    /// <summary>Notes partitions in portions, whatever their number.</summary>
    public async Task NoteAsync(IEnumerable<NewPartition> partitions, CancellationToken cancellationToken)
    {
        foreach (var portion in partitions.Chunk(NoteSize))
        {
            reconciliation.Heard(portion);
            await operations.Derivation.NoteAsync(portion, null, cancellationToken);
        }
    }

    /// <summary>
    /// Notes the night's days, where they are due: to be asked for once nothing waits, as what still waits to be
    /// derived is no discrepancy.
    /// </summary>
    /// <returns>True where it noted them.</returns>
    public async Task<bool> ReconcileAsync(CityBook book, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var today = book.Calendar.DayOf(now);
        if (options.ReconcileDays == 0 || _memo.Reconciled == today.Date
            || now < today.StartMs + (long)options.ReconcileAt.TotalMilliseconds) return false;
        var vehicles = ReconcileTurn.Of(
            book.Registry, today.Date, options.ReconcileDays, options.ReconcileVehicleHours);
        reconciliation.Begin(options.ReconcileDays, vehicles.Count);
        var again = Enumerable.Range(1, options.ReconcileDays).Select(back => today.Date.AddDays(-back));
        await RememberAsync(
            _memo with { Reconciled = today.Date },
            again.Select(book.Calendar.Day).SelectMany(day =>
                WholeDays.Of(book, day, ChangeCause.Reconciliation).Concat(WholeDays.OfFleet(
                    book, day, ChangeCause.Reconciliation, _memo.HourMs ?? now, vehicles))),
            cancellationToken);
        return true;
    }

    private async Task ChangesAsync(CityBook book, CancellationToken cancellationToken)
    {
        var partitions = new ChangedPartitions(book, _memo.HourMs ?? long.MaxValue);
        while (true)
        {
            var rows = await _feed!.NextAsync(PageRows, cancellationToken);
            if (rows.Count == 0 && _feed.Cursor == (_cursor.Changes ?? DateTimeOffset.UnixEpoch)) return;
            foreach (var row in rows)
            {
                if (row.Kind == "weighing" && row.TryGetSeries(out var series)) raw.Heard(series);
            }
            await NoteAsync(
                rows.SelectMany(partitions.Of).Distinct(), _cursor with { Changes = _feed.Cursor }, cancellationToken);
            if (rows.Count == 0) return;
        }
    }

    private async Task FiguresAsync(CityBook book, CancellationToken cancellationToken)
    {
        var partitions = new ChangedPartitions(book);
        while (await operations.Declared.SinceAsync(_cursor.Figure, PageRows, cancellationToken) is { Count: > 0 } page)
        {
            var today = book.DateOf(time.GetUtcNow().ToUnixTimeMilliseconds());
            var oldest = _oldest ??= await InputSweep.OldestDayAsync(store, book, cancellationToken);
            var dirty = page.SelectMany(change => (Storage.Operations.Declared.Declaration?[])
                    [change.Figure.Declaration, change.Before])
                .OfType<Storage.Operations.Declared.Declaration>()
                .SelectMany(figure => partitions.Of(figure, oldest ?? today, today)).Distinct();
            await NoteAsync(dirty, _cursor with { Figure = page[^1].Figure.Id }, cancellationToken);
        }
    }

    /// <summary>One month of the sweep a look, so that live readings do not wait for years.</summary>
    private async Task InputsAsync(CityBook book, CancellationToken cancellationToken)
    {
        var inputs = $"{book.Registry.Version} {CityBook.Algorithm} {options.MaxGap}";
        if (inputs == _memo.Inputs) return;
        if (_sweep is null || _sweeping != inputs)
        {
            await EndSweepAsync();
            var cause = _memo.Inputs.Length == 0 ? ChangeCause.None
                : _memo.Inputs.Contains($" {CityBook.Algorithm} ", StringComparison.Ordinal)
                    ? ChangeCause.Registry : ChangeCause.Algorithm;
            _sweeping = inputs;
            _sweep = SweepAsync(book, cause, cancellationToken).GetAsyncEnumerator(cancellationToken);
        }
        if (await _sweep.MoveNextAsync())
        {
            await NoteAsync(_sweep.Current, cancellationToken);
            return;
        }
        await EndSweepAsync();
        await RememberAsync(_memo with { Inputs = inputs }, [], cancellationToken);
    }

    /// <summary>
    /// An hour that ended is derived for all vehicles at once: what they sent while it ran was not noted.
    /// </summary>
    private async Task HoursAsync(CityBook book, CancellationToken cancellationToken)
    {
        var running = book.RunningHourMs(time.GetUtcNow());
        if (_memo.HourMs is { } known && known >= running) return;
        var ended = new List<NewPartition>();
        if (_memo.HourMs is { } was)
        {
            // A clock that is ahead may have sent into the next.
            var hour = book.Calendar.HourOf(was);
            foreach (var startMs in (long[])[hour.StartMs, hour.EndMs])
            {
                if (startMs >= running) continue;
                ended.AddRange(book.Registry.Vehicles.Keys.Select(id => new NewPartition(
                    PartitionKind.VehicleHour, id.Value, startMs, ChangeCause.None)));
            }
            if (book.Registry.Vehicles.Count > 0)
            {
                ended.Add(new(
                    PartitionKind.ServiceDay, FleetBook.City, book.Calendar.DayOf(was).StartMs, ChangeCause.None));
            }
        }
        await RememberAsync(_memo with { HourMs = running }, ended, cancellationToken);
    }

    /// <summary>A day that ended is derived once more, whether or not anything was heard of it.</summary>
    private async Task DaysAsync(CityBook book, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var today = book.Calendar.DayOf(now);
        var yesterday = today.Date.AddDays(-1);
        if (_memo.Closed is not { } closed)
        {
            await RememberAsync(_memo with { Closed = yesterday }, [], cancellationToken);
        }
        else if (closed < yesterday)
        {
            var ended = Enumerable.Range(1, yesterday.DayNumber - closed.DayNumber).Select(closed.AddDays);
            await RememberAsync(
                _memo with { Closed = yesterday },
                ended.SelectMany(date => WholeDays.DaysOf(book, book.Calendar.Day(date), ChangeCause.None)),
                cancellationToken);
        }
    }

    private async Task RememberAsync(
        DeriveMemo memo, IEnumerable<NewPartition> partitions, CancellationToken cancellationToken)
    {
        await NoteAsync(partitions, _cursor with { Memo = memo.Write() }, cancellationToken);
        _memo = memo;
    }

    // The cursor goes with the last portion: before that a crash looks again, and notes the same.
    private async Task NoteAsync(
        IEnumerable<NewPartition> partitions, DeriveCursor cursor, CancellationToken cancellationToken)
    {
        NewPartition[] held = [];
        foreach (var portion in partitions.Chunk(NoteSize))
        {
            reconciliation.Heard(portion);
            if (held.Length > 0) await operations.Derivation.NoteAsync(held, null, cancellationToken);
            held = portion;
        }
        await operations.Derivation.NoteAsync(held, cursor, cancellationToken);
        _cursor = cursor;
    }

    private async IAsyncEnumerable<IEnumerable<NewPartition>> SweepAsync(
        CityBook book, ChangeCause cause, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await foreach (var dirty in new InputSweep(store, reader, operations.Declared, book)
            .RunAsync(now, cause, cancellationToken)) yield return dirty;
        await foreach (var dirty in new FleetSweep(store, reader, operations.Fleet, book)
            .RunAsync(now, cause, cancellationToken)) yield return dirty;
    }

    private async Task EndSweepAsync()
    {
        if (_sweep is null) return;
        await _sweep.DisposeAsync();
        _sweep = null;
    }
}
