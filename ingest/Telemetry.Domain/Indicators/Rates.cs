using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>
/// The treatment rates of a day: sewage treated by generated, fecal sludge and garbage harmlessly treated by collected;
/// for the city and each district, under every definition of the denominator in force. A rate is a sum by a sum, never
/// a mean of rates.
/// </summary>
public static class Rates
{
    /// <summary>
    /// All rates of a day, by indicator as the registry lists them, then the city, then the districts by name, then the
    /// definitions, the official one first. A scope without a definition has one rate that says so.
    /// </summary>
    public static ImmutableArray<RateDay> Compute(DayFigures figures)
    {
        var rates = ImmutableArray.CreateBuilder<RateDay>();
        DistrictId?[] scopes =
            [null, .. figures.City.Districts.Keys.OrderBy(d => d.Value, StringComparer.Ordinal).Cast<DistrictId?>()];
        foreach (var indicator in figures.City.Indicators)
        {
            // A plant's load is the plant's own row.
            if (indicator.Kind == IndicatorKind.PlantLoad) continue;
            foreach (var scope in scopes) rates.AddRange(Compute(figures, indicator, scope));
        }
        return rates.ToImmutable();
    }

    /// <summary>The rates of one indicator and scope.</summary>
    /// <param name="scope">A district; null for the city.</param>
    public static ImmutableArray<RateDay> Compute(DayFigures figures, Indicator indicator, DistrictId? scope)
    {
        var unit = indicator.Kind == IndicatorKind.GarbageHarmlessRate
            ? QuantityUnit.Tonnes : QuantityUnit.CubicMetres;
        var serving = figures.Serving(indicator.Kind, scope);
        var processed = Processed.Sum(serving, unit);
        var bare = new RateDay
        {
            Indicator = indicator.Id,
            Kind = indicator.Kind,
            Scope = scope,
            Day = figures.Day,
            Basis = indicator.OfficialDenominatorAt(figures.Day)?.Id ?? RateDay.NoBasis,
            Official = true,
            Unit = unit,
            Numerator = processed.Quantity.Value,
            CompliantNumerator = processed.Compliant,
            Denominator = null,
            Target = indicator.TargetAt(figures.Day, scope),
            Version = "",
            Completeness = processed.Quantity.Completeness,
            Flags = processed.Quantity.Flags,
            Reason = new Reason(ReasonCode.NoDenominator),
            ReportedNumerator = processed.Reported,
            Missing = processed.Missing,
        };
        var definitions = BasesInForce.Of(figures.City, indicator, figures.Day, scope, figures.Declared);
        if (definitions.IsEmpty) return [bare];
        return [.. definitions.Select(d => Held(bare, d, DenominatorOf.Day(figures, indicator, d, serving)))];

        RateDay Held(RateDay rate, BasisDefinition definition, Quantity denominator)
        {
            var held = rate with
            {
                Basis = definition.Id,
                BasisKind = definition.Basis,
                Official = definition.Official,
                Denominator = denominator.Value,
                Version = definition.Version,
                Source = definition.Source,
                Coefficient = definition.Coefficient,
                Completeness = Math.Min(rate.Completeness, denominator.Completeness),
                ReportedDenominator = denominator.Reported,
                DenominatorMissing = denominator.Missing,
            };
            var above = held.Rate > 1 + RateDay.Slack ? RateFlags.AboveWhole : RateFlags.None;
            return held with
            {
                Flags = rate.Flags | denominator.Flags | above,
                Reason = held.Rate is not null ? Reason.None
                    : !processed.Quantity.Reason.IsNone ? processed.Quantity.Reason
                    : !denominator.Reason.IsNone ? denominator.Reason
                    : new Reason(ReasonCode.DenominatorZero),
            };
        }
    }
}
