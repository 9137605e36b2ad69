using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Host.Derivation.Intake;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation;

/// <summary>
/// One round after the other: look at what changed, derive what is recent, then some of what has waited longer. Hours
/// come before days, days before plants, plants before rates, so that each is derived once for many changes.
/// </summary>
internal sealed class Deriver(
    IDerivedStore store, IOperations operations, IRegistrySource registry, DeriveIntake intake, DeriveSteps steps,
    Reconciliation reconciliation, DeriveOptions options, DeriveTally tally, TimeProvider time, ILogger<Deriver> logger)
{
    /// <summary>Partitions taken up at once: some days of hours of a few meters.</summary>
    private const int BatchSize = 1_000;

    private static readonly PartitionKind[] InOrder =
    [
        PartitionKind.MeterHour, PartitionKind.MeterDay, PartitionKind.PlantDay, PartitionKind.IndicatorDay,
        // What was weighed tells whose loads are to be derived.
        PartitionKind.VehicleHour, PartitionKind.ServiceDay, PartitionKind.VehicleDay, PartitionKind.LoadDay,
    ];

    private CityBook? _book;
    private bool _opened;

    /// <summary>The registry in force, as the last round took it.</summary>
    public CityBook Book
    {
        get
        {
            var current = registry.Current;
            return _book is { } book && ReferenceEquals(book.Registry, current)
                ? book : _book = new CityBook(current, options);
        }
    }

    /// <summary>Forgets what is only remembered: another process may have been at work.</summary>
    public void Reset() => _opened = false;

    /// <param name="keep">Called between pieces of work: renews the lease, or throws where it was lost.</param>
    /// <returns>True where something still waits.</returns>
    public async Task<bool> RoundAsync(Func<CancellationToken, Task> keep, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var book = Book;
        if (!_opened) await OpenAsync(book, cancellationToken);
        await LocksAsync(book, cancellationToken);
        await intake.LookAsync(book, cancellationToken);
        await RecentAsync(book, keep, cancellationToken);
        await BacklogAsync(book, keep, cancellationToken);
        var left = await IsLeftAsync(cancellationToken);
        if (!left && await ReconcileAsync(book, cancellationToken)) left = await IsLeftAsync(cancellationToken);
        await steps.Revisions.ProposeAsync(cancellationToken);
        if (!left) tally.Settled(began);
        return left;
    }

    /// <summary>Also where a kind that comes later noted one that comes before.</summary>
    private async Task<bool> IsLeftAsync(CancellationToken cancellationToken)
    {
        tally.SetBacklog(await operations.Derivation.BacklogAsync(cancellationToken), time.GetUtcNow());
        return tally.Waiting > 0 || intake.IsSweeping;
    }

    /// <summary>
    /// Begins the night's reconciliation when nothing waits, and tells of it once every change that was under way
    /// meanwhile has been heard of.
    /// </summary>
    /// <returns>True where something may wait again.</returns>
    private async Task<bool> ReconcileAsync(CityBook book, CancellationToken cancellationToken)
    {
        if (!reconciliation.IsUnderWay) return await intake.ReconcileAsync(book, cancellationToken);
        if (!reconciliation.HasSettled(time.GetUtcNow(), intake.Overlap)) return false;
        await intake.LookAsync(book, cancellationToken);
        var (days, vehicles, kinds) = (reconciliation.Days, reconciliation.Vehicles, reconciliation.Kinds);
        tally.Reconciled(reconciliation.End(), kinds);
        if (tally.LastDifferences == 0) DeriveLog.Reconciled(logger, days, vehicles);
        else DeriveLog.Differed(logger, days, vehicles, tally.LastDifferences, kinds);
        return true;
    }

    private async Task OpenAsync(CityBook book, CancellationToken cancellationToken)
    {
        await intake.OpenAsync(cancellationToken);
        await WakeProvisionalAsync(book, cancellationToken);
        _opened = true;
    }

    /// <summary>A month that was locked since: its days say so.</summary>
    private async Task LocksAsync(CityBook book, CancellationToken cancellationToken)
    {
        var fresh = await steps.Locked.LookAsync(time.GetUtcNow(), cancellationToken);
        await intake.NoteLockedAsync(book, fresh, cancellationToken);
        foreach (var one in fresh)
        {
            var days = Enumerable.Range(0, one.Month.End.DayNumber - one.Month.FirstDay.DayNumber)
                .Select(one.Month.FirstDay.AddDays);
            await intake.NoteAsync(
                days.SelectMany(date => WholeDays.DaysOf(
                    book, book.Calendar.Day(date), ChangeCause.None, one.Scope.Plant)),
                cancellationToken);
            steps.Locked.Compare(one.Scope, one.Month, ChangeCause.None);
        }
    }

    private async Task RecentAsync(
        CityBook book, Func<CancellationToken, Task> keep, CancellationToken cancellationToken)
    {
        var today = book.Calendar.DayOf(time.GetUtcNow().ToUnixTimeMilliseconds());
        var from = book.Calendar.Day(today.Date.AddDays(-1)).StartMs;
        foreach (var kind in InOrder)
        {
            while (await operations.Derivation.WaitingAsync(kind, from, BatchSize, cancellationToken) is
                { Count: > 0 } noted)
                await DeriveAsync(book, kind, noted, keep, cancellationToken);
        }
    }

    /// <summary>As much of the rest as fits between two looks, oldest first.</summary>
    private async Task BacklogAsync(
        CityBook book, Func<CancellationToken, Task> keep, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        foreach (var kind in InOrder)
        {
            while (await operations.Derivation.WaitingAsync(kind, null, BatchSize, cancellationToken) is
                { Count: > 0 } noted)
            {
                if (!await DeriveAsync(book, kind, noted, keep, cancellationToken, began)) return;
            }
        }
    }

    /// <returns>False where time ran out before all of it was derived.</returns>
    private async Task<bool> DeriveAsync(
        CityBook book, PartitionKind kind, IReadOnlyList<DirtyPartition> noted, Func<CancellationToken, Task> keep,
        CancellationToken cancellationToken, long? began = null)
    {
        var first = book.DateOf(noted.Min(one => one.StartMs)).AddDays(-RawDays.TicketDays);
        var last = book.DateOf(noted.Max(one => one.StartMs)).AddDays(RawDays.TicketDays + 1);
        var figures = await operations.Declared.InForceAsync([], first, last, cancellationToken);
        var done = 0;
        foreach (var (day, part) in Pieces(book, kind, noted))
        {
            // One at least: where asking alone takes longer than a pause, the backlog still shrinks.
            if (began is { } at && done > 0 && time.GetElapsedTime(at) >= options.Poll) return false;
            await keep(cancellationToken);
            await steps.RunAsync(book, kind, day, part, figures, cancellationToken);
            done++;
        }
        return true;
    }

    private static IEnumerable<(LocalDay Day, IReadOnlyList<DirtyPartition> Part)> Pieces(
        CityBook book, PartitionKind kind, IReadOnlyList<DirtyPartition> noted) =>
        noted.GroupBy(one => (
                Day: book.Calendar.DayOf(one.StartMs), Meter: kind == PartitionKind.MeterHour ? one.Subject : "",
                HourMs: kind == PartitionKind.VehicleHour ? one.StartMs : 0))
            .OrderBy(group => group.Key.Day.StartMs).ThenBy(group => group.Key.HourMs)
            .Select(group => (group.Key.Day, (IReadOnlyList<DirtyPartition>)[.. group]));

    /// <summary>
    /// Days that wait for time alone are found in the store, however the process before this one ended.
    /// </summary>
    private async Task WakeProvisionalAsync(CityBook book, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = now - options.Finality.Grace - options.Finality.Settle - TimeSpan.FromDays(2);
        (Measurement Measurement, PartitionKind Kind, Func<Series, string> Subject)[] daily =
        [
            (DerivedMeasurements.VolumeDaily, PartitionKind.MeterDay, static s => MeterKey.Of(s).ToString()),
            (DerivedMeasurements.PlantDaily, PartitionKind.PlantDay, static s => s["plant"]),
            (DerivedMeasurements.IndicatorDaily, PartitionKind.IndicatorDay, static s => s["indicator"]),
            (DerivedMeasurements.VehicleDaily, PartitionKind.VehicleDay, static s => s["vehicle"]),
            (DerivedMeasurements.LoadDaily, PartitionKind.LoadDay, static _ => FleetBook.City),
            (DerivedMeasurements.InflowDaily, PartitionKind.LoadDay, static _ => FleetBook.City),
        ];
        foreach (var (measurement, kind, subject) in daily)
        {
            foreach (var row in await store.ReadAsync(
                measurement, new Dictionary<string, string>(), from, now, cancellationToken))
            {
                if (row.Values.Text(DerivedMeasurements.State) != "provisional") continue;
                steps.Clock.Wake(
                    At(book, kind, row, now), kind, subject(row.Series), row.Time.ToUnixTimeMilliseconds());
            }
        }
    }

    /// <summary>
    /// At once: deriving it says when the next moment is. Of vehicles there are thousands, and their rows say it.
    /// </summary>
    private DateTimeOffset At(CityBook book, PartitionKind kind, StoredPoint row, DateTimeOffset now)
    {
        if (kind != PartitionKind.VehicleDay) return now;
        var end = book.Calendar.DayOf(row.Time.ToUnixTimeMilliseconds()).EndMs;
        return Finality.NextChange(
            DateTimeOffset.FromUnixTimeMilliseconds(end), now,
            row.Values.Number(DerivedMeasurements.Coverage) ?? 0, options.Finality) ?? now;
    }
}
