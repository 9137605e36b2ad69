using System.Collections.Immutable;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Alarms.Rules;

/// <summary>A collected load that is on its way, or was brought elsewhere.</summary>
/// <param name="Trip">Names the trip: the instant at which it began.</param>
/// <param name="Words">What it carries and where it went last, for people.</param>
public sealed record LoadCondition(string Trip, DateTimeOffset CollectedAt, bool IsDelivered, string Words);

/// <summary>A round of a vehicle, with how far it is behind its windows.</summary>
/// <param name="Round">Names the round.</param>
/// <param name="Behind">Zero or less where it is in time.</param>
/// <param name="Words">Which point is late, for people.</param>
public sealed record RoundCondition(string Round, TimeSpan Behind, DateTimeOffset DueAt, bool IsOver, string Words);

/// <summary>A vehicle as it is now. What isn't known is null, and raises nothing.</summary>
/// <param name="LastAt">Device time of its newest ping; null where none is known.</param>
/// <param name="Moves">Whether its newest ping says that it drives or that its engine runs.</param>
/// <param name="SpeedKmh">Of the newest ping.</param>
/// <param name="Working">Whether it works, as its tracker says.</param>
/// <param name="NoFixSince">Since when its pings have no position that can be used.</param>
public sealed record VehicleCondition(
    Vehicle Vehicle, DateTimeOffset? LastAt, bool? Moves, double? SpeedKmh, bool? Working,
    DateTimeOffset? NoFixSince = null)
{
    /// <summary>What its track is judged by, too.</summary>
    public VehicleLimits Limits { get; init; } = VehicleLimits.Default;

    /// <summary>Whether areas are known for it at all.</summary>
    public bool KnowsPlace { get; init; }

    /// <summary>Since when it is where it must not be; null while it isn't.</summary>
    public DateTimeOffset? OutOfAreaSince { get; init; }

    /// <summary>Since when it stands where it has no business; null while it doesn't.</summary>
    public DateTimeOffset? StoppedSince { get; init; }

    /// <summary>The nearest place, for people; empty where unknown.</summary>
    public string Place { get; init; } = "";

    public ImmutableArray<LoadCondition> Loads { get; init; } = [];

    public ImmutableArray<RoundCondition> Rounds { get; init; } = [];
}

/// <summary>What is wrong with a vehicle on its way.</summary>
public static class VehicleRules
{
    /// <summary>
    /// A tracker sleeps with the engine, and a garage has no reception: within this, silence of one that stood is no
    /// news.
    /// </summary>
    public static readonly TimeSpan Parked = TimeSpan.FromHours(25);

    public static IEnumerable<AlarmSignal> Judge(VehicleCondition vehicle, AlarmRuleBook rules, DateTimeOffset now)
    {
        var offline = Offline(vehicle, rules, now);
        yield return offline;
        // What it said before it fell silent holds no more.
        var isHeard = offline.Verdict == Verdict.Normal;
        yield return Lasting(vehicle, rules, AlarmRule.VehicleNoFix, isHeard, vehicle.NoFixSince, now);
        var speed = isHeard ? vehicle.SpeedKmh : null;
        yield return Speed(vehicle, rules, AlarmRule.Speeding, vehicle.Limits.SpeedLimitKmh, speed, now);
        // Where the body works standing the general limit is the one.
        yield return Speed(
            vehicle, rules, AlarmRule.SpeedingAtWork, vehicle.Limits.WorkingSpeedLimitKmh,
            speed is null ? null : vehicle is { Working: true, Limits.WorkingSpeedLimitKmh: not null } ? speed : 0,
            now);
        var isPlaced = isHeard && vehicle.KnowsPlace && vehicle.NoFixSince is null;
        yield return Lasting(vehicle, rules, AlarmRule.OutOfArea, isPlaced, vehicle.OutOfAreaSince, now);
        yield return Lasting(vehicle, rules, AlarmRule.LongStop, isPlaced, vehicle.StoppedSince, now);
        foreach (var load in vehicle.Loads) yield return Load(vehicle, rules, load, now);
        foreach (var round in vehicle.Rounds) yield return Round(vehicle, rules, round);
    }

