namespace Telemetry.Storage.DeadLetters;

/// <summary>
/// How many letters each topic had in the running minute. Bounded: topics beyond the first 10,000 share one count.
/// </summary>
internal sealed class TopicRates(int fullPerMinute)
{
    private const int MaxTopics = 10_000;
    private const string TheRest = "";

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _minute;

    /// <summary>Counts a letter; false where its topic has had its share of this minute.</summary>
    public bool Admit(string topic, DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        if (minute != _minute)
        {
            _minute = minute;
            _counts.Clear();
        }
        if (_counts.Count >= MaxTopics && !_counts.ContainsKey(topic)) topic = TheRest;
        _counts.TryGetValue(topic, out var count);
        if (count >= fullPerMinute) return false;
        _counts[topic] = count + 1;
        return true;
    }
}
