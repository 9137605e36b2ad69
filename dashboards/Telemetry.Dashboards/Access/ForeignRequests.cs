using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Telemetry.Dashboards.Requests;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// Refuses what a page of another site makes a browser send: it would carry this host's cookie, or be taken for this
/// machine's own. A request with a token is exempt, since no browser adds one by itself.
/// </summary>
internal sealed class ForeignRequests(RequestDelegate next)
{
    /// <summary>Any value will do: a page of another site can't send it without being allowed to.</summary>
    public const string Header = "X-Telemetry-Request";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (IsSafe(request.Method) || IsBearer(request)) return next(context);
        if (IsForeign(request))
        {
            return Problems.Forbidden("This request comes from a page of another site. Send it from this host's own.")
                .ExecuteAsync(context);
        }
        return IsDeliberate(request)
            ? next(context)
            : Problems.Forbidden(
                $"A change wants Content-Type: application/json (or text/csv), or the header {Header}: 1.")
                .ExecuteAsync(context);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is not ("same-origin" or "none");
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// None of what a plain form can send: those methods, types and headers make a browser ask first.
    /// </summary>
    private static bool IsDeliberate(HttpRequest request) =>
        !HttpMethods.IsPost(request.Method) || request.Headers.ContainsKey(Header)
        || request.Headers.Origin.Count > 0 || request.Headers.ContainsKey("Sec-Fetch-Site")
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals(MediaTypeNames.Text.Csv, StringComparison.OrdinalIgnoreCase)));
}
