using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Scopes as requests write them, held against the registry.</summary>
internal static class Scopes
{
    public const string Help = "`city` (where absent), `district:{id}` or `plant:{id}`.";

    /// <summary>A scope that the registry knows.</summary>
    public static Parsed<Scope> Parse(string? text, CityRegistry registry)
    {
        if (text is null) return Scope.City;
        if (!Scope.TryParse(text, out var scope))
            return Parsed.Wrong($"scope '{text}': city, district:{{id}} or plant:{{id}}");
        if (scope.District is { } district && !registry.Districts.ContainsKey(district))
            return Parsed.Wrong($"scope '{text}': the registry has no district '{district}'");
        if (scope.Plant is { } plant && !registry.Plants.ContainsKey(plant))
            return Parsed.Wrong($"scope '{text}': the registry has no plant '{plant}'");
        return scope;
    }

    /// <summary>The tag under which the scope's rates are stored; null for a plant, which has none.</summary>
    public static string? RateTag(this Scope scope) =>
        scope.IsCity ? DerivedMeasurements.City : scope.District?.Value;

    /// <summary>The plants it covers on any day of the month, in order of their names on the wire.</summary>
    public static IReadOnlyList<Plant> PlantsOf(this Scope scope, CityRegistry registry, LedgerMonth month) =>
    [
        .. registry.Plants.Values.Where(plant => scope.Covers(plant, month))
            .OrderBy(plant => plant.Id.Value, StringComparer.Ordinal),
    ];

    public static LocalizedName NameIn(this Scope scope, CityRegistry registry)
    {
        if (scope.District is { } district) return registry.Districts[district].Name;
        return scope.Plant is { } plant ? registry.Plants[plant].Name : registry.City.Name;
    }

    /// <summary>The unit that answers for it; null for the city.</summary>
    public static LocalizedName? ResponsibleUnitIn(this Scope scope, CityRegistry registry)
    {
        var district = scope.Plant is { } plant ? registry.Plants[plant].District : scope.District;
        return district is { } id ? registry.Districts.GetValueOrDefault(id)?.ResponsibleUnit : null;
    }

    public static int DayCount(this LedgerMonth month) => DateTime.DaysInMonth(month.Year, month.Month);

    private static bool Covers(this Scope scope, Plant plant, LedgerMonth month)
    {
        if (scope.IsCity) return true;
        if (scope.Plant is { } one) return plant.Id == one;
        for (var day = month.FirstDay; day < month.End; day = day.AddDays(1))
        {
            if (plant.SharesAt(day).Any(share => share.District == scope.District)) return true;
        }
        return false;
    }
}