    private static AlarmSignal Offline(VehicleCondition vehicle, AlarmRuleBook rules, DateTimeOffset now)
    {
        var settings = Settings(vehicle, rules, AlarmRule.VehicleOffline);
        var after = settings.Limit * vehicle.Vehicle.Interval;
        if (vehicle.Moves is not true && after < Parked) after = Parked;
        var silence = now - vehicle.LastAt;
        return Signal(
            vehicle, AlarmRule.VehicleOffline, settings,
            // One that was never heard has no tracker yet.
            silence is null ? Verdict.Normal : silence > after ? Verdict.Active : Verdict.Normal,
            // When the silence became too long: one that did so long ago is history, not news.
            silence > after ? now - silence.Value + after : now) with
        {
            Value = silence?.TotalMinutes, Limit = after.TotalMinutes, Since = vehicle.LastAt,
        };
    }

    private static AlarmSignal Lasting(
        VehicleCondition vehicle, AlarmRuleBook rules, AlarmRule rule, bool isKnown, DateTimeOffset? since,
        DateTimeOffset now)
    {
        var settings = Settings(vehicle, rules, rule);
        double? minutes = !isKnown ? null : since is { } at ? (now - at).TotalMinutes : 0;
        var verdict = since is null && isKnown ? Verdict.Normal : Threshold.Above(minutes, settings.Limit, 0);
        // Shorter than its limit it is not there yet, though it may come to be.
        if (since is not null && verdict == Verdict.Normal) verdict = Verdict.Neither;
        // One that stands with its engine off speaks once an hour: that it has stood too long is news all the same.
        var evidenceAt = vehicle.LastAt ?? now;
        if (since?.AddMinutes(settings.Limit) is { } tooLong && tooLong > evidenceAt && verdict == Verdict.Active)
            evidenceAt = tooLong;
        return Signal(vehicle, rule, settings, verdict, evidenceAt) with
        {
            Value = minutes, Limit = settings.Limit, Since = since, Detail = vehicle.Place,
        };
    }

    private static AlarmSignal Speed(
        VehicleCondition vehicle, AlarmRuleBook rules, AlarmRule rule, double? limitKmh, double? speed,
        DateTimeOffset now)
    {
        var settings = Settings(vehicle, rules, rule);
        var limit = limitKmh ?? settings.Limit;
        return Signal(
            vehicle, rule, settings, Threshold.Above(speed, limit, settings.Hysteresis), vehicle.LastAt ?? now) with
        {
            Value = speed, Limit = limit, Detail = vehicle.Place,
        };
    }

    private static AlarmSignal Load(
        VehicleCondition vehicle, AlarmRuleBook rules, LoadCondition load, DateTimeOffset now)
    {
        var settings = Settings(vehicle, rules, AlarmRule.LoadNotDelivered);
        var hours = (now - load.CollectedAt).TotalHours;
        var verdict = load.IsDelivered ? Verdict.Normal : Threshold.Above(hours, settings.Limit, 0);
        return new AlarmSignal(
            AlarmRule.LoadNotDelivered, AlarmAsset.Of(vehicle.Vehicle.Id, load.Trip), settings, verdict)
        {
            Value = hours, Limit = settings.Limit, Since = load.CollectedAt,
            EvidenceAt = load.CollectedAt + TimeSpan.FromHours(settings.Limit), Detail = load.Words,
            District = vehicle.Vehicle.District,
        };
    }

    private static AlarmSignal Round(VehicleCondition vehicle, AlarmRuleBook rules, RoundCondition round)
    {
        var settings = Settings(vehicle, rules, AlarmRule.RoundLate);
        var verdict = round.IsOver ? Verdict.Normal
            : Threshold.Above(round.Behind.TotalMinutes, settings.Limit, 0);
        return new AlarmSignal(
            AlarmRule.RoundLate, AlarmAsset.Of(vehicle.Vehicle.Id, round.Round), settings, verdict)
        {
            Value = round.Behind.TotalMinutes, Limit = settings.Limit, Since = round.DueAt,
            EvidenceAt = round.DueAt + round.Behind, Detail = round.Words, District = vehicle.Vehicle.District,
        };
    }

    private static RuleSettings Settings(VehicleCondition vehicle, AlarmRuleBook rules, AlarmRule rule) =>
        rules.Of(rule, AlarmAsset.Of(vehicle.Vehicle.Id), vehicle.Vehicle.Kind);

    private static AlarmSignal Signal(
        VehicleCondition vehicle, AlarmRule rule, RuleSettings settings, Verdict verdict, DateTimeOffset evidenceAt) =>
        new(rule, AlarmAsset.Of(vehicle.Vehicle.Id), settings, verdict)
        {
            EvidenceAt = evidenceAt, District = vehicle.Vehicle.District,
        };
}
