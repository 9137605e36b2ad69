using Microsoft.AspNetCore.Http;

namespace Telemetry.Dashboards.Requests;

/// <summary>
/// Rules of everything that changes something: it has an actor, and it is not sent by a page of another site with the
/// password that the browser keeps for this one.
/// </summary>
internal sealed class ActionRules : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (IsForeign(http.Request))
            return Problems.Forbidden("This request comes from a page of another site. Send it from this host's own.");
        if (RequestActor.Of(http) is null)
            return Problems.Forbidden("Nobody is named who does this: send an access token of this host.");
        return await next(context);
    }

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is not ("same-origin" or "none");
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
