namespace Telemetry.Mqtt.Source;

/// <summary>Which filters each connection subscribes to. Pure.</summary>
internal static class SubscriptionPlan
{
    public static bool IsShared(SubscriptionSharing sharing, bool brokerCanShare) =>
        sharing == SubscriptionSharing.Shared || (sharing == SubscriptionSharing.Auto && brokerCanShare);

    /// <summary>
    /// Shared: every filter on every connection. Disjoint: the subtrees are dealt out in turn, so that together the
    /// connections cover each subtree exactly once; a connection beyond the last subtree gets none. A subtree is never
    /// split further: filters can't say "everything but", and a topic nobody subscribed to would be lost unseen.
    /// </summary>
    public static IReadOnlyList<string> Filters(
        DeviceTopics topics, bool shared, string group, int index, int connections)
    {
        if (shared) return [.. topics.DeviceFilters.Select(filter => Share(group, filter))];
        var used = Math.Min(connections, topics.DeviceFilters.Count);
        return [.. topics.DeviceFilters.Where((_, subtree) => subtree % used == index)];
    }

    /// <summary>
    /// What a kept session may still be subscribed to from a run with other options: unsubscribed, else every message
    /// would come twice.
    /// </summary>
    public static IReadOnlyList<string> Outdated(DeviceTopics topics, string group, IReadOnlyList<string> current) =>
        [.. topics.DeviceFilters.Concat(topics.DeviceFilters.Select(filter => Share(group, filter))).Except(current)];

    private static string Share(string group, string filter) => $"$share/{group}/{filter}";
}
