using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>
/// The definitions of a denominator that hold for an indicator, a scope and a day: the registry's, with the figures
/// that were declared since, and those that declared figures bring along. The official one stands first.
/// </summary>
public static class BasesInForce
{
    /// <param name="scope">A district; null for the city.</param>
    public static ImmutableArray<BasisDefinition> Of(
        CityRegistry city, Indicator indicator, DateOnly day, DistrictId? scope, DeclaredFigures declared)
    {
        var found = Own(indicator, day, scope, declared);
        if (scope is null) AddDistrictSums(found, city, indicator, day, declared);
        return [.. found.OrderByDescending(d => d.Official).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    private static List<BasisDefinition> Own(
        Indicator indicator, DateOnly day, DistrictId? scope, DeclaredFigures declared)
    {
        var found = new List<BasisDefinition>();
        foreach (var denominator in indicator.DenominatorsAt(day, scope))
            found.Add(FromRegistry(indicator, denominator, day, scope, declared));

        string[] supplied = indicator.Kind == IndicatorKind.SewageTreatmentRate
            ? [.. declared.Supplies.Where(s => s.Scope == scope && s.HoldsOn(day)).Select(s => s.Basis)] : [];
        var generated = declared.Generations
            .Where(g => g.Indicator == indicator.Id && g.Scope == scope && g.HoldsOn(day)).Select(g => g.Basis);
        foreach (var basis in supplied.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!found.Any(d => d.Id == basis)) found.Add(Estimate(indicator, basis, day, scope, declared));
        }
        foreach (var basis in generated.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!found.Any(d => d.Id == basis)) found.Add(Figure(indicator, basis, day, scope, declared));
        }
        return found;
    }

    private static BasisDefinition FromRegistry(
        Indicator indicator, Denominator denominator, DateOnly day, DistrictId? scope, DeclaredFigures declared)
    {
        if (denominator.Basis == DenominatorBasis.Estimated
            && declared.SuppliesOf(denominator.Id, scope, day).Length > 0)
        {
            return Estimate(indicator, denominator.Id, day, scope, declared) with { Official = denominator.Official };
        }
        if (denominator.Basis == DenominatorBasis.Declared
            && declared.GenerationOf(indicator.Id, denominator.Id, scope, day) is not null)
        {
            return Figure(indicator, denominator.Id, day, scope, declared) with { Official = denominator.Official };
        }
        double? figure = denominator.Basis switch
        {
            DenominatorBasis.Declared => denominator.ValueM3D,
            DenominatorBasis.Estimated => denominator.SupplyM3D * denominator.Coefficient,
            _ => null,
        };
        return new BasisDefinition(
            denominator.Id, denominator.Basis, scope, denominator.Official, figure, [], denominator.From,
            denominator.Source)
        {
            Coefficient = denominator.Coefficient,
        };
    }

    private static BasisDefinition Estimate(
        Indicator indicator, string basis, DateOnly day, DistrictId? scope, DeclaredFigures declared)
    {
        var classes = declared.SuppliesOf(basis, scope, day);
        return new BasisDefinition(
            basis, DenominatorBasis.Estimated, scope, IsOfficial(indicator, basis, day, scope),
            classes.Sum(s => s.SupplyM3D * s.Coefficient), classes, classes.Max(s => s.From),
            string.Join("; ", classes.Select(s => s.Source).Distinct(StringComparer.Ordinal)))
        {
            Coefficient = CoefficientOf(classes),
        };
    }

    private static BasisDefinition Figure(
        Indicator indicator, string basis, DateOnly day, DistrictId? scope, DeclaredFigures declared)
    {
        var figure = declared.GenerationOf(indicator.Id, basis, scope, day)!;
        return new BasisDefinition(
            basis, DenominatorBasis.Declared, scope, IsOfficial(indicator, basis, day, scope), figure.PerDay, [],
            figure.From, figure.Source);
    }

    /// <summary>A district whose official definition the registry leaves open has the one of the city's name.</summary>
    private static bool IsOfficial(Indicator indicator, string basis, DateOnly day, DistrictId? scope) =>
        (indicator.OfficialDenominatorAt(day, scope) ?? indicator.OfficialDenominatorAt(day))?.Id == basis;

    /// <summary>A figure that every district has is the city's as their sum, where the city has none itself.</summary>
    private static void AddDistrictSums(
        List<BasisDefinition> found, CityRegistry city, Indicator indicator, DateOnly day, DeclaredFigures declared)
    {
        DistrictId[] districts = [.. city.Districts.Keys.OrderBy(d => d.Value, StringComparer.Ordinal)];
        var parts = districts.SelectMany(d => Own(indicator, day, d, declared)).Where(d => d.FigurePerDay is not null);
        foreach (var of in parts.GroupBy(d => (d.Id, d.Basis)))
        {
            if (found.Any(d => d.Id == of.Key.Id) || of.Count() < districts.Length) continue;
            found.Add(new BasisDefinition(
                of.Key.Id, of.Key.Basis, null, IsOfficial(indicator, of.Key.Id, day, null),
                of.Sum(d => d.FigurePerDay), [.. of.SelectMany(d => d.Classes)], of.Max(d => d.From),
                string.Join("; ", of.Select(d => d.Source).Distinct(StringComparer.Ordinal)))
            {
                SummedFromDistricts = true,
                Coefficient = CoefficientOf([.. of.SelectMany(d => d.Classes)]),
            });
        }
    }

    private static double? CoefficientOf(ImmutableArray<DeclaredSupply> classes)
    {
        var supplied = classes.Sum(s => s.SupplyM3D);
        return supplied > 0 ? classes.Sum(s => s.SupplyM3D * s.Coefficient) / supplied : null;
    }
}
