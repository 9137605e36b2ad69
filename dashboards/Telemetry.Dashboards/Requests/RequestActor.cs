using System.Net;
using Microsoft.AspNetCore.Http;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Requests;

/// <summary>Who asks: no action is taken without a name, and the ledger keeps it.</summary>
internal static class RequestActor
{
    private const string TokenIdentity = "token";

    /// <summary>
    /// The account or token of the request; <c>local</c> on an unauthenticated host asked from its own machine. Null
    /// where nobody can be named.
    /// </summary>
    public static Actor? Of(HttpContext context)
    {
        if (context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } identity)
            return identity.AuthenticationType == TokenIdentity ? Actor.Token(name) : Actor.Account(name);
        return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) ? Actor.Local : null;
    }
}
