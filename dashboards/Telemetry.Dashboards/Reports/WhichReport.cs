using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Whose report, and of which month.</summary>
internal readonly record struct WhichReport(Scope Scope, LedgerMonth Month)
{
    public static Parsed<WhichReport> Parse(string? month, string? scope, CityRegistry registry)
    {
        if (!LedgerMonth.TryParse(month, out var parsed) || parsed.Year is < 2 or > 9998)
            return Parsed.Wrong($"month '{month}' is no month: yyyy-MM");
        var of = Scopes.Parse(scope, registry);
        return of.IsWrong ? Parsed.Wrong(of.Error) : new WhichReport(of.Value, parsed);
    }
}
