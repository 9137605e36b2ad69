using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports;

/// <summary>What reports, rates and declared figures may be of.</summary>
internal static class ScopesEndpoint
{
    public static void MapScopes(this IEndpointRouteBuilder app) => app
        .MapGet("/scopes", List)
        .May(Right.Read)
        .WithName("scopes")
        .WithTags("Reports")
        .WithSummary("The city, its districts and its plants, as `scope` writes them")
        .WithDescription("With the indicators of the registry and the city's own day. In the registry's order.");

    private static Ok<ScopeList> List(IRegistrySource source)
    {
        var registry = source.Current;
        return TypedResults.Ok(new ScopeList(
            registry.City.TimeZone.Id,
            [
                new ScopeView("city", registry.City.Name, null, null),
                .. registry.Districts.Values.OrderBy(static one => one.Id.Value, StringComparer.Ordinal)
                    .Select(static one => new ScopeView(
                        $"district:{one.Id}", one.Name, one.Id.Value, one.ResponsibleUnit)),
                .. registry.Plants.Values.OrderBy(static one => one.Id.Value, StringComparer.Ordinal)
                    .Select(one => new ScopeView(
                        $"plant:{one.Id}", one.Name, one.District.Value, UnitOf(registry, one.District))),
            ],
            [.. registry.Indicators.Select(static one => new IndicatorView(one.Id, one.Name, one.Kind))]));
    }

    private static LocalizedName? UnitOf(CityRegistry registry, DistrictId district) =>
        registry.Districts.GetValueOrDefault(district)?.ResponsibleUnit;
}

public sealed record ScopeList(
    string TimeZone, IReadOnlyList<ScopeView> Scopes, IReadOnlyList<IndicatorView> Indicators);

/// <param name="Scope"><c>city</c>, <c>district:{id}</c> or <c>plant:{id}</c>.</param>
/// <param name="District">Itself, or the one that a plant stands in; absent for the city.</param>
/// <param name="ResponsibleUnit">The unit that answers for it (责任单位); absent for the city.</param>
public sealed record ScopeView(string Scope, LocalizedName Name, string? District, LocalizedName? ResponsibleUnit);

public sealed record IndicatorView(string Id, LocalizedName Name, IndicatorKind Kind);
