namespace Telemetry.Mqtt.Broker;

/// <summary>MQTT topic filters against topics, and against narrower filters.</summary>
internal static class TopicPattern
{
    /// <summary>
    /// True where every topic that <paramref name="asked"/> can match, a topic or itself a filter, is matched by
    /// <paramref name="granted"/>.
    /// </summary>
    public static bool Covers(ReadOnlySpan<char> granted, ReadOnlySpan<char> asked)
    {
        // A leading wildcard never matches the broker's own topics (MQTT 4.7.2).
        if (asked is ['$', ..] && granted is ['#' or '+', ..]) return false;
        while (true)
        {
            var grantedLevel = NextLevel(ref granted, out var grantedEnds);
            if (grantedLevel is "#") return true;
            var askedLevel = NextLevel(ref asked, out var askedEnds);
            if (askedLevel is "#") return false;
            if (grantedLevel is not "+" && !grantedLevel.SequenceEqual(askedLevel)) return false;
            if (grantedEnds || askedEnds)
            {
                // a/# matches a itself too (MQTT 4.7.1.2).
                return grantedEnds == askedEnds || (askedEnds && granted is "#");
            }
        }
    }

    /// <summary>Levels are whole, <c>#</c> stands last and alone.</summary>
    public static bool IsFilter(string text)
    {
        if (text.Length is 0 or > 65535) return false;
        var levels = text.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i].Contains('+') && levels[i] != "+") return false;
            if (levels[i].Contains('#') && (levels[i] != "#" || i < levels.Length - 1)) return false;
        }
        return true;
    }

    private static ReadOnlySpan<char> NextLevel(ref ReadOnlySpan<char> rest, out bool ends)
    {
        var slash = rest.IndexOf('/');
        ends = slash < 0;
        var level = ends ? rest : rest[..slash];
        rest = ends ? [] : rest[(slash + 1)..];
        return level;
    }
}
