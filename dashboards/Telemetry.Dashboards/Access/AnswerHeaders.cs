using Microsoft.AspNetCore.Http;
using Telemetry.Dashboards.Map;

namespace Telemetry.Dashboards.Access;

/// <summary>What every answer says to the browser about itself; an answer with a stricter word of its own keeps it.
/// </summary>
internal sealed class AnswerHeaders(RequestDelegate next, MapOptions? map = null)
{
    private readonly string _policy = PolicyFor(map?.TileOrigins() ?? []);

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(
            static state =>
            {
                var (headers, policy) = ((IHeaderDictionary, string))state;
                if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = policy;
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                return Task.CompletedTask;
            },
            (context.Response.Headers, _policy));
        return next(context);
    }

    internal static string PolicyFor(IEnumerable<string> tileOrigins)
    {
        var tiles = string.Concat(tileOrigins.Select(static origin => " " + origin));
        return $"default-src 'self'; img-src 'self' data: blob:{tiles}; connect-src 'self'{tiles}; object-src 'none'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
