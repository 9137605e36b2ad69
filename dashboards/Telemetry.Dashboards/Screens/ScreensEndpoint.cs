using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Page;

namespace Telemetry.Dashboards.Screens;

/// <summary>The console: one page for every screen's path, and the files that it is made of.</summary>
internal static class ScreensEndpoint
{
    /// <summary>Hashed names: what stands under one never changes.</summary>
    private const string ForEver = "public, max-age=31536000, immutable";

    private static readonly string[] Paths =
    [
        "/", "/plants", "/plants/{id}", "/fleet", "/replay", "/indicators", "/reports", "/ledger", "/declared",
        "/alarms", "/works", "/accounts", "/login",
    ];

    public static void MapScreens(this IEndpointRouteBuilder app)
    {
        foreach (var path in Paths) app.MapGet(path, Index).ForTheScreen().ExcludeFromDescription();
        app.MapGet("/app/{**name}", App).ForTheScreen().ExcludeFromDescription();
    }

    private static FileContentHttpResult Index(HttpContext context) => ScreenFiles.Index is { } index
        ? Serve(context, index, "no-cache")
        : PageEndpoint.LeftOut(context);

    private static Results<FileContentHttpResult, NotFound> App(HttpContext context, string name) =>
        ScreenFiles.Find($"app/{name}") is { } file ? Serve(context, file, ForEver) : TypedResults.NotFound();

    private static FileContentHttpResult Serve(HttpContext context, ScreenFile file, string caching)
    {
        var (content, encoding, tag) = file.For(context.Request);
        var headers = context.Response.Headers;
        headers.CacheControl = caching;
        headers.Vary = "Accept-Encoding";
        if (encoding is not null) headers.ContentEncoding = encoding;
        return TypedResults.File(content, file.ContentType, entityTag: tag);
    }
}
