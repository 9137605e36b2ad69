using System.Collections.Concurrent;

namespace Telemetry.Domain.Live;

/// <summary>One retained live message: what stands under <c>{root}/live/</c>.</summary>
/// <param name="Topic">Below <c>{root}/live/</c>, such as <c>plants/sewage-1/flow/influent</c>.</param>
/// <param name="TimeMs">Its <c>ts</c>: device time of the newest value in it, Unix ms.</param>
/// <param name="Json">The payload as published.</param>
public sealed record LiveMessage(string Topic, long TimeMs, ReadOnlyMemory<byte> Json);

/// <summary>
/// The live topics as last seen, for whoever shows them. Filled from the broker (or, where all roles share a process,
/// by the publisher itself). An older <c>ts</c> never replaces a newer one; an empty payload removes the topic.
/// </summary>
public sealed class LiveBoard
{
    private readonly ConcurrentDictionary<string, LiveMessage> _messages = new(StringComparer.Ordinal);

    /// <summary>Raised after a change, on the caller's thread; handlers must return at once.</summary>
    public event Action<LiveMessage>? Changed;

    public IEnumerable<LiveMessage> Messages => _messages.Values;

    public LiveMessage? Find(string topic) => _messages.GetValueOrDefault(topic);

    public void Post(LiveMessage message)
    {
        if (message.Json.IsEmpty)
        {
            _messages.TryRemove(message.Topic, out _);
        }
        else
        {
            var kept = _messages.AddOrUpdate(
                message.Topic, static (_, posted) => posted,
                static (_, present, posted) => posted.TimeMs < present.TimeMs ? present : posted, message);
            if (!ReferenceEquals(kept, message)) return;
        }
        Changed?.Invoke(message);
    }
}
