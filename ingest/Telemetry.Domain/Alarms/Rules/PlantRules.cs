using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Alarms.Rules;

/// <summary>What a plant says of itself.</summary>
/// <param name="IsFault">Null where it has said nothing.</param>
/// <param name="Code">Its own code or message; empty where it gave none.</param>
/// <param name="At">Device time of its word.</param>
public sealed record StateCondition(PlantId Plant, bool? IsFault, string Code, DateTimeOffset At);

/// <summary>Where a plant's day may end.</summary>
/// <param name="ProjectedM3">Null where too little is known.</param>
/// <param name="CapacityM3">In force today; null where nothing is treated or it was never given.</param>
/// <param name="NewestAt">Device time of the newest reading in it.</param>
public sealed record TodayCondition(
    PlantId Plant, double? ProjectedM3, double? CapacityM3, DateTimeOffset NewestAt);

/// <summary>A parameter's newest value at an effluent point, and its limits.</summary>
/// <param name="Value">Null where its letter says that it doesn't count.</param>
public sealed record EffluentCondition(
    PlantId Plant, QualityPointId Point, string Parameter, double? Value, double? Min, double? Max, DateTimeOffset At);

/// <summary>What readings of the present say of plants.</summary>
public static class PlantRules
{
    public static AlarmSignal Judge(StateCondition state, AlarmRuleBook rules)
    {
        var asset = AlarmAsset.Of(state.Plant);
        return new AlarmSignal(
            AlarmRule.StateFault, asset, rules.Of(AlarmRule.StateFault, asset), Threshold.State(state.IsFault))
        {
            Since = state.IsFault is true ? state.At : null, EvidenceAt = state.At, Detail = state.Code,
        };
    }

    public static AlarmSignal Judge(TodayCondition today, AlarmRuleBook rules)
    {
        var asset = AlarmAsset.Of(today.Plant);
        var settings = rules.Of(AlarmRule.LoadHigh, asset);
        var load = today.CapacityM3 > 0 ? today.ProjectedM3 / today.CapacityM3 : null;
        return new AlarmSignal(
            AlarmRule.LoadHigh, asset, settings, Threshold.Above(load, settings.Limit, settings.Hysteresis))
        {
            Value = load, Limit = settings.Limit, EvidenceAt = today.NewestAt,
        };
    }

    public static AlarmSignal Judge(EffluentCondition effluent, AlarmRuleBook rules)
    {
        var asset = AlarmAsset.Of(effluent.Plant, effluent.Point, effluent.Parameter);
        var settings = rules.Of(AlarmRule.EffluentOverLimit, asset);
        var isLow = effluent.Value < effluent.Min;
        var bound = isLow ? effluent.Min : effluent.Max ?? effluent.Min;
        return new AlarmSignal(
            AlarmRule.EffluentOverLimit, asset, settings,
            effluent.Value is { } value ? Of(value, effluent, settings) : Verdict.Neither)
        {
            Value = effluent.Value, Limit = isLow ? bound / settings.Limit : bound * settings.Limit,
            Since = effluent.At, EvidenceAt = effluent.At, Detail = effluent.Parameter,
        };
    }

    /// <summary>Beyond either limit by the rule's factor; normal only within both by the hysteresis.</summary>
    private static Verdict Of(double value, EffluentCondition effluent, RuleSettings settings)
    {
        var (factor, inner) = (settings.Limit, settings.Limit - settings.Hysteresis);
        if (value > effluent.Max * factor || value * factor < effluent.Min) return Verdict.Active;
        var isHigh = effluent.Max is { } max && value > max * inner;
        var isLow = effluent.Min is { } min && value * inner < min;
        return isHigh || isLow ? Verdict.Neither : Verdict.Normal;
    }
}
