using Microsoft.AspNetCore.Http;
using Telemetry.Dashboards.Access;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Requests;

/// <summary>Who asks: no action is taken without a name, and the ledger keeps it.</summary>
internal static class RequestActor
{
    /// <summary>
    /// The account or token of the request; <c>local</c> on a host without accounts asked from its own machine. Null
    /// where nobody can be named.
    /// </summary>
    public static Actor? Of(HttpContext context) => Principals.KindOf(context.User) switch
    {
        Principals.AccountKind => Actor.Account(context.User.Identity!.Name!),
        Principals.TokenKind => Actor.Token(context.User.Identity!.Name!),
        Principals.LocalKind => Actor.Local,
        _ => null,
    };
}
