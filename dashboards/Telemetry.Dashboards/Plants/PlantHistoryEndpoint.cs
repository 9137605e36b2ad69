using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Dashboards.Plants;

/// <summary>What a plant's water was like, and what happened there.</summary>
internal static class PlantHistoryEndpoint
{
    private const int MostParameters = 20;

    private static readonly TimeSpan UsualRange = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestEvents = TimeSpan.FromDays(400);

    public static void MapPlantHistory(this IEndpointRouteBuilder app)
    {
        Describe(app.MapGet("/plants/{id}/quality", Points), "plant-quality", "A plant's quality points",
            "Their parameters with limits and newest values. The unit of a parameter is in its name (`cod_mgl`).");
        Describe(
            app.MapGet("/plants/{id}/points/{point}/quality", History), "quality-history",
            "The past of a quality point's parameters",
            "Buckets with min, mean, max, last and count, so that no extreme is lost; an empty bucket is left out, so "
            + "a gap stays a gap. The last 24 hours where neither `from` nor `to` is given.");
        Describe(
            app.MapGet("/plants/{id}/events", Events), "plant-events", "What happened at a plant",
            "Changes of state, resets and replacements of totalisers, times of bypass, alarms; by time. The last 24 "
            + "hours where neither `from` nor `to` is given, at most 400 days.");
    }

    private static void Describe(RouteHandlerBuilder route, string name, string summary, string words) => route
        .May(Right.Read)
        .WithName(name).WithTags("Plants").WithSummary(summary).WithDescription(words)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<PlantQuality>, ProblemHttpResult>> Points(
        [Description("The plant, as in topics.")] string id, PlantCatalogue plants, QualityQuestion question,
        CancellationToken cancellationToken)
    {
        if (!Identifier.IsValid(id) || !await plants.KnowsAsync(id, null, cancellationToken)) return NoPlant(id);
        return TypedResults.Ok(await question.PointsAsync(id, cancellationToken));
    }

    private static async Task<Results<Ok<QualityHistory>, ProblemHttpResult>> History(
        [Description("The plant, as in topics.")] string id,
        [Description("The point within its plant.")] string point,
        [Description("Parameters, commas between them, at most 20: `cod_mgl,ph`. Absent: all that the point has.")]
        string? parameters,
        [Description(TimeRange.FromHelp)] string? from,
        [Description(TimeRange.ToHelp)] string? to,
        [Description(Step.Help)] string? every,
        PlantCatalogue plants, QualityQuestion question, TimeProvider time, IOptions<DashboardsOptions> options,
        CancellationToken cancellationToken)
    {
        var range = TimeRange.Parse(from, to, UsualRange, time.GetUtcNow());
        if (range.IsWrong) return Problems.BadRequest(range.Error);
        var step = Step.Parse(every, range.Value, options.Value.MaxPoints);
        if (step.IsWrong) return Problems.BadRequest(step.Error);
        if (step.Value.Kind == StepKind.Raw)
            return Problems.BadRequest("every 'raw': quality is given in buckets; ask for 1m or longer");
        if (!Identifier.IsValid(id) || !await plants.KnowsAsync(id, null, cancellationToken)) return NoPlant(id);
        var known = (await question.PointsAsync(id, cancellationToken)).Points
            .FirstOrDefault(one => one.Id == point);
        if (known is null)
        {
            return Problems.NotFound(
                $"Plant '{id}' has no quality point '{point}': it is not in the registry and never sent.");
        }
        var wanted = parameters is null
            ? [.. known.Parameters.Select(static one => one.Id).Take(MostParameters)]
            : parameters.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (wanted.Length > MostParameters || Array.Find(wanted, static one => !IsParameter(one)) is not null)
            return Problems.BadRequest($"parameters '{parameters}': at most {MostParameters}, each [a-z0-9_]{{1,40}}");
        return TypedResults.Ok(await question.HistoryAsync(
            id, point, wanted, range.Value, step.Value, cancellationToken));
    }

    private static async Task<Results<Ok<PlantEventList>, ProblemHttpResult>> Events(
        [Description("The plant, as in topics.")] string id,
        [Description(TimeRange.FromHelp)] string? from,
        [Description(TimeRange.ToHelp)] string? to,
        PlantCatalogue plants, EventReading reading, TimeProvider time, CancellationToken cancellationToken)
    {
        var range = TimeRange.Parse(from, to, UsualRange, time.GetUtcNow());
        if (range.IsWrong) return Problems.BadRequest(range.Error);
        if (range.Value.Length > LongestEvents)
            return Problems.BadRequest($"{range.Value.Length.TotalDays:0} days: at most {LongestEvents.Days}");
        if (!Identifier.IsValid(id) || !await plants.KnowsAsync(id, null, cancellationToken)) return NoPlant(id);
        return TypedResults.Ok(await reading.ReadAsync(id, range.Value, cancellationToken));
    }

    private static bool IsParameter(string text) => text.Length <= 40
        && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static ProblemHttpResult NoPlant(string id) => Problems.NotFound(
        $"There is no plant '{id}': it is not in the registry and never sent. /api/plants lists them.");
}
