using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.DeadLetters;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Reports;

/// <summary>Judges the data of a month's plants and meters in the ledger's four words.</summary>
/// <remarks>
/// What arrived is counted from stored days and from the dead letters' own index: no reading and no letter is read.
/// </remarks>
internal sealed class QualityReading(IDeadLetterSource letters, TimeProvider time)
{
    private static readonly DataQualityOptions Options = new();

    /// <summary>Checks that put a volume in doubt; a wrap or a declaration explains one.</summary>
    private static readonly string[] Doubts =
    [
        .. new[]
        {
            VolumeChecks.FrozenTotaliser, VolumeChecks.TotaliserAgainstIntegral, VolumeChecks.ImplausibleRise,
            VolumeChecks.UnexplainedFall, VolumeChecks.OverCapacity, VolumeChecks.OverFullScale,
            VolumeChecks.AmbiguousTurns,
        }.Select(WireNames.Of),
        WireNames.Of(PlantChecks.UnitError),
    ];

    public async Task<MonthQuality> ReadAsync(
        CityRegistry registry, IReadOnlyList<Plant> plants, LedgerMonth month, IReadOnlyList<PlantDayView> plantDays,
        IReadOnlyList<MeterDayView> meterDays, CancellationToken cancellationToken)
    {
        var city = registry.City;
        var today = city.DayOf(time.GetUtcNow());
        var (from, to) = (city.StartOf(month.FirstDay), city.StartOf(month.End));
        var rejected = await RejectedAsync(from, to, cancellationToken);
        var judged = new List<AssetQuality>();
        DateTimeOffset? newest = null;
        foreach (var plant in plants.Where(plant =>
            plant.Meters.Count > 0 || (Treats(plant, plantDays) && !WeighedDay.Gates(registry, plant.Id).IsEmpty)))
        {
            var (all, allRejected, isWhole) = (0L, 0L, true);
            foreach (var meter in plant.Meters.Values.OrderBy(meter => meter.Id.Value, StringComparer.Ordinal))
            {
                MeterDayView[] days = [.. meterDays.Where(d => d.Plant == plant.Id.Value && d.Meter == meter.Id.Value)];
                var (refused, last) = rejected?.GetValueOrDefault((plant.Id.Value, meter.Id.Value)) ?? default;
                // Of a month that isn't known whole nothing is judged.
                var stored = rejected is null ? null : StoredOf(days);
                var received = stored is null ? 0 : refused + stored.Value;
                if (stored is null) refused = 0;
                isWhole &= stored is not null;
                if (refused > 0 && !(last <= newest)) newest = last;
                (all, allRejected) = (all + received, allRejected + refused);
                judged.Add(View(
                    meter.Name,
                    DataQuality.Judge(
                        $"{plant.Id}/{meter.Id}", LocalMonth.Of(month.FirstDay), today,
                        days.Select(d => new QualityDay(d.Day, d.Coverage, IsDoubtful(d.Checks))), [], received,
                        refused, Options)));
            }
            judged.Add(View(plant.Name, Judge(
                plant, month, today, plantDays, meterDays, isWhole ? all : 0, isWhole ? allRejected : 0)));
        }
        return new MonthQuality(judged, newest);
    }

    /// <summary>Whether there was anything to weigh.</summary>
    private static bool Treats(Plant plant, IReadOnlyList<PlantDayView> days) => days.Any(day =>
        day.Plant == plant.Id.Value && day.CapacityState is { } state
        && WireNames.TryParse(state, out CapacityState was)
        && was is CapacityState.InService or CapacityState.PartiallyConnected);

    private static DataQuality Judge(
        Plant plant, LedgerMonth month, DateOnly today, IReadOnlyList<PlantDayView> plantDays,
        IReadOnlyList<MeterDayView> meterDays, long received, long rejected)
    {
        PlantDayView[] days = [.. plantDays.Where(day => day.Plant == plant.Id.Value)];
        var doubtful = meterDays.Where(day => day.Plant == plant.Id.Value && IsDoubtful(day.Checks))
            .Select(day => day.Day).ToHashSet();
        return DataQuality.Judge(
            plant.Id.Value, LocalMonth.Of(month.FirstDay), today,
            days.Select(d => new QualityDay(
                d.Day, d.Completeness, doubtful.Contains(d.Day) || IsDoubtful(d.Checks))),
            [
                .. days.Where(d => d is { InfluentM3: not null, EffluentM3: not null })
                    .Select(d => new Balance(d.Day, Balance.InfluentEffluent, d.InfluentM3, d.EffluentM3)),
                // What is treated by weight alone balances with itself.
                .. days.Where(d => d is { WeighedM3: not null, TreatedT: null, TreatedM3: not null })
                    .Select(d => new Balance(d.Day, Balance.WeighedReceived, d.WeighedM3, d.TreatedM3)),
            ],
            received, rejected, Options);
    }

    private static bool IsDoubtful(IReadOnlyList<string> checks) => checks.Any(Doubts.Contains);

    /// <summary>Readings that the meter's days have; null where one of them was never counted.</summary>
    private static long? StoredOf(IEnumerable<MeterDayView> days)
    {
        long? stored = 0;
        foreach (var day in days) stored += day.Readings;
        return stored;
    }

    /// <summary>
    /// Rejected objects by plant and meter, and when the last of them came; null where this process can't know them.
    /// </summary>
    private async Task<Dictionary<(string Plant, string Meter), (long Count, DateTimeOffset Last)>?> RejectedAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        try
        {
            var counts = new Dictionary<(string, string), (long Count, DateTimeOffset Last)>();
            foreach (var (topic, (objects, at)) in await Task.Run(() => letters.Rejected(from, to), cancellationToken))
            {
                if (topic.Split('/') is not [.., "plants", var plant, "flow", var meter]) continue;
                var (count, last) = counts.GetValueOrDefault((plant, meter));
                counts[(plant, meter)] = (count + objects, at > last ? at : last);
            }
            return counts;
        }
        catch (StoreUnavailableException)
        {
            // Dead letters lie with the ingest hosts: a process of the web role alone says that it doesn't know.
            return null;
        }
    }

    private static AssetQuality View(LocalizedName name, DataQuality quality) => new(
        quality.Asset, name, View(quality.Accurate), View(quality.Logical), View(quality.InForm),
        View(quality.Complete));

    private static QualityWordView View(QualityWord word) => new(
        word.Verdict switch { QualityVerdict.Met => true, QualityVerdict.NotMet => false, _ => null }, word.Share,
        word.Good, word.Judged);
}

/// <param name="NewestLetter">When the last of the rejected objects came; null where none did.</param>
internal sealed record MonthQuality(IReadOnlyList<AssetQuality> Assets, DateTimeOffset? NewestLetter);
