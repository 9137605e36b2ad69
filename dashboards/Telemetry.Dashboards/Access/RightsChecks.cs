using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Telemetry.Dashboards.Access;

internal sealed class RightsCheck : AuthorizationHandler<NeededRights>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeededRights requirement)
    {
        if (requirement.Rights.Any(right => context.User.Has(right))) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

internal sealed class ScreenFileCheck(AccessOptions access) : AuthorizationHandler<ScreenFile>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScreenFile requirement)
    {
        if (access.AccountsOn || context.User.Has(Right.Read)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>
/// An endpoint that names no right is nobody's; an address that leads nowhere, or not by this method, is answered as
/// such.
/// </summary>
internal sealed class Undeclared : AuthorizationHandler<Undeclared>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Undeclared requirement)
    {
        if (context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
