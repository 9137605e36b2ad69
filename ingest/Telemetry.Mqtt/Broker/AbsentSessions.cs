using System.Collections.Concurrent;

namespace Telemetry.Mqtt.Broker;

/// <summary>Whose session waits for its client, and until when. MQTTnet.Server keeps every session for ever.</summary>
/// <param name="longest">However long a client asks for.</param>
internal sealed class AbsentSessions(TimeSpan longest, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TimeSpan> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Since, TimeSpan Kept)> _absent = new(StringComparer.Ordinal);

    /// <param name="seconds">Session Expiry Interval of MQTT 5 (3.1.2.11.2); null with 3.1.1, which has none.</param>
    public void Present(string clientId, uint? seconds)
    {
        _asked[clientId] = Kept(seconds);
        _absent.TryRemove(clientId, out _);
    }

    /// <param name="seconds">The interval in DISCONNECT; null where it has none, and CONNECT's holds.</param>
    public void Left(string clientId, uint? seconds)
    {
        _asked.TryRemove(clientId, out var asked);
        _absent[clientId] = (time.GetTimestamp(), seconds is { } changed ? Kept(changed) : asked);
    }

    /// <summary>Clients whose time is over; each is named once.</summary>
    public IReadOnlyList<string> TakeDue()
    {
        List<string>? due = null;
        foreach (var entry in _absent)
        {
            if (time.GetElapsedTime(entry.Value.Since) >= entry.Value.Kept && _absent.TryRemove(entry))
                (due ??= []).Add(entry.Key);
        }
        return due ?? [];
    }

    private TimeSpan Kept(uint? seconds) =>
        seconds is { } asked && asked < longest.TotalSeconds ? TimeSpan.FromSeconds(asked) : longest;
}
