using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Telemetry.Host.Web;

/// <summary>
/// Lets a request in that carries a token of the file: as <c>Authorization: Bearer</c>, or as a browser's password
/// (Basic, any user name). Liveness stays open for whoever restarts dead processes.
/// </summary>
internal sealed class TokenAuthentication(RequestDelegate next, AccessTokens tokens)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    public async Task InvokeAsync(HttpContext context)
    {
        var name = TokenOf(context.Request.Headers.Authorization.ToString()) is { Length: > 0 } token
            ? tokens.Find(token) : null;
        if (name is null && !context.Request.Path.StartsWithSegments("/health/live", StringComparison.Ordinal))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"telemetry\", charset=\"UTF-8\"";
            ProblemHttpResult problem = TypedResults.Problem(
                "This host wants an access token, as bearer token or as a browser's password.", statusCode: 401);
            await problem.ExecuteAsync(context);
            return;
        }
        if (name is not null)
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "token"));
        await next(context);
    }

    private static string? TokenOf(string header)
    {
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        var decoded = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), decoded, out var length)) return null;
        var pair = Encoding.UTF8.GetString(decoded, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }
}
