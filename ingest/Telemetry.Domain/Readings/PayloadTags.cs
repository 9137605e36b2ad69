using System.Collections.Concurrent;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Readings;

/// <summary>
/// Tags that stand in payloads: units of a plant's status, scales of a facility. Each makes a series of its own, and a
/// device may invent them, so an asset has at most a fixed number of different ones. Shared by all connections.
/// </summary>
public sealed class PayloadTags(int limit = PayloadTags.DefaultLimit)
{
    public const int DefaultLimit = 256;

    readonly ConcurrentDictionary<(TopicKind, string), HashSet<string>> _known = new();

    public int Limit => limit;

    /// <param name="owner">The plant or the facility; there are at most as many as are registered or listed.</param>
    /// <param name="tag">An identifier, or <c>-</c>, which needs no room.</param>
    /// <returns>False for a new one where the asset has as many as it may.</returns>
    public bool Admit(TopicKind kind, string owner, string tag)
    {
        if (tag == "-") return true;
        var known = _known.GetOrAdd((kind, owner), static _ => new HashSet<string>(StringComparer.Ordinal));
        lock (known) return known.Contains(tag) || (known.Count < limit && known.Add(tag));
    }
}
