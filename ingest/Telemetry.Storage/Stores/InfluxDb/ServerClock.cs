namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// What time the server says it is, by the <c>Date</c> of its answers (RFC 9110, 6.6.1: whole seconds). Several hosts
/// write into one server: a host whose own clock is behind goes by this one, so that nothing it stamps is older than
/// what others have stamped long before.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    // One object, as answers come from several threads.
    private volatile Heard? _last;

    /// <summary>As of its last answer, Unix ms; null where it never said.</summary>
    public long? LastMs => _last?.Date.ToUnixTimeMilliseconds();

    /// <summary>
    /// The server's time or the host's own, whichever is later, Unix ms. A clock that is ahead does no harm: a reader
    /// of stamps never goes on beyond its own time.
    /// </summary>
    public long NowMs()
    {
        var own = time.GetUtcNow();
        var server = _last is { } last ? last.Date + time.GetElapsedTime(last.Timestamp) : own;
        return (server > own ? server : own).ToUnixTimeMilliseconds();
    }

    public void Hear(DateTimeOffset date) => _last = new Heard(date, time.GetTimestamp());

    private sealed record Heard(DateTimeOffset Date, long Timestamp);
}
