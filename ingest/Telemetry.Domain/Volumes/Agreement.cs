namespace Telemetry.Domain.Volumes;

/// <summary>Whether two ways of measuring the same water agree.</summary>
internal static class Agreement
{
    const double Tolerance = 0.02;

    // Less than this, and the two may have measured different minutes.
    const double Comparable = 0.99;

    public static bool CanCompare(double totaliserCoverage, double integralCoverage) =>
        totaliserCoverage >= Comparable && integralCoverage >= Comparable;

    public static bool Differ(
        double? totaliserM3, double totaliserCoverage, double? integralM3, double integralCoverage, MeterRules rules) =>
        CanCompare(totaliserCoverage, integralCoverage) && Differ(totaliserM3 ?? 0, integralM3 ?? 0, rules);

    /// <summary>By more than 2 % of the larger and one step, which a totaliser of whole steps may hide.</summary>
    public static bool Differ(double totaliserM3, double integralM3, MeterRules rules) =>
        Math.Abs(totaliserM3 - integralM3)
        > Tolerance * Math.Max(Math.Abs(totaliserM3), Math.Abs(integralM3)) + rules.ResolutionM3;
}
