using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// <c>/?kiosk=1&amp;token=SECRET</c>: a kiosk's token is exchanged for a cookie that only reads, and the address is
/// left without it. Of other tokens nothing is taken from an address.
/// </summary>
internal sealed class KioskAddress(RequestDelegate next, AccountsInForce accounts, TimeProvider time)
{
    private const string TokenKey = "token";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || !request.Query.TryGetValue(TokenKey, out var secret)
            || request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }
        var list = await accounts.CurrentAsync(context.RequestAborted);
        if (list.FindToken(secret.ToString(), time.GetUtcNow()) is { Kiosk: true } token)
        {
            await accounts.NoteUseAsync(token, context.RequestAborted);
            await Cookies.SignInAsync(context, token);
        }
        var rest = new QueryBuilder(request.Query.Where(static pair => pair.Key != TokenKey));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(UriHelper.BuildRelative(request.PathBase, request.Path, rest.ToQueryString()));
    }
}
