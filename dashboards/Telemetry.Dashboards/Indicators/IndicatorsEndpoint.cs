using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Indicators;

internal static class IndicatorsEndpoint
{
    public static void MapIndicators(this IEndpointRouteBuilder app) => app
        .MapGet("/indicators/daily", Get)
        .May(Right.Read)
        .WithName("indicators-daily")
        .WithTags("Indicators")
        .WithSummary("The rates of a district or the city, day by day, under every definition of the denominator")
        .WithDescription(
            "Rates are fractions, never clamped: above 1 they are shown as they are and `above_whole` is true. Each "
            + "has its numerator, denominator, the denominator's definition and version. The last 31 days where "
            + "neither `from` nor `to` is given, at most 400. A day without a row is left out.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<IndicatorDaily>, ProblemHttpResult>> Get(
        [Description(DayRange.FromHelp)] string? from,
        [Description(DayRange.ToHelp)] string? to,
        [Description("`city` (where absent) or `district:{id}`.")] string? scope,
        DerivedDays days, IRegistrySource source, TimeProvider time, CancellationToken cancellationToken)
    {
        var registry = source.Current;
        var of = Scopes.Parse(scope, registry);
        if (of.IsWrong) return Problems.BadRequest(of.Error);
        if (of.Value.RateTag() is not { } tag)
        {
            return Problems.BadRequest(
                $"scope '{scope}': a plant has a load and no rate; ask /api/plants/{of.Value.Plant}/daily");
        }
        var parsed = DayRange.Parse(
            from, to, DailyEndpoint.UsualDays, registry.City.DayOf(time.GetUtcNow()), DailyEndpoint.MostDays);
        if (parsed.IsWrong) return Problems.BadRequest(parsed.Error);
        var range = parsed.Value;
        var rows = (await days.RatesAsync(registry, tag, range, cancellationToken))
            .ToLookup(row => (row.Indicator, row.Basis));
        return TypedResults.Ok(new IndicatorDaily(
            of.Value.ToString(), registry.City.TimeZone.Id, range.From, range.To,
            [.. rows.OrderBy(r => r.Key.Indicator, StringComparer.Ordinal)
                .ThenBy(r => r.Key.Basis, StringComparer.Ordinal)
                .Select(r => Series(r.Key.Indicator, r.Key.Basis, r, registry, of.Value, range))]));
    }

    private static RateSeries Series(
        string id, string basis, IEnumerable<RateDayView> rows, CityRegistry registry,
        Storage.Operations.Scope scope, DayRange range)
    {
        var indicator = registry.Indicators.FirstOrDefault(known => known.Id == id);
        var official = indicator?.OfficialDenominatorAt(range.To, scope.District)?.Id == basis;
        return new RateSeries(
            id, indicator?.Name, indicator?.Kind, basis, official, DerivedRows.UnitOf(indicator?.Kind), [.. rows]);
    }
}

/// <param name="From">First local day.</param>
/// <param name="To">Last local day.</param>
/// <param name="Rates">One for each indicator and definition of its denominator.</param>
public sealed record IndicatorDaily(
    string Scope, string TimeZone, DateOnly From, DateOnly To, IReadOnlyList<RateSeries> Rates);

/// <param name="Name">Absent where the registry no longer has the indicator.</param>
/// <param name="Official">True for the definition that the published rate is held against on the last day.</param>
/// <param name="Unit">Of numerators and denominators: <c>m³</c>, or <c>t</c> for garbage.</param>
/// <param name="Days">By day; one without a row is left out.</param>
public sealed record RateSeries(
    string Id, LocalizedName? Name, IndicatorKind? Kind, string Basis, bool Official, string Unit,
    IReadOnlyList<RateDayView> Days);
