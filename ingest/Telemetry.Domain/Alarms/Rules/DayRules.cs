using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Alarms.Rules;

/// <summary>One day of a plant, over, as it stands in the store.</summary>
/// <param name="Load">Null where it is undefined or unknown.</param>
/// <param name="Completeness">Null where the day has no row.</param>
/// <param name="Treats">Whether the plant was in service on it.</param>
public sealed record PlantDayFigures(
    DateOnly Day, bool Treats, double? Load, double? InfluentM3, double? EffluentM3, double? Completeness);

/// <summary>A plant's days that are over.</summary>
/// <param name="Days">In any order; the newest is yesterday.</param>
/// <param name="InServiceSince">First day of the unbroken service that lasts; null while it has none.</param>
/// <param name="DayEndAt">When yesterday ended.</param>
public sealed record PlantDaysCondition(
    PlantId Plant, DateOnly Yesterday, ImmutableArray<PlantDayFigures> Days, DateOnly? InServiceSince,
    DateTimeOffset DayEndAt);

/// <summary>A rate of the month so far, days that are over.</summary>
/// <param name="Scope">A district, or <c>city</c>.</param>
/// <param name="Rate">The sum by the sum; null where none can be formed.</param>
/// <param name="Target">Of the newest day; null where there is none.</param>
/// <param name="Days">Days that have a rate.</param>
/// <param name="DayEndAt">When the newest of them ended.</param>
public sealed record RateCondition(
    string Indicator, string Scope, DistrictId? District, double? Rate, double? Target, int Days,
    DateTimeOffset DayEndAt);

/// <summary>
/// What stored days say. The newest day alone, or a window that ends with it, is judged: a late reading of an older
/// day changes records and raises nothing.
/// </summary>
public static class DayRules
{
    /// <summary>Days of the weekly load, and how many of them have to be known.</summary>
    public const int WeekDays = 7, LeastWeekDays = 5;

    /// <summary>Days over which a low load is judged, and how many of them have to be known.</summary>
    public const int LowDays = 30, LeastLowDays = 20;

    /// <summary>A rate of fewer days of a month says nothing yet.</summary>
    public const int LeastRateDays = 3;

    /// <summary>Below this a day's two volumes can't be compared.</summary>
    private const double WholeDay = 0.95;

    public static IEnumerable<AlarmSignal> Judge(PlantDaysCondition plant, AlarmRuleBook rules)
    {
        var yesterday = plant.Days.FirstOrDefault(day => day.Day == plant.Yesterday);
        yield return Above(plant, rules, AlarmRule.LoadHighWeek, Mean(plant, WeekDays, LeastWeekDays)) with
        {
            EvidenceAt = NewestLoadEndAt(plant),
        };
        yield return Low(plant, rules);
        yield return Above(plant, rules, AlarmRule.BalanceOff, Imbalance(yesterday));
        var completeness = yesterday is { Treats: true } ? yesterday.Completeness : null;
        yield return Below(plant, rules, AlarmRule.CompletenessLow, completeness);
    }

    public static AlarmSignal Judge(RateCondition rate, AlarmRuleBook rules)
    {
        var asset = AlarmAsset.OfIndicator(rate.Indicator, rate.Scope);
        var settings = rules.Of(AlarmRule.RateUnderTarget, asset);
        var limit = rate.Target * settings.Limit;
        var value = rate.Days >= LeastRateDays ? rate.Rate : null;
        return new AlarmSignal(
            AlarmRule.RateUnderTarget, asset, settings,
            limit is { } target ? Threshold.Below(value, target, settings.Hysteresis) : Verdict.Normal)
        {
            Value = value, Limit = limit, EvidenceAt = rate.DayEndAt, District = rate.District,
        };
    }

    private static AlarmSignal Low(PlantDaysCondition plant, AlarmRuleBook rules)
    {
        // Built for growth: in its first year a plant may be as empty as it likes.
        var isOld = plant.InServiceSince is { } since && since.AddYears(1) <= plant.Yesterday;
        var signal = Below(plant, rules, AlarmRule.LoadLow, Mean(plant, LowDays, LeastLowDays));
        return signal with
        {
            Verdict = isOld ? signal.Verdict : Verdict.Normal, EvidenceAt = NewestLoadEndAt(plant),
        };
    }

    private static double? Mean(PlantDaysCondition plant, int days, int least)
    {
        var from = plant.Yesterday.AddDays(1 - days);
        double[] loads =
        [
            .. plant.Days.Where(day => day.Day >= from && day.Day <= plant.Yesterday)
                .OrderBy(static day => day.Day).Select(static day => day.Load).OfType<double>(),
        ];
        return loads.Length >= least ? loads.Average() : null;
    }

    /// <summary>A window that ends with days that nobody knows speaks of the last that is known.</summary>
    private static DateTimeOffset NewestLoadEndAt(PlantDaysCondition plant)
    {
        var known = plant.Days.Where(day => day.Load is not null && day.Day <= plant.Yesterday)
            .Select(static day => day.Day).DefaultIfEmpty(plant.Yesterday).Max();
        return plant.DayEndAt.AddDays(known.DayNumber - plant.Yesterday.DayNumber);
    }

    private static double? Imbalance(PlantDayFigures? day) =>
        day is { InfluentM3: > 0 and var influent, EffluentM3: { } effluent, Completeness: >= WholeDay }
            ? Math.Abs(influent - effluent) / influent : null;

    private static AlarmSignal Above(PlantDaysCondition plant, AlarmRuleBook rules, AlarmRule rule, double? value)
    {
        var settings = rules.Of(rule, AlarmAsset.Of(plant.Plant));
        return Signal(plant, rule, settings, value, Threshold.Above(value, settings.Limit, settings.Hysteresis));
    }

    private static AlarmSignal Below(PlantDaysCondition plant, AlarmRuleBook rules, AlarmRule rule, double? value)
    {
        var settings = rules.Of(rule, AlarmAsset.Of(plant.Plant));
        return Signal(plant, rule, settings, value, Threshold.Below(value, settings.Limit, settings.Hysteresis));
    }

    private static AlarmSignal Signal(
        PlantDaysCondition plant, AlarmRule rule, RuleSettings settings, double? value, Verdict verdict) =>
        new(rule, AlarmAsset.Of(plant.Plant), settings, verdict)
        {
            Value = value, Limit = settings.Limit, EvidenceAt = plant.DayEndAt,
        };
}
