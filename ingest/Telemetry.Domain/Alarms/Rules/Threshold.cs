namespace Telemetry.Domain.Alarms.Rules;

/// <summary>A value against a limit: beyond it, well inside it, or in the band between.</summary>
internal static class Threshold
{
    /// <summary>Sums of decimal fractions come out a hair off; on the limit is not beyond it.</summary>
    private const double Slack = 1e-9;

    public static Verdict Above(double? value, double limit, double hysteresis) => value switch
    {
        null => Verdict.Neither,
        _ when value > limit + Slack => Verdict.Active,
        _ when value <= limit - hysteresis + Slack => Verdict.Normal,
        _ => Verdict.Neither,
    };

    public static Verdict Below(double? value, double limit, double hysteresis) => value switch
    {
        null => Verdict.Neither,
        _ when value < limit - Slack => Verdict.Active,
        _ when value >= limit + hysteresis - Slack => Verdict.Normal,
        _ => Verdict.Neither,
    };

    /// <summary>A state that is there, is not, or isn't known.</summary>
    public static Verdict State(bool? isThere) => isThere switch
    {
        true => Verdict.Active,
        false => Verdict.Normal,
        null => Verdict.Neither,
    };
}
