using Microsoft.AspNetCore.Http;

namespace Telemetry.Dashboards.Requests;

/// <summary>
/// Everything that changes something has an actor. Whether that one may is said where the endpoint is mapped.
/// </summary>
internal sealed class ActionRules : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        RequestActor.Of(context.HttpContext) is null
            ? Problems.Forbidden("Nobody is named who does this: sign in, or send a token of this host.")
            : await next(context);
}
