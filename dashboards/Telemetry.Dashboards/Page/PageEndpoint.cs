using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Telemetry.Dashboards.Access;

namespace Telemetry.Dashboards.Page;

/// <summary>The status page: files within this assembly, so that nothing has to be deployed beside it.</summary>
internal static class PageEndpoint
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, PageFile> Files = new[]
    {
        PageFile.Load("index.html", "text/html; charset=utf-8"),
        PageFile.Load("left-out.html", "text/html; charset=utf-8"),
        PageFile.Load("status.css", "text/css; charset=utf-8"),
        PageFile.Load("status.js", "text/javascript; charset=utf-8"),
        PageFile.Load("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(file => file.Name);

    public static void MapPage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/status", (HttpContext context) => Serve(context, Files["index.html"]))
            .ForTheScreen().ExcludeFromDescription();
        app.MapGet("/assets/{name}", Asset).ForTheScreen().ExcludeFromDescription();
    }

    /// <summary>What is said where the console was built without Node.</summary>
    public static FileContentHttpResult LeftOut(HttpContext context) => Serve(context, Files["left-out.html"]);

    private static Results<FileContentHttpResult, NotFound> Asset(HttpContext context, string name) =>
        Files.TryGetValue(name, out var file) ? Serve(context, file) : TypedResults.NotFound();

    private static FileContentHttpResult Serve(HttpContext context, PageFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        return TypedResults.File(file.Content, file.ContentType, entityTag: file.Tag);
    }

    private sealed record PageFile(string Name, string ContentType, byte[] Content, EntityTagHeaderValue Tag)
    {
        public static PageFile Load(string name, string contentType)
        {
            using var stream = typeof(PageFile).Assembly.GetManifestResourceStream($"page/{name}")
                ?? throw new InvalidOperationException($"{name} is not in the assembly");
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
            return new PageFile(name, contentType, content, new EntityTagHeaderValue($"\"{hash}\""));
        }
    }
}
