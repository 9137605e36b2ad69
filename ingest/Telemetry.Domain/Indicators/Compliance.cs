using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>Whether a day's effluent kept its limits.</summary>
public enum Compliance
{
    Unknown,
    Yes,
    No,
}

/// <summary>A parameter's mean of a local day, in the unit of its name.</summary>
/// <param name="Laboratory">A laboratory's result; it goes before the online mean.</param>
public sealed record QualityMean(QualityPointId Point, string Parameter, double Mean, bool Laboratory = false);

/// <summary>A mean beyond its limit.</summary>
public sealed record LimitFailure(QualityPointId Point, double Mean, QualityLimit Limit);

/// <summary>
/// The verdict on one day of a plant: no, where any mean at an effluent point lies beyond its limit; yes, where every
/// limited parameter has a mean and keeps it; unknown else. What wasn't measured is never taken for good.
/// </summary>
/// <param name="Reason">The first failure, or the first parameter without a mean; none for yes.</param>
/// <param name="Unmeasured"><c>point/parameter</c> of each limit without a mean.</param>
public sealed record ComplianceDay(
    Compliance Verdict, Reason Reason, ImmutableArray<LimitFailure> Failures, ImmutableArray<string> Unmeasured)
{
    public static ComplianceDay Judge(Plant plant, IReadOnlyList<QualityMean> means)
    {
        var failures = ImmutableArray.CreateBuilder<LimitFailure>();
        var unmeasured = ImmutableArray.CreateBuilder<string>();
        var limits = 0;
        foreach (var point in plant.QualityPoints.Values
            .Where(p => p.Role == MeterRole.Effluent).OrderBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            foreach (var limit in point.Limits)
            {
                limits++;
                if (MeanOf(point.Id, limit.Parameter, means) is not { } mean)
                    unmeasured.Add($"{point.Id}/{limit.Parameter}");
                else if (mean < limit.Min || mean > limit.Max)
                    failures.Add(new LimitFailure(point.Id, mean, limit));
            }
        }
        var (verdict, reason) =
            failures is [var first, ..]
                ? (Compliance.No, new Reason(ReasonCode.LimitExceeded, $"{first.Point}/{first.Limit.Parameter}"))
            : limits == 0 ? (Compliance.Unknown, new Reason(ReasonCode.NoLimits))
            : unmeasured is [var gap, ..] ? (Compliance.Unknown, new Reason(ReasonCode.NotMeasured, gap))
            : (Compliance.Yes, Reason.None);
        return new ComplianceDay(verdict, reason, failures.ToImmutable(), unmeasured.ToImmutable());
    }

    /// <summary>The part of a processed quantity that kept the limits; null where that isn't known.</summary>
    public double? PartOf(double? processed) => processed switch
    {
        null => null,
        0 => 0,
        _ => Verdict switch { Compliance.Yes => processed, Compliance.No => 0, _ => null },
    };

    /// <summary>The laboratory's results before the online ones; several of one kind by their mean.</summary>
    private static double? MeanOf(QualityPointId point, string parameter, IReadOnlyList<QualityMean> means)
    {
        double[] found = Of(laboratory: true);
        if (found.Length == 0) found = Of(laboratory: false);
        return found.Length == 0 ? null : found.Average();

        // In order, so that a mean of several is the same every time.
        double[] Of(bool laboratory) =>
        [
            .. means.Where(m => m.Laboratory == laboratory && m.Point == point && m.Parameter == parameter
                && double.IsFinite(m.Mean)).Select(m => m.Mean).Order(),
        ];
    }
}
