using System.Collections.Frozen;

namespace Telemetry.Domain.Alarms.Words;

/// <summary>
/// The words of each rule in both languages. <c>{name}</c> is the asset's, <c>{value}</c>, <c>{limit}</c> and
/// <c>{since}</c> are the alarm's.
/// </summary>
internal sealed record RuleWords(
    AlarmRule Rule, Measure Measure, string TitleEn, string TitleZh, string TextEn, string TextZh, string ActionEn,
    string ActionZh)
{
    private static readonly FrozenDictionary<AlarmRule, RuleWords> ByRule =
        ((RuleWords[])[.. PlantWords.All, .. VehicleWords.All, .. HostWords.All]).ToFrozenDictionary(w => w.Rule);

    public static RuleWords Of(AlarmRule rule) => ByRule[rule];
}
