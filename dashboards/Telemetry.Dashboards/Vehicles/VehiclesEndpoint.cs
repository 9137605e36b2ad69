using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Latest;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Vehicles;

internal static class VehiclesEndpoint
{
    private const int MostOfPage = 100_000;

    private static readonly TimeSpan UsualRange = TimeSpan.FromHours(24);

    public static void MapVehicles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/vehicles", List)
            .May(Right.Read)
            .WithName("vehicles")
            .WithTags("Vehicles")
            .WithSummary("Vehicles with their newest positions and what they are doing")
            .WithDescription(
                "Each position has its device time and age in seconds; stale after three of the vehicle's intervals, "
                + "or after an hour where the engine was off. Filters are joined by and. By name, all at once or "
                + "in pages of `limit`.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        app.MapGet("/vehicles/{id}/positions", Positions)
            .May(Right.Read)
            .WithName("positions")
            .WithTags("Vehicles")
            .WithSummary("Where a vehicle was")
            .WithDescription("WGS-84 degrees, km/h. The last 24 hours where neither `from` nor `to` is given.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<VehicleList>, ProblemHttpResult>> List(
        [Description(Districts.Help)] string? district,
        [Description("sweeper, washer, compactor, vacuum_truck or tipper; all where absent.")] string? kind,
        [Description("driving, working, stopped, idling, offline, no_fix or unknown; all where absent.")]
        string? state,
        [Description("Those whose name comes after this one: `next` of the page before.")] string? after,
        [Description("Vehicles of a page, 1 to 100,000; all where absent.")] string? limit,
        VehicleCatalogue vehicles, IRegistrySource registry, CancellationToken cancellationToken)
    {
        var wrong = new Complaints();
        var filter = new VehicleFilter(
            wrong.Take(Districts.Parse(district, registry.Current)),
            wrong.Take(Choice.Parse<VehicleKind>("kind", kind)),
            wrong.Take(Choice.Parse<Activity>("state", state)));
        var page = new VehiclePage(after, (int?)wrong.Take(WholeNumber.Parse("limit", limit, 1, MostOfPage)));
        if (wrong.Any) return wrong.Answer();
        return TypedResults.Ok(await vehicles.ReadAsync(filter, page, cancellationToken));
    }

    private static async Task<Results<Ok<PositionHistory>, ProblemHttpResult>> Positions(
        [Description("The vehicle, as in topics.")] string id,
        [Description(TimeRange.FromHelp)] string? from,
        [Description(TimeRange.ToHelp)] string? to,
        VehicleCatalogue vehicles, ITelemetryReader reader, IRegistrySource registry, TimeProvider time,
        IOptions<DashboardsOptions> options, CancellationToken cancellationToken)
    {
        var parsed = TimeRange.Parse(from, to, UsualRange, time.GetUtcNow());
        if (parsed.IsWrong) return Problems.BadRequest(parsed.Error);
        if (!Identifier.IsValid(id) || !await vehicles.KnowsAsync(id, cancellationToken))
            return VehicleCatalogue.NotFound(id);
        var range = parsed.Value;
        var limit = options.Value.MaxPoints;
        var points = await reader.RangeAsync(
            new Series(Measurements.VehiclePosition, id), range.From, range.To, limit + 1, cancellationToken);
        if (points.Count > limit)
        {
            return Problems.BadRequest(string.Create(
                CultureInfo.InvariantCulture,
                $"more than {limit} positions from {range.From:O} to {range.To:O}: at most {limit} in one answer; "
                + $"ask for a shorter range"));
        }
        var city = registry.Current.City;
        return TypedResults.Ok(new PositionHistory(
            id, city.Local(range.From), city.Local(range.To),
            [.. points.Select(point => VehicleCatalogue.Position(new LatestReading(point.Time, point.Values), city))]));
    }
}
