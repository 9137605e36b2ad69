using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>
/// A rate over a month, for one scope and basis: the sum of the numerators by the sum of the denominators of the days
/// that have both, with what was measured across days. Never a mean of rates.
/// </summary>
public sealed record RateMonth
{
    /// <summary>Completeness from which a month is held to its target; that of the word "complete".</summary>
    public const double LeastComplete = 0.95;

    public required string Indicator { get; init; }

    /// <summary>A district; null for the city.</summary>
    public required DistrictId? Scope { get; init; }

    public required LocalMonth Month { get; init; }

    public required string Basis { get; init; }

    /// <summary>Whether it is the official definition on the month's last day that has one.</summary>
    public required bool Official { get; init; }

    /// <summary>Where the denominator comes from, in words, on that day.</summary>
    public string Source { get; init; } = "";

    public required QuantityUnit Unit { get; init; }

    /// <summary>Days and gaps together; null where no day counts.</summary>
    public required double? Numerator { get; init; }

    /// <summary>Of the days that count; null while the compliance of any is unknown.</summary>
    public required double? CompliantNumerator { get; init; }

    public required double? Denominator { get; init; }

    public double? Rate => Denominator > 0 ? Numerator / Denominator : null;

    public double? CompliantRate => Denominator > 0 ? CompliantNumerator / Denominator : null;

    /// <summary>The part of the numerator that belongs to the month and to no day.</summary>
    public required double Undistributed { get; init; }

    /// <summary>The same part of a metered denominator; 0 for every other basis.</summary>
    public double UndistributedDenominator { get; init; }

    /// <summary>
    /// What gaps that ended in the month measured and no figure of it has; of the numerator.
    /// </summary>
    public required double LeftOut { get; init; }

    /// <summary>Of the last day that has one; null where none has.</summary>
    public required Target? Target { get; init; }

    /// <summary>
    /// The rate by its target; null where either is missing. What less than <see cref="LeastComplete"/> of the month
    /// speaks for is no statement about the month, on either side of the target.
    /// </summary>
    public TargetVerdict? Verdict => Target is { } target && Rate is { } rate
        ? (rate >= target.Rate - RateDay.Slack, Completeness >= LeastComplete) switch
        {
            (true, true) => TargetVerdict.Met,
            (false, true) => TargetVerdict.NotMet,
            (true, false) => TargetVerdict.MetIncomplete,
            (false, false) => TargetVerdict.NotMetIncomplete,
        }
        : null;

    /// <summary>
    /// Versions of the definitions that the counted days were held against: several where it changed within the month.
    /// </summary>
    public required ImmutableArray<string> Versions { get; init; }

    /// <summary>Days that count: those with a rate, and those that a gap bridges.</summary>
    public required int DaysCounted { get; init; }

    /// <summary>Mean of the days' completeness over the whole month, a missing day being 0.</summary>
    public required double Completeness { get; init; }

    public required DayCounts Counts { get; init; }

    public RateFlags Flags { get; init; }

    /// <summary>Why there is no rate; none where there is one.</summary>
    public Reason Reason { get; init; }

    /// <summary>Each indicator, scope and basis that the days have, in the order in which the days list them.</summary>
    /// <param name="days">In any order; days of other months are passed over.</param>
    /// <param name="gaps">Of all meters of the plants, whatever they measure (<see cref="MeterGap.Of"/>).</param>
    public static ImmutableArray<RateMonth> Compute(
        CityRegistry city, LocalMonth month, IEnumerable<(RateDay Day, DayState State)> days,
        IEnumerable<MeterGap> gaps)
    {
        MeterGap[] all = [.. gaps];
        return
        [
            .. days.Where(d => month.Contains(d.Day.Day)).OrderBy(d => d.Day.Day)
                .GroupBy(d => (d.Day.Indicator, d.Day.Scope, d.Day.Basis))
                .Select(g => RateMonthRules.Sum(city, month, [.. g], all)),
        ];
    }
}
