using System.Collections.Frozen;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Rounds;

internal static class RoundsEndpoint
{
    public static void MapRounds(this IEndpointRouteBuilder app) => app
        .MapGet("/rounds/{date}", Get)
        .May(Right.Read)
        .WithName("rounds")
        .WithTags("Rounds")
        .WithSummary("What was to be collected on a local day, and was")
        .WithDescription(
            "Each round with its points: served, early, late, missed; waiting and overdue while the day goes on. "
            + "Clearance rates are fractions of the points due, for the city and for each district. Weighings that "
            + "belong to no load stand beside them. As derived: an hour of today counts once it is over.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<RoundsAnswer>, ProblemHttpResult>> Get(
        [Description(LocalDate.Help)] string date, IOperations operations, IRegistrySource source, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var day = LocalDate.Parse("date", date);
        if (day.IsWrong) return Problems.BadRequest(day.Error);
        var registry = source.Current;
        var zone = registry.City.TimeZone.Id;
        if (await operations.Fleet.ServiceAsync(day.Value, cancellationToken) is not { } stored)
            return TypedResults.Ok(new RoundsAnswer(day.Value, zone, false, [], [], [], null));
        var service = stored.At(time.GetUtcNow().ToUnixTimeMilliseconds());
        return TypedResults.Ok(new RoundsAnswer(
            day.Value, zone, true, Rounds(service, registry),
            [
                .. service.Clearances(registry).Select(of => new ClearanceView(
                    of.District?.Value, of.Due, of.Served, of.OnTime, of.Missed, of.Rate)),
            ],
            [.. stored.Unmatched.Select(weighing => Unmatched(weighing, registry.City))], stored.Inputs));
    }

    private static RoundView[] Rounds(ServiceDay service, CityRegistry registry)
    {
        var names = registry.Rounds.ToFrozenDictionary(round => round.Id, round => round.Name);
        var points = registry.CollectionPoints.ToFrozenDictionary(point => point.Id, point => point.Name);
        return
        [
            .. service.Rounds.Select(round => new RoundView(
                round.Round, names.GetValueOrDefault(round.Round), round.Vehicle.Value, round.OrderKept,
                round.Points.Length, round.Points.Count(point => point.IsServed), States(round),
                [
                    .. round.Points.Select(point => new RoundPointView(
                        point.Point, points.GetValueOrDefault(point.Point), point.District?.Value,
                        Time(point.FromMs, registry.City), Time(point.UntilMs, registry.City), point.State,
                        point.ServedMs is { } ms ? Time(ms, registry.City) : null, point.By?.Value)),
                ])),
        ];
    }

    private static Dictionary<string, int> States(RoundDay round) => round.Points.CountBy(point => point.State)
        .OrderBy(state => state.Key).ToDictionary(state => WireNames.Of(state.Key), state => state.Value);

    private static UnmatchedView Unmatched(UnmatchedWeighing weighing, City city) => new(
        weighing.Row.Facility.Value, weighing.Row.Ticket.Length > 0 ? weighing.Row.Ticket : null,
        Time(weighing.Row.TimeMs, city), weighing.Row.Material, weighing.Row.KnownKg, weighing.Row.Vehicle?.Value,
        weighing.Reason);

    private static DateTimeOffset Time(long unixMs, City city) =>
        city.Local(DateTimeOffset.FromUnixTimeMilliseconds(unixMs));
}
