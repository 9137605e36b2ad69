using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>A numerator or denominator with what is to be known of it.</summary>
/// <param name="Value">Null where unknown.</param>
/// <param name="Reason">Why it is null.</param>
internal readonly record struct Quantity(double? Value, double Completeness, Reason Reason, RateFlags Flags)
{
    /// <summary>The part of it that meters reported; 0 for what no meter measures.</summary>
    public double Reported { get; init; }

    /// <summary>The meters without which it is unknown; empty where something else makes it so.</summary>
    public ImmutableArray<MissingMeter> Missing { get; init; } = [];

    public static Quantity Of(double figure) => new(figure, 1, Reason.None, RateFlags.None);
}

/// <summary>What the plants that serve a scope processed, by their shares: unknown with any of them unknown.</summary>
internal readonly record struct Processed(
    Quantity Quantity, double? Compliant, double Reported, ImmutableArray<MissingMeter> Missing)
{
    public static Processed Sum(ImmutableArray<(PlantDay Day, double Share)> serving, QuantityUnit unit)
    {
        double? sum = 0, compliant = 0;
        var (reported, completeness) = (0.0, 1.0);
        var (reason, flags) = (Reason.None, RateFlags.None);
        var missing = ImmutableArray.CreateBuilder<MissingMeter>();
        var onlyMeters = true;
        foreach (var (day, share) in serving)
        {
            var (all, good) = unit == QuantityUnit.Tonnes
                ? (day.ProcessedT, day.CompliantT) : (day.ProcessedM3, day.CompliantM3);
            if (all is null && reason.IsNone) reason = day.TreatedReason.Within(day.Plant.Value);
            sum += all * share;
            compliant += good * share;
            completeness = Math.Min(completeness, day.Completeness);
            missing.AddRange(day.Missing);
            onlyMeters &= all is not null || !day.Missing.IsEmpty;
            if (!day.Treats) continue;
            reported += share * (unit == QuantityUnit.Tonnes ? day.TreatedT ?? 0 : day.ReportedM3);
            if (day.Checks.HasFlag(PlantChecks.UnitError)) flags |= RateFlags.DoubtfulPlant;
        }
        return new Processed(
            new Quantity(sum, completeness, reason, flags), compliant, reported,
            onlyMeters ? missing.ToImmutable() : []);
    }
}

/// <summary>How a denominator is had on a day, by its basis.</summary>
internal static class DenominatorOf
{
    private const double KgPerTonne = 1_000;

    public static Quantity Day(
        DayFigures figures, Indicator indicator, BasisDefinition definition,
        ImmutableArray<(PlantDay Day, double Share)> serving)
    {
        var quantity = definition.Basis switch
        {
            DenominatorBasis.Metered => Metered(serving),
            DenominatorBasis.Collected => Collected(figures, indicator, definition.Scope),
            _ => definition.FigurePerDay is { } figure
                ? Quantity.Of(figure) : new Quantity(null, 0, new Reason(ReasonCode.NoDenominator), RateFlags.None),
        };
        return definition.SummedFromDistricts
            ? quantity with { Flags = quantity.Flags | RateFlags.SummedFromDistricts } : quantity;
    }

    /// <summary>What arrived at the plants that serve the scope and what went by them.</summary>
    private static Quantity Metered(ImmutableArray<(PlantDay Day, double Share)> serving)
    {
        double? sum = 0;
        var (reported, completeness) = (0.0, 1.0);
        var reason = Reason.None;
        var missing = ImmutableArray.CreateBuilder<MissingMeter>();
        var onlyMeters = true;
        foreach (var (day, share) in serving)
        {
            if (day.GeneratedM3 is null && reason.IsNone)
                reason = new Reason(ReasonCode.MeterMissing, day.Plant.Value);
            sum += day.GeneratedM3 * share;
            reported += day.ReportedGeneratedM3 * share;
            completeness = Math.Min(completeness, day.GeneratedCompleteness);
            missing.AddRange(day.GeneratedMissing);
            onlyMeters &= day.GeneratedM3 is not null || !day.GeneratedMissing.IsEmpty;
        }
        return new Quantity(sum, completeness, reason, RateFlags.None)
        {
            Reported = reported, Missing = onlyMeters ? missing.ToImmutable() : [],
        };
    }

    /// <summary>What was weighed where loads end: garbage in tonnes, fecal sludge in m³ by its density.</summary>
    private static Quantity Collected(DayFigures figures, Indicator indicator, DistrictId? scope)
    {
        var garbage = indicator.Kind == IndicatorKind.GarbageHarmlessRate;
        var material = garbage ? Material.Garbage : Material.Fecal;
        var weighed = scope is { } district
            ? figures.Weighed.From(district, material) : figures.Weighed.Total(material);
        var flags = RateFlags.None;
        if (figures.Weighed.Unassigned(material).Weighings > 0) flags |= RateFlags.UnassignedWeighings;
        if (HasSilentGate(figures, indicator.Kind, material)) flags |= RateFlags.SilentGates;
        double? value = weighed.Kg is not { } kg ? null
            : garbage ? kg / KgPerTonne : figures.City.Densities.VolumeM3(material, kg);
        // A day without a truck at one gate is common: it is flagged, and nothing is known to be missing.
        return new Quantity(value, value is null ? 0 : 1, weighed.Reason, flags);
    }

    /// <summary>Whether a gate of a plant in service weighed nothing.</summary>
    private static bool HasSilentGate(DayFigures figures, IndicatorKind kind, Material material)
    {
        foreach (var plant in figures.City.Plants.Values)
        {
            if (!DayFigures.Counts(kind, plant.Kind) || plant.CapacityAt(figures.Day) is not { Treats: true }) continue;
            foreach (var gate in WeighedDay.Gates(figures.City, plant.Id))
            {
                if (figures.Weighed.At(gate, material).Weighings == 0) return true;
            }
        }
        return false;
    }
}
