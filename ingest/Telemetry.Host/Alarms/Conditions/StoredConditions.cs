using System.Collections.Immutable;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Volumes;
using Telemetry.Host.Derivation;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Alarms.Conditions;

/// <summary>What stored hours, days and rates say; read now and then, since they change slowly.</summary>
internal sealed class StoredConditions(IDerivedReader store)
{
    private static readonly Dictionary<string, string> Any = [];

    private Dictionary<(PlantId Plant, MeterId Meter), MeterHour> _hours = [];
    private List<AlarmSignal> _days = [];

    /// <summary>The newest stored hour of a meter; null where there is none lately.</summary>
    public MeterHour? HourOf(PlantId plant, MeterId meter) => _hours.GetValueOrDefault((plant, meter));

    /// <summary>What the days that are over say.</summary>
    public IReadOnlyList<AlarmSignal> Days => _days;

    /// <exception cref="StoreUnavailableException">The store can't answer now; what was read last stays.</exception>
    public async Task ReadAsync(CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var calendar = new CityCalendar(registry.City);
        var today = calendar.DayOf(now.ToUnixTimeMilliseconds());
        var hours = await HoursAsync(registry, now, cancellationToken);
        var days = new List<AlarmSignal>();
        days.AddRange(await PlantDaysAsync(registry, calendar, today, cancellationToken));
        days.AddRange(await RatesAsync(registry, calendar, today, cancellationToken));
        (_hours, _days) = (hours, days);
    }

    private async Task<Dictionary<(PlantId, MeterId), MeterHour>> HoursAsync(
        CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var meters = registry.Plants.Values
            .SelectMany(plant => plant.Meters.Keys.Select(id => new MeterKey(plant.Id, id))).ToList();
        // The running hour and the one before it: a meter that fell silent has said what it said.
        var from = now.AddHours(-2);
        var rows = await store.ReadAsync(
            [.. meters.Select(meter => new SeriesSpan(meter.Hours, from, now))], cancellationToken);
        var hours = new Dictionary<(PlantId, MeterId), MeterHour>();
        for (var i = 0; i < meters.Count; i++)
        {
            if (rows[i] is not [.., var newest]) continue;
            var checks = (VolumeChecks)(newest.Values.Integer(DerivedMeasurements.Checks) ?? 0);
            hours[(meters[i].Plant, meters[i].Meter)] = new MeterHour(
                newest.Time, checks.HasFlag(VolumeChecks.FrozenTotaliser));
        }
        return hours;
    }

    private async Task<List<AlarmSignal>> PlantDaysAsync(
        CityRegistry registry, CityCalendar calendar, LocalDay today, CancellationToken cancellationToken)
    {
        var yesterday = today.Date.AddDays(-1);
        var first = calendar.Day(yesterday.AddDays(1 - DayRules.LowDays));
        var rows = await store.ReadAsync(
            DerivedMeasurements.PlantDaily, Any, Instant(first.StartMs), Instant(today.StartMs), cancellationToken);
        var byPlant = rows.ToLookup(static row => row.Series["plant"], StringComparer.Ordinal);
        var signals = new List<AlarmSignal>();
        foreach (var plant in registry.Plants.Values.OrderBy(static p => p.Id.Value, StringComparer.Ordinal))
        {
            var days = byPlant[plant.Id.Value].Select(row => Figures(plant, calendar, row)).ToImmutableArray();
            signals.AddRange(DayRules.Judge(
                new PlantDaysCondition(
                    plant.Id, yesterday, days, InServiceSince(plant, yesterday), Instant(today.StartMs)),
                registry.Alarms));
        }
        return signals;
    }

    private static PlantDayFigures Figures(Plant plant, CityCalendar calendar, StoredPoint row)
    {
        var day = calendar.DayOf(row.Time.ToUnixTimeMilliseconds()).Date;
        return new PlantDayFigures(
            day, plant.CapacityAt(day) is { Treats: true },
            row.Values.Truth(DerivedMeasurements.Valid) ? row.Values.Number(DerivedMeasurements.Load) : null,
            row.Values.Number(DerivedMeasurements.InfluentM3), row.Values.Number(DerivedMeasurements.EffluentM3),
            row.Values.Number(DerivedMeasurements.Completeness));
    }

    /// <summary>The first day of the service that lasts until a day; a change of capacity doesn't break it.</summary>
    private static DateOnly? InServiceSince(Plant plant, DateOnly day)
    {
        DateOnly? since = null;
        foreach (var period in plant.Capacity)
        {
            if (period.From > day) break;
            since = period.State == CapacityState.InService ? since ?? period.From : null;
        }
        return since;
    }

    private async Task<List<AlarmSignal>> RatesAsync(
        CityRegistry registry, CityCalendar calendar, LocalDay today, CancellationToken cancellationToken)
    {
        // On the first of a month the one before it is the one to judge.
        var yesterday = today.Date.AddDays(-1);
        var first = calendar.Day(new DateOnly(yesterday.Year, yesterday.Month, 1));
        var rows = await store.ReadAsync(
            DerivedMeasurements.IndicatorDaily, Any, Instant(first.StartMs), Instant(today.StartMs), cancellationToken);
        return
        [
            .. rows.Where(static row => row.Values.Truth(DerivedMeasurements.Official))
                .GroupBy(static row => (Indicator: row.Series["indicator"], Scope: row.Series["district"]))
                .OrderBy(static group => group.Key.Indicator, StringComparer.Ordinal)
                .ThenBy(static group => group.Key.Scope, StringComparer.Ordinal)
                .Select(group => DayRules.Judge(
                    Rate(group.Key.Indicator, group.Key.Scope, [.. group], calendar), registry.Alarms)),
        ];
    }

    /// <summary>The sum by the sum of the days that have both; never a mean of rates.</summary>
    private static RateCondition Rate(
        string indicator, string scope, List<StoredPoint> rows, CityCalendar calendar)
    {
        var counted = rows.Where(static row =>
            row.Values.Truth(DerivedMeasurements.Valid)
            && row.Values.Number(DerivedMeasurements.Numerator) is not null
            && row.Values.Number(DerivedMeasurements.Denominator) > 0).ToList();
        var denominator = counted.Sum(static row => row.Values.Number(DerivedMeasurements.Denominator)!.Value);
        var numerator = counted.Sum(static row => row.Values.Number(DerivedMeasurements.Numerator)!.Value);
        return new RateCondition(
            indicator, scope, scope == DerivedMeasurements.City ? null : new DistrictId(scope),
            denominator > 0 ? numerator / denominator : null,
            rows.MaxBy(static row => row.Time)?.Values.Number(DerivedMeasurements.Target), counted.Count,
            // The newest that counts: what late data fill in of older days is no news.
            Instant(calendar.DayOf((counted.Count > 0 ? counted : rows).Max(static row => row.Time)
                .ToUnixTimeMilliseconds()).EndMs));
    }

    private static DateTimeOffset Instant(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}

/// <param name="At">Its begin.</param>
/// <param name="Frozen">Whether its totaliser stood still while the flow went on.</param>
internal sealed record MeterHour(DateTimeOffset At, bool Frozen);
