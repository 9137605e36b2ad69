using System.Collections.Immutable;

namespace Telemetry.Domain.Alarms.Rules;

/// <summary>
/// One alarm per cause: while the cause is there, what follows from it raises nothing of its own, and what it had
/// raised goes over into the cause's alarm. (That a silent plant covers its meters is decided where silence is.)
/// </summary>
public static class Causes
{
    private static readonly AlarmRule[] Silences =
        [AlarmRule.PlantSilent, AlarmRule.MeterSilent, AlarmRule.VehicleOffline];

    /// <summary>The signals, with what another one explains marked as covered.</summary>
    public static IReadOnlyList<AlarmSignal> Explain(IReadOnlyList<AlarmSignal> signals)
    {
        var storeless = Hosts(signals, AlarmRule.StoreDown);
        var isDeaf = Hosts(signals, AlarmRule.SessionLost).Count > 0;
        if (storeless.Count == 0 && !isDeaf) return signals;
        return
        [
            .. signals.Select(signal =>
                (signal.Rule == AlarmRule.SpoolGrowing && storeless.Contains(signal.Asset.Owner))
                || (isDeaf && Silences.Contains(signal.Rule) && signal.Verdict == Verdict.Active)
                    ? signal with { Verdict = Verdict.Covered } : signal),
        ];
    }

    private static ImmutableHashSet<string> Hosts(IReadOnlyList<AlarmSignal> signals, AlarmRule rule) =>
    [
        .. signals.Where(signal =>
                signal.Rule == rule && signal.Explains && signal.Verdict == Verdict.Active && signal.Settings.Enabled)
            .Select(signal => signal.Asset.Owner),
    ];
}
