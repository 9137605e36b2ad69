using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Requests;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// Finds out who asks: a token in the request, else a session's cookie, else a kiosk's, else this machine itself where
/// no accounts are asked for.
/// </summary>
internal sealed class AccessHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    AccessOptions access, AccountsInForce accounts, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "access";

    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private const string NoToken = "the token is unknown, expired or revoked";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return Found(await FindTokenAsync(header[Bearer.Length..].Trim()), NoToken);
        if (access.KnownTokens is { } known && PasswordOf(header) is { } password)
            return Found(Known(known, password), NoToken);
        foreach (var scheme in (string[])[Cookies.Session, Cookies.Kiosk])
        {
            var ticket = await Context.AuthenticateAsync(scheme);
            if (!ticket.Succeeded) continue;
            var list = await accounts.CurrentAsync(Context.RequestAborted);
            if (Principals.Renewed(ticket.Principal, list, time.GetUtcNow()) is { } user)
                return Found(user, "", ticket.Properties.ExpiresUtc);
        }
        if (access.AccountsOn || access.KnownTokens is not null) return AuthenticateResult.NoResult();
        if (IsThisMachine(Context)) return Found(Principals.Local, "");
        return access.AnyoneReads ? Found(Principals.Anyone, "") : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Only where there is no screen to sign in on may the browser ask with its own.
        Response.Headers.WWWAuthenticate = access.AccountsOn || access.KnownTokens is null
            ? "Bearer realm=\"telemetry\"" : "Basic realm=\"telemetry\", charset=\"UTF-8\"";
        return Problems.Unauthorized(access switch
        {
            { AccountsOn: true } => "Sign in, or send a token of this host as bearer token.",
            { KnownTokens: not null } =>
                "This host wants an access token, as bearer token or as a browser's password.",
            _ => "Accounts are off on this host, and this request is neither from its own machine nor carries a token "
                + "that is in force.",
        }).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<NeededRights>()?.Rights ?? [];
        var words = string.Join(" or ", needed.Select(Domain.Registry.WireNames.Of));
        return Problems.Forbidden(words.Length == 0
            ? "Nobody may do this."
            : $"This needs the right {words}, which {Context.User.Identity?.Name} doesn't have: ask an administrator.")
            .ExecuteAsync(Context);
    }

    private async Task<ClaimsPrincipal?> FindTokenAsync(string secret)
    {
        if (secret.Length == 0) return null;
        var list = await accounts.CurrentAsync(Context.RequestAborted);
        if (list.FindToken(secret, time.GetUtcNow()) is { } token)
        {
            await accounts.NoteUseAsync(token, Context.RequestAborted);
            return Principals.Of(token);
        }
        return access.KnownTokens is { } known ? Known(known, secret) : null;
    }

    private static ClaimsPrincipal? Known(IKnownTokens tokens, string secret) =>
        tokens.Find(secret) is { } name ? Principals.Known(name, tokens.Role) : null;

    private static AuthenticateResult Found(ClaimsPrincipal? user, string problem, DateTimeOffset? until = null) =>
        user is null
            ? AuthenticateResult.Fail(problem)
            : AuthenticateResult.Success(
                new AuthenticationTicket(user, new AuthenticationProperties { ExpiresUtc = until }, Name));

    /// <summary>A browser's password (any user name); null where the header holds none.</summary>
    private static string? PasswordOf(string header)
    {
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        var decoded = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), decoded, out var length)) return "";
        var pair = Encoding.UTF8.GetString(decoded, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : pair[(colon + 1)..];
    }

    /// <summary>
    /// By the connection and by the name that was asked for: a page of another site whose name leads here is not of
    /// this machine.
    /// </summary>
    private static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && context.Request.Host.Host is var name && (name.Length == 0 || IsLoopbackName(name));

    private static bool IsLoopbackName(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
