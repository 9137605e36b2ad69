using System.Security.Claims;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// Who a request is of. What a cookie holds is only which session it is; name and role are those in force now.
/// </summary>
internal static class Principals
{
    public const string AccountKind = "account";
    public const string TokenKind = "token";
    public const string LocalKind = "local";
    public const string AnyoneKind = "anyone";

    private const string IdClaim = "telemetry:id";
    private const string StampClaim = "telemetry:stamp";
    private const string SessionClaim = "telemetry:session";

    /// <summary>Somebody at the machine itself, where no account is asked for.</summary>
    public static readonly ClaimsPrincipal Local = Make(LocalKind, LocalKind, Role.Administrator);

    /// <summary>Somebody elsewhere, where everybody may read.</summary>
    public static readonly ClaimsPrincipal Anyone = Make(AnyoneKind, AnyoneKind, Role.Viewer);

    public static ClaimsPrincipal Of(Account account, string session) => Make(
        AccountKind, account.Name, account.Role, new Claim(IdClaim, Id(account.Id)),
        new Claim(StampClaim, account.Stamp), new Claim(SessionClaim, session));

    public static ClaimsPrincipal Of(ApiToken token) =>
        Make(TokenKind, token.Name, token.Role, new Claim(IdClaim, Id(token.Id)));

    public static ClaimsPrincipal Known(string name, Role role) => Make(TokenKind, name, role);

    public static string? KindOf(ClaimsPrincipal user) => user.Identity?.AuthenticationType;

    public static long? IdOf(ClaimsPrincipal user) =>
        user.FindFirst(IdClaim) is { Value: var id } ? long.Parse(id, Invariant) : null;

    public static string? SessionOf(ClaimsPrincipal user) => user.FindFirst(SessionClaim)?.Value;

    /// <summary>The same person or token as now in force; null where it no longer is.</summary>
    public static ClaimsPrincipal? Renewed(ClaimsPrincipal user, AccessList list, DateTimeOffset now)
    {
        if (IdOf(user) is not { } id) return user;
        if (KindOf(user) == TokenKind) return list.FindToken(id, now) is { } token ? Of(token) : null;
        if (SessionOf(user) is not { } session || list.IsEnded(session)) return null;
        return list.Find(id) is { Enabled: true } account && account.Stamp == user.FindFirst(StampClaim)?.Value
            ? Of(account, session) : null;
    }

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static string Id(long id) => id.ToString(Invariant);

    private static ClaimsPrincipal Make(string kind, string name, Role role, params Claim[] more) => new(
        new ClaimsIdentity([new(ClaimTypes.Name, name), new(ClaimTypes.Role, WireNames.Of(role)), .. more], kind));
}
