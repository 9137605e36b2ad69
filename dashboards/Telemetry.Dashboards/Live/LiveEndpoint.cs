using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;

namespace Telemetry.Dashboards.Live;

internal static class LiveEndpoint
{
    public static void MapLive(this IEndpointRouteBuilder app) => app
        .MapGet("/live", Get)
        .May(Right.Read)
        .WithName("live")
        .WithTags("Live")
        .WithSummary("What changes, as server-sent events")
        .WithDescription(
            "One stream for everything. Event `snapshot` first, then `delta` at most once a second with the newest "
            + "values of what changed; `heartbeat` where nothing does for 15 seconds. Data: `now` (UTC), `status` as "
            + "in /api/status where it changed, and `live`: the payload by live topic below {root}/live/ "
            + "(`plants/{plant}/flow/{meter}`, `plants/{plant}`, `vehicles/{vehicle}`, `alarms/{id}`, "
            + "`host/{host}`), null where a topic went away. A snapshot has `heartbeat_s` and, where the console is "
            + "part of the build, its version as `console`. Send `Last-Event-ID`, or its value as `after`, to go on "
            + "from there. The stream ends once the session or token is revoked or has ended.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Results<ServerSentEventsResult<string>, ProblemHttpResult> Get(
        HttpContext context,
        [Description("The id of the last event that was seen; for programs that can't set the header.")] string? after,
        LiveStreams streams, SessionWatch watch, IHostApplicationLifetime lifetime)
    {
        if (!streams.TryEnter())
        {
            return Problems.Unavailable(
                $"All {streams.Open} live streams are taken; close a page, or raise the limit of live streams.");
        }
        // Proxies that gather an answer before they hand it on would hold the stream back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var lastEventId = context.Request.Headers["Last-Event-ID"].ToString();
        if (lastEventId.Length == 0) lastEventId = after ?? "";
        return TypedResults.ServerSentEvents(UntilStopAsync(
            streams, lastEventId, watch.Of(context), lifetime.ApplicationStopping, context.RequestAborted));
    }

    /// <summary>Ends with the request, and with the host: an open page must not hold up its stop.</summary>
    private static async IAsyncEnumerable<SseItem<string>> UntilStopAsync(
        LiveStreams streams, string lastEventId, Func<CancellationToken, ValueTask<bool>> mayGoOn,
        CancellationToken stopping, CancellationToken aborted,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted, cancellationToken);
        await foreach (var item in streams.ReadAsync(lastEventId, mayGoOn, end.Token)) yield return item;
    }
}
