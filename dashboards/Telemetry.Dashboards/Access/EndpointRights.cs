using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// Says at an endpoint's mapping who may use it. One that says nothing is refused to everybody: see
/// <see cref="AccessServices"/>.
/// </summary>
public static class EndpointRights
{
    /// <summary>Those who have one of these rights.</summary>
    public static TBuilder May<TBuilder>(this TBuilder endpoint, params Right[] rights)
        where TBuilder : IEndpointConventionBuilder
    {
        var needed = new NeededRights([.. rights]);
        endpoint.Add(builder =>
        {
            builder.Metadata.Add(needed);
            builder.Metadata.Add(new AuthorizationPolicyBuilder().AddRequirements(needed).Build());
            builder.Metadata.Add(new AuthorizeAttribute());
        });
        return endpoint;
    }

    /// <summary>
    /// Files without a reading in them: open where people sign in on a screen, else for whoever may read.
    /// </summary>
    public static TBuilder ForTheScreen<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(static builder =>
        {
            builder.Metadata.Add(new AuthorizeAttribute(ScreenFile.Policy));
        });
        return endpoint;
    }

    /// <summary>Everybody, also before signing in; the endpoint itself judges what it is sent.</summary>
    public static TBuilder ForEveryone<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(static builder => builder.Metadata.Add(new AllowAnonymousAttribute()));
        return endpoint;
    }
}

/// <summary>One of these rights is enough.</summary>
public sealed record NeededRights(ImmutableArray<Right> Rights) : IAuthorizationRequirement;

internal sealed class ScreenFile : IAuthorizationRequirement
{
    public const string Policy = "screen";
}
