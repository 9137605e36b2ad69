using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Telemetry.Dashboards.Access;

/// <summary>Whether who opened a long answer may still have it.</summary>
internal sealed class SessionWatch(AccountsInForce accounts, TimeProvider time)
{
    /// <summary>
    /// False once the session or token is revoked or has ended, or its role may no longer read. A session that was
    /// renewed meanwhile comes back with its newer cookie.
    /// </summary>
    public Func<CancellationToken, ValueTask<bool>> Of(HttpContext context)
    {
        var user = context.User;
        var until = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        return async cancellationToken =>
        {
            var now = time.GetUtcNow();
            if (until <= now) return false;
            var list = await accounts.CurrentAsync(cancellationToken);
            return Principals.Renewed(user, list, now)?.Has(Right.Read) == true;
        };
    }
}
