using Telemetry.Domain.Derived;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Which subjects of the ledger and of declared figures concern a scope.</summary>
/// <param name="plants">Plants that the scope covers.</param>
internal sealed class ScopeSubjects(Scope scope, IReadOnlySet<string> plants)
{
    /// <summary>
    /// A subject of the ledger: <c>plant:ID</c>, <c>meter:PLANT/METER</c> or <c>indicator:ID/DISTRICT/BASIS</c>.
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
            _ => false,
        };
    }

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
