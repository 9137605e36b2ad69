using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.FleetDays;

internal static class BalanceEndpoint
{
    public static void MapFleetBalance(this IEndpointRouteBuilder app) => app
        .MapGet("/fleet/balance", Get)
        .May(Right.Read)
        .WithName("fleet-balance")
        .WithTags("Vehicles")
        .WithSummary("Loads against the scales, and the scales against the fecal plants' inlets, day by day")
        .WithDescription(
            "Every local day of the range; one without a load or a weighing has none. The last 31 days where neither "
            + "`from` nor `to` is given, at most 400. As derived: an hour of today counts once it is over.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<FleetBalance>, ProblemHttpResult>> Get(
        [Description(DayRange.FromHelp)] string? from,
        [Description(DayRange.ToHelp)] string? to,
        DerivedDays days, IRegistrySource source, TimeProvider time, CancellationToken cancellationToken)
    {
        var city = source.Current.City;
        var parsed = DayRange.Parse(
            from, to, DailyEndpoint.UsualDays, city.DayOf(time.GetUtcNow()), DailyEndpoint.MostDays);
        if (parsed.IsWrong) return Problems.BadRequest(parsed.Error);
        var range = parsed.Value;
        var loads = (await days.LoadsAsync(city, range, cancellationToken)).ToLookup(static day => day.Day);
        var inflows = (await days.InflowsAsync(city, range, cancellationToken)).ToLookup(static day => day.Day);
        return TypedResults.Ok(new FleetBalance(
            city.TimeZone.Id, range.From, range.To,
            [
                .. Enumerable.Range(0, range.Length).Select(i => range.From.AddDays(i))
                    .Select(day => new FleetBalanceDay(day, [.. loads[day]], [.. inflows[day]])),
            ]));
    }
}

/// <param name="TimeZone">Whose local days they are.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day.</param>
/// <param name="Days">In order, none left out.</param>
public sealed record FleetBalance(
    string TimeZone, DateOnly From, DateOnly To, IReadOnlyList<FleetBalanceDay> Days);

/// <param name="Loads">By material; those of which there was neither a load nor a weighing are left out.</param>
/// <param name="Inflows">By plant; those that neither weighed nor metered anything are left out.</param>
public sealed record FleetBalanceDay(
    DateOnly Day, IReadOnlyList<LoadDayView> Loads, IReadOnlyList<InflowDayView> Inflows);
