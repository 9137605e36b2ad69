using System.Net.Http.Headers;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>An answer as it came, whole.</summary>
/// <param name="RetryAfter">As asked for in seconds, or until the date asked for; null where it asked for none.</param>
/// <param name="Location">Of a redirect.</param>
public sealed record StoreAnswer(
    int Status, string Body, string MediaType = "", TimeSpan? RetryAfter = null, string Location = "")
{
    /// <param name="now">The host's clock, for a Retry-After date of a server that doesn't say its own time.</param>
    public static TimeSpan? RetryAfterOf(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter is not { } after) return null;
        if (after.Delta is { } delta) return delta;
        // The server's own clock, where it shows it, so that a clock that is off by an hour asks for no hour.
        if (after.Date is not { } date) return null;
        var wait = date - (headers.Date ?? now);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
