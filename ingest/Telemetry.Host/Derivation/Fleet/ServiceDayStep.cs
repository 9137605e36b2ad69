using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Fleet;

namespace Telemetry.Host.Derivation.Fleet;

/// <summary>
/// Derives a city's day of rounds, and holds what was weighed against the visits of its vehicles. A weighing that came,
/// went or changed makes its vehicle's day dirty.
/// </summary>
internal sealed class ServiceDayStep(
    IOperations operations, RawDays raw, Reconciliation reconciliation, DeriveTally tally, TimeProvider time)
{
    /// <param name="noted">Of one local day.</param>
    public async Task RunAsync(
        CityBook book, LocalDay day, IReadOnlyList<DirtyPartition> noted, FiguresInForce figures,
        CancellationToken cancellationToken)
    {
        var cause = noted.Aggregate(ChangeCause.None, static (all, one) => all | one.Cause);
        var weighings = WeighingRow.Newest(await WeighingsAsync(book, day, raw, figures, cancellationToken));
        var visits = await operations.Fleet.CollectingAsync(day.StartMs, day.EndMs, cancellationToken);
        var derived = new DerivedService(
            ServiceDay.Compute(book.Registry, day, visits, long.MaxValue),
            [.. await UnmatchedAsync(book, day, weighings, cancellationToken)], book.Fleet.ServiceInputs(day.Date));
        var dirty = await WeighedAsync(book, day, weighings, cause, cancellationToken);
        // What was weighed is held against the loads, whether or not a round or a visit changed.
        dirty.Add(new(PartitionKind.LoadDay, FleetBook.City, day.StartMs, cause));
        await operations.Derivation.NoteAsync(dirty, null, cancellationToken);
        var stored = await operations.Fleet.ServiceAsync(day.Date, cancellationToken);
        var isSame = stored is not null && stored.Digest == FleetDigest.Of(derived);
        if (!isSame) tally.Written(PartitionKind.ServiceDay, 1);
        // A day of which nothing stood yet is no difference found: what a missed ping changes is its hour.
        if (!isSame && stored is not null)
            reconciliation.Wrote(cause, PartitionKind.ServiceDay, FleetBook.City, day.StartMs);
        if (!isSame || stored!.Inputs != derived.Inputs)
            await operations.Fleet.ReplaceAsync(derived, cancellationToken);
        tally.Recomputed(PartitionKind.ServiceDay, 1);
        await operations.Derivation.SettleAsync(noted, [], cancellationToken);
    }

    /// <summary>
    /// Stored and declared ones of a day, and of the days around it in which a ticket may come again.
    /// </summary>
    public static async Task<IReadOnlyList<WeighingRow>> WeighingsAsync(
        CityBook book, LocalDay day, RawDays raw, FiguresInForce figures, CancellationToken cancellationToken) =>
    [
        .. await raw.WeighingsAsync(book, day, cancellationToken), .. DeclaredOfDay.Weighings(book, figures, day),
    ];

    private async Task<IEnumerable<UnmatchedWeighing>> UnmatchedAsync(
        CityBook book, LocalDay day, IReadOnlyList<WeighingRow> weighings, CancellationToken cancellationToken)
    {
        // Of the running hour nobody knows yet where its vehicles were.
        var running = book.Calendar.HourOf(time.GetUtcNow().ToUnixTimeMilliseconds()).StartMs;
        WeighingRow[] own =
        [
            .. weighings.Where(row => day.Contains(row.TimeMs) && row.TimeMs + SlackMs(book, row) < running),
        ];
        VehicleId[] vehicles =
        [
            .. own.Select(static row => row.Vehicle).OfType<VehicleId>().Distinct()
                .Where(book.Registry.Vehicles.ContainsKey),
        ];
        var evidence = await EvidenceOfDay.ReadAsync(
            book, day, vehicles, operations.Fleet, weighings, cancellationToken);
        return LoadMatch.Unmatched(
            book.Registry, day.Date, own,
            vehicles.SelectMany(id => evidence.VisitsOf(id).Select(visit => new VehicleVisit(id, visit))));
    }

    private static long SlackMs(CityBook book, WeighingRow row) =>
        row.Vehicle is { } id && book.Registry.Vehicles.ContainsKey(id)
            ? (long)book.Fleet.RulesOf(id).Limits.WeighingSlack.TotalMilliseconds : 0;

    /// <summary>Days of vehicles whose loads were derived by other weighings than there are.</summary>
    private async Task<List<NewPartition>> WeighedAsync(
        CityBook book, LocalDay day, IReadOnlyList<WeighingRow> weighings, ChangeCause cause,
        CancellationToken cancellationToken)
    {
        var weighed = weighings.Where(static row => row.Vehicle is not null).ToLookup(static row => row.Vehicle!.Value);
        var stored = (await operations.Fleet.LoadDaysAsync(day.Date, day.Date.AddDays(1), cancellationToken))
            .ToDictionary(static one => one.Vehicle, static one => one.Inputs);
        var named = weighed.Where(rows => rows.Any(row => day.Contains(row.TimeMs))).Select(static rows => rows.Key);
        return
        [
            .. stored.Keys.Union(named)
                .Where(id => book.Registry.Vehicles.TryGetValue(id, out var vehicle)
                    && Authority.CarriedBy(vehicle.Kind) is not null
                    && stored.GetValueOrDefault(id)?.EndsWith(
                        EvidenceOfDay.Version(weighed[id]), StringComparison.Ordinal) is not true)
                .Select(id => new NewPartition(PartitionKind.VehicleDay, id.Value, day.StartMs, cause)),
        ];
    }
}
