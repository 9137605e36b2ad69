namespace Telemetry.Storage.DeadLetters;

/// <summary>MQTT 5, 4.7: topic filters with wildcards.</summary>
internal static class TopicFilter
{
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        while (true)
        {
            if (filter is "#") return true;
            var filterLevel = Level(filter, out var filterRest, out var filterMore);
            var topicLevel = Level(topic, out var topicRest, out var topicMore);
            if (filterLevel is not "+" && !filterLevel.SequenceEqual(topicLevel)) return false;
            if (!topicMore) return !filterMore || filterRest is "#";
            if (!filterMore) return false;
            filter = filterRest;
            topic = topicRest;
        }
    }

    private static ReadOnlySpan<char> Level(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest, out bool more)
    {
        var slash = text.IndexOf('/');
        more = slash >= 0;
        rest = more ? text[(slash + 1)..] : default;
        return more ? text[..slash] : text;
    }
}
