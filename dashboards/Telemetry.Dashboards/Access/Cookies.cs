using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// Two cookies: of somebody who signed in, and of a screen that only reads; the first goes before the second.
/// </summary>
internal static class Cookies
{
    public const string Session = "session";
    public const string Kiosk = "kiosk";

    private const string SignedInAt = "signed_in_ms";

    public static void Set(CookieAuthenticationOptions cookie, AccessOptions access, string scheme)
    {
        cookie.Cookie.Name = $"{access.CookieName}-{scheme}";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.Cookie.IsEssential = true;
        cookie.ExpireTimeSpan = access.SessionIdle;
        cookie.SlidingExpiration = scheme == Session;
        cookie.Events.OnValidatePrincipal = context => ValidateAsync(context, access);
    }

    /// <summary>Makes the answer carry the cookie of a new session.</summary>
    public static Task SignInAsync(HttpContext context, Account account)
    {
        var properties = new AuthenticationProperties { IsPersistent = false };
        properties.Items[SignedInAt] =
            Now(context).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var session = Guid.NewGuid().ToString("N");
        context.User = Principals.Of(account, session);
        return context.SignInAsync(Session, context.User, properties);
    }

    /// <summary>A screen keeps it over restarts, until its token ends.</summary>
    public static Task SignInAsync(HttpContext context, ApiToken kiosk) => context.SignInAsync(
        Kiosk, Principals.Of(kiosk),
        new AuthenticationProperties { IsPersistent = true, ExpiresUtc = kiosk.ExpiresAt });

    /// <summary>
    /// What is no longer in force loses its cookie; <see cref="AccessHandler"/> judges with the same list.
    /// </summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context, AccessOptions access)
    {
        var http = context.HttpContext;
        var now = Now(http);
        var list = await http.RequestServices.GetRequiredService<AccountsInForce>().CurrentAsync(http.RequestAborted);
        var isInForce = Principals.Renewed(context.Principal!, list, now) is not null;
        if (isInForce && !IsTooOld(context.Properties, access, now)) return;
        context.RejectPrincipal();
        await http.SignOutAsync(context.Scheme.Name);
    }

    private static bool IsTooOld(AuthenticationProperties properties, AccessOptions access, DateTimeOffset now) =>
        properties.Items.TryGetValue(SignedInAt, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
        && now - DateTimeOffset.FromUnixTimeMilliseconds(ms) >= access.SessionLimit;

    private static DateTimeOffset Now(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
