using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Registry.Editing;

namespace Telemetry.Dashboards.Works;

/// <summary>What an engineer looks after: unknown assets, wrong clocks, and rejected readings offered again.</summary>
internal static partial class WorksEndpoint
{
    private const int MostIds = 1_000;

    public static void MapWorks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/unregistered", Unregistered)
            .May(Right.Work)
            .WithName("unregistered")
            .WithTags("Works")
            .WithSummary("Assets that send and are not in the registry")
            .WithDescription(
                "Since the host's start, the last heard first; each with an entry for the registry that is taken as "
                + "it stands. What no reading tells is guessed in it.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/clocks", Clocks)
            .May(Right.Work)
            .WithName("clocks")
            .WithTags("Works")
            .WithSummary("Devices whose clock is wrong")
            .WithDescription(
                "Off by whole hours (local time sent as UTC), or ahead by 30 s and more; since the host's start, the "
                + "last heard first. A device that is behind by minutes may only be slow, and is not listed.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        app.MapPost("/dead-letters/replay", Replay)
            .May(Right.Work)
            .AddEndpointFilter<ActionRules>()
            .WithName("replay-dead-letters")
            .WithTags("Dead letters")
            .WithSummary("Offers dead letters to the host again")
            .WithDescription(
                "As if their messages came once more, by the rules in force now. A letter counts as replayed once its "
                + "outcome is on disk; what is rejected again is a new letter. 202 where the host has taken it down "
                + "and does it later.")
            .Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<UnregisteredList> Unregistered(IHostWorks works, IRegistrySource registry, TimeProvider time)
    {
        var current = registry.Current;
        var city = current.City;
        var today = city.DayOf(time.GetUtcNow());
        return TypedResults.Ok(new UnregisteredList(
        [
            .. works.Unregistered().OrderByDescending(static asset => asset.LastSeen)
                .ThenBy(static asset => asset.Name, StringComparer.Ordinal)
                .Select(asset =>
                {
                    var entry = MissingAsset.Of(asset.Kind, asset.Name, current, today);
                    return new UnregisteredView(
                        asset.Kind, asset.Name, city.Local(asset.FirstSeen), city.Local(asset.LastSeen), asset.Count,
                        entry.Path, entry.Json);
                }),
        ]));
    }

    private static Ok<ClockList> Clocks(IHostWorks works, IRegistrySource registry)
    {
        var city = registry.Current.City;
        return TypedResults.Ok(new ClockList(
        [
            .. works.Skewed().OrderByDescending(static clock => clock.LastSeen)
                .ThenBy(static clock => clock.Topic, StringComparer.Ordinal)
                .Select(clock => new ClockView(
                    clock.Topic, clock.Behind.TotalSeconds, city.Local(clock.FirstSeen), city.Local(clock.LastSeen),
                    clock.Count, clock.Rejected)),
        ]));
    }

    private static async Task<Results<Ok<LettersReplayed>, Accepted, ProblemHttpResult>> Replay(
        ReplayRequest request, HttpContext context, IHostWorks works, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var ids = request.Ids ?? [];
        if (ids.Count is 0 or > MostIds || ids.Any(string.IsNullOrWhiteSpace))
        {
            return Problems.BadRequest(string.Create(
                CultureInfo.InvariantCulture, $"ids: 1 to {MostIds} ids of dead letters, as listed"));
        }
        var done = await works.ReplayAsync([.. ids.Distinct(StringComparer.Ordinal)], cancellationToken);
        var logger = loggers.CreateLogger(typeof(WorksEndpoint));
        Log.Replayed(logger, RequestActor.Of(context)!.ToString(), ids.Count);
        if (done is null) return TypedResults.Accepted((string?)null);
        return TypedResults.Ok(done);
    }

    private static partial class Log
    {
        [LoggerMessage(4200, LogLevel.Information,
            "{Actor} offered {Letters} dead letters to the host again.")]
        public static partial void Replayed(ILogger logger, string actor, int letters);
    }
}

/// <param name="Unregistered">The last heard first.</param>
public sealed record UnregisteredList(IReadOnlyList<UnregisteredView> Unregistered);

/// <param name="Name">Its id; for a part of a plant <c>plant/part</c>.</param>
/// <param name="FirstSeen">In the city's time.</param>
/// <param name="Objects">Received since the host's start, accepted or not.</param>
/// <param name="Path">Where the entry belongs in the registry: <c>vehicles</c>, <c>plants › ID › meters</c>.</param>
/// <param name="Entry">JSON for that list; what no reading tells is guessed.</param>
public sealed record UnregisteredView(
    AssetKind Kind, string Name, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Objects, string Path,
    string Entry);

/// <param name="Clocks">The last heard first.</param>
public sealed record ClockList(IReadOnlyList<ClockView> Clocks);

/// <param name="Topic">That the device publishes to.</param>
/// <param name="BehindSeconds">Of its last such reading: receipt less device time; negative if ahead.</param>
/// <param name="FirstSeen">In the city's time.</param>
/// <param name="Readings">With such a stamp, since the host's start.</param>
/// <param name="Rejected">Of these, rejected as <c>time_in_future</c>.</param>
public sealed record ClockView(
    string Topic, double BehindSeconds, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Readings,
    long Rejected);

/// <param name="Ids">Of dead letters, as listed; 1 to 1,000.</param>
public sealed record ReplayRequest(IReadOnlyList<string>? Ids);
