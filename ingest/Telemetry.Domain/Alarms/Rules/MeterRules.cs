using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Alarms.Rules;

/// <summary>A flow meter as it is now.</summary>
/// <param name="LastAt">Device time of its newest reading; null where none is known.</param>
/// <param name="FlowM3H">Its newest flow, where its letter says that it counts; null else.</param>
/// <param name="Frozen">Whether its totaliser stood still in the hour of its newest reading; null where unknown.
/// </param>
/// <param name="FrozenHourAt">The begin of that hour.</param>
public sealed record MeterCondition(
    Meter Meter, DateTimeOffset? LastAt, double? FlowM3H = null, bool? Frozen = null,
    DateTimeOffset? FrozenHourAt = null);

/// <summary>A plant's meters as they are now.</summary>
/// <param name="Treats">Whether it is in service: a plant without its network sends nothing, and that is no news.
/// </param>
public sealed record PlantMetersCondition(PlantId Plant, bool Treats, ImmutableArray<MeterCondition> Meters);

/// <summary>Silence, a totaliser that stands still, and a bypass that runs.</summary>
public static class MeterRules
{
    /// <summary>
    /// A plant whose meters are all silent raises one alarm, not one a meter. A meter that fell silent is held back
    /// while it can't be told: nothing of the plant has come since, and another meter isn't due yet.
    /// </summary>
    public static IEnumerable<AlarmSignal> Judge(
        PlantMetersCondition plant, AlarmRuleBook rules, DateTimeOffset now)
    {
        foreach (var signal in Silence(plant, rules, now)) yield return signal;
        foreach (var meter in plant.Meters)
        {
            yield return Frozen(meter, rules, now);
            if (meter.Meter.Role == MeterRole.Bypass) yield return Bypass(meter, rules, now);
        }
    }

    private static IEnumerable<AlarmSignal> Silence(
        PlantMetersCondition plant, AlarmRuleBook rules, DateTimeOffset now)
    {
        var asset = AlarmAsset.Of(plant.Plant);
        var ownRule = rules.Of(AlarmRule.PlantSilent, asset);
        var meters = plant.Meters.Select(meter => Silent.Of(meter, rules, now)).ToList();
        var newest = meters.Max(static one => one.LastAt);
        var gateway = ownRule.Enabled && meters.Count > 1;
        var allSilent = plant.Treats && meters.TrueForAll(static one => one.IsSilent);
        if (meters.Count > 1)
        {
            yield return new AlarmSignal(
                AlarmRule.PlantSilent, asset, ownRule, Threshold.State(plant.Treats && allSilent))
            {
                Value = newest is { } last ? (now - last).TotalMinutes : null, Since = newest,
                EvidenceAt = Silent.Due(newest, meters.Max(static one => one.After), now),
            };
        }
        foreach (var one in meters)
        {
            // Others of the plant were heard after it fell silent: it is the meter.
            var isAlone = one.LastAt is null || newest > one.LastAt + one.Meter.Interval;
            var verdict = !plant.Treats ? Verdict.Normal
                : !one.IsSilent ? Verdict.Normal
                : gateway && allSilent ? Verdict.Covered
                : gateway && !isAlone ? Verdict.Neither
                : Verdict.Active;
            yield return new AlarmSignal(
                AlarmRule.MeterSilent, AlarmAsset.Of(plant.Plant, one.Meter.Id), one.Settings, verdict)
            {
                Value = one.LastAt is { } at ? (now - at).TotalMinutes : null,
                Limit = one.After.TotalMinutes, Since = one.LastAt,
                EvidenceAt = Silent.Due(one.LastAt, one.After, now),
            };
        }
    }

    private static AlarmSignal Frozen(MeterCondition meter, AlarmRuleBook rules, DateTimeOffset now)
    {
        var asset = AlarmAsset.Of(meter.Meter.Plant, meter.Meter.Id);
        return new AlarmSignal(
            AlarmRule.FrozenTotaliser, asset, rules.Of(AlarmRule.FrozenTotaliser, asset),
            Threshold.State(meter.Frozen))
        {
            Value = meter.FlowM3H, Since = meter.FrozenHourAt,
            // The hour goes on until the next one begins.
            EvidenceAt = meter.FrozenHourAt is { } hour ? Earlier(hour.AddHours(1), now) : now,
        };
    }

    private static AlarmSignal Bypass(MeterCondition meter, AlarmRuleBook rules, DateTimeOffset now)
    {
        var asset = AlarmAsset.Of(meter.Meter.Plant, meter.Meter.Id);
        var settings = rules.Of(AlarmRule.BypassRunning, asset);
        return new AlarmSignal(
            AlarmRule.BypassRunning, asset, settings,
            Threshold.Above(meter.FlowM3H, settings.Limit, settings.Hysteresis))
        {
            Value = meter.FlowM3H, Limit = settings.Limit, EvidenceAt = meter.LastAt ?? now,
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private readonly record struct Silent(
        Meter Meter, RuleSettings Settings, TimeSpan After, DateTimeOffset? LastAt, bool IsSilent)
    {
        public static Silent Of(MeterCondition meter, AlarmRuleBook rules, DateTimeOffset now)
        {
            var settings = rules.Of(
                AlarmRule.MeterSilent, AlarmAsset.Of(meter.Meter.Plant, meter.Meter.Id));
            var after = settings.Limit * meter.Meter.Interval;
            var isSilent = meter.LastAt is not { } at || now - at > after;
            return new Silent(meter.Meter, settings, after, meter.LastAt, isSilent);
        }

        /// <summary>When the silence became too long: one that did so long ago is history, not news.</summary>
        public static DateTimeOffset Due(DateTimeOffset? lastAt, TimeSpan after, DateTimeOffset now) =>
            lastAt is { } at ? Earlier(at + after, now) : now;
    }
}
