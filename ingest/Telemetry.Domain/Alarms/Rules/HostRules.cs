namespace Telemetry.Domain.Alarms.Rules;

/// <summary>A host as it tells of itself; what it doesn't tell is null, and raises nothing.</summary>
public sealed record HostCondition(string Host, DateTimeOffset At)
{
    /// <summary>Age of the oldest reading that waits for the store; zero with none.</summary>
    public TimeSpan? OldestPending { get; init; }

    /// <summary>Whether the store takes nothing.</summary>
    public bool? StoreIsDown { get; init; }

    public DateTimeOffset? StoreDownSince { get; init; }

    /// <summary>What it answered, for people.</summary>
    public string StoreWords { get; init; } = "";

    /// <summary>Over the last few minutes.</summary>
    public double? DeadLettersPerMinute { get; init; }

    /// <summary>Whether a session at a broker was lost lately: what it had queued may be gone.</summary>
    public bool? SessionWasLost { get; init; }

    /// <summary>Whether a connection to a broker is down: what comes through it isn't heard now.</summary>
    public bool SessionIsDown { get; init; }

    /// <summary>Which, for people.</summary>
    public string SessionWords { get; init; } = "";

    /// <summary>Whether its own clock can be trusted.</summary>
    public bool? ClockIsSure { get; init; }

    /// <summary>The part of the disk that is free, a fraction.</summary>
    public double? DiskFree { get; init; }
}

/// <summary>What is wrong with the host that everything else comes through.</summary>
public static class HostRules
{
    public static IEnumerable<AlarmSignal> Judge(HostCondition host, AlarmRuleBook rules)
    {
        yield return Above(host, rules, AlarmRule.SpoolGrowing, host.OldestPending?.TotalMinutes) with
        {
            Since = host.At - host.OldestPending,
        };
        yield return State(host, rules, AlarmRule.StoreDown, host.StoreIsDown, host.StoreWords) with
        {
            Since = host.StoreIsDown is true ? host.StoreDownSince : null, Explains = true,
        };
        yield return Above(host, rules, AlarmRule.DeadLettersRising, host.DeadLettersPerMinute);
        yield return State(
            host, rules, AlarmRule.SessionLost, host.SessionIsDown || host.SessionWasLost is true ? true
                : host.SessionWasLost, host.SessionWords) with
        {
            Explains = host.SessionIsDown,
        };
        yield return State(host, rules, AlarmRule.ClockOff, !host.ClockIsSure, "");
        yield return Disk(host, rules);
    }

    private static AlarmSignal Above(HostCondition host, AlarmRuleBook rules, AlarmRule rule, double? value)
    {
        var asset = AlarmAsset.OfHost(host.Host);
        var settings = rules.Of(rule, asset);
        return new AlarmSignal(rule, asset, settings, Threshold.Above(value, settings.Limit, settings.Hysteresis))
        {
            Value = value, Limit = settings.Limit, EvidenceAt = host.At,
        };
    }

    private static AlarmSignal State(
        HostCondition host, AlarmRuleBook rules, AlarmRule rule, bool? isThere, string words)
    {
        var asset = AlarmAsset.OfHost(host.Host);
        return new AlarmSignal(rule, asset, rules.Of(rule, asset), Threshold.State(isThere))
        {
            EvidenceAt = host.At, Detail = words,
        };
    }

    private static AlarmSignal Disk(HostCondition host, AlarmRuleBook rules)
    {
        var asset = AlarmAsset.OfHost(host.Host);
        var settings = rules.Of(AlarmRule.DiskLow, asset);
        return new AlarmSignal(
            AlarmRule.DiskLow, asset, settings, Threshold.Below(host.DiskFree, settings.Limit, settings.Hysteresis))
        {
            Value = host.DiskFree, Limit = settings.Limit, EvidenceAt = host.At,
        };
    }
}
