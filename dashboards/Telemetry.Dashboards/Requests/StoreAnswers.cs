using Microsoft.AspNetCore.Http;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Requests;

/// <summary>A store that can't answer is no fault of the request: 503, with its own words.</summary>
internal sealed class StoreAnswers : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException e)
        {
            return Problems.Unavailable($"The store can't answer: {e.Message}");
        }
    }
}
