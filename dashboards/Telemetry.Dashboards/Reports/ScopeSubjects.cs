using Telemetry.Domain.Derived;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Which subjects of the ledger and of declared figures concern a scope.</summary>
/// <param name="plants">Plants that the scope covers.</param>
internal sealed class ScopeSubjects(Scope scope, IReadOnlySet<string> plants, CityRegistry registry)
{
    /// <summary>
    /// A subject of the ledger: <c>plant:ID</c>, <c>meter:PLANT/METER</c>, <c>indicator:ID/DISTRICT/BASIS</c>,
    /// <c>vehicle:ID</c>, <c>loads:MATERIAL</c> or <c>inflow:PLANT</c>.
    /// </summary>
    public bool Has(string subject)
    {
        var colon = subject.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return HasDeclared(subject);
        var parts = subject[(colon + 1)..].Split('/');
        return subject[..colon] switch
        {
            "plant" or "meter" => plants.Contains(parts[0]),
            "indicator" => parts.Length > 1 && parts[1] == scope.RateTag(),
            "vehicle" => scope.Plant is null && scope.CoversVehicle(registry, parts[0]),
            "loads" => scope.IsCity,
            "inflow" => scope.Plant is null && plants.Contains(parts[0]),
            _ => false,
        };
    }

    /// <summary>
    /// Whether its changes are told one by one: vehicles come by the thousand, and theirs stand in the ledger.
    /// </summary>
    public static bool IsTold(string subject) => !subject.StartsWith("vehicle:", StringComparison.Ordinal);

    /// <summary>
    /// A subject of a declared figure: <c>PLANT/METER</c>, a district, or <c>city</c>; the city has its districts' too.
    /// </summary>
    public bool HasDeclared(string subject)
    {
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0) return plants.Contains(subject[..slash]);
        if (scope.Plant is not null) return false;
        return scope.IsCity || subject == scope.RateTag() || subject == DerivedMeasurements.City;
    }
}
