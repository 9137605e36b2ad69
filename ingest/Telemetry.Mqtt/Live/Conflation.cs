namespace Telemetry.Mqtt.Live;

/// <summary>The newest state of each topic, and which of them are still to be published.</summary>
internal sealed class Conflation
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private Dictionary<string, State> _due = new(StringComparer.Ordinal);

    /// <summary>False where a newer state is present.</summary>
    public bool Post(string topic, long tsMs, ReadOnlyMemory<byte> json)
    {
        lock (_gate)
        {
            if (_states.TryGetValue(topic, out var present) && tsMs < present.TsMs) return false;
            _due[topic] = _states[topic] = new State(tsMs, json);
            return true;
        }
    }

    public void Clear(string topic)
    {
        lock (_gate)
        {
            _states.Remove(topic);
            _due[topic] = new State(long.MaxValue, default);
        }
    }

    /// <summary>What is due now; it is no longer due afterwards.</summary>
    public IReadOnlyDictionary<string, State> TakeDue()
    {
        lock (_gate)
        {
            var due = _due;
            _due = new Dictionary<string, State>(StringComparer.Ordinal);
            return due;
        }
    }

    /// <summary>Makes a state due again that could not be published, unless the topic has another by now.</summary>
    public void GiveBack(string topic, State state)
    {
        lock (_gate) _due.TryAdd(topic, state);
    }

    /// <summary>Every present state is due, as for a broker that may have forgotten them.</summary>
    public void AllDue()
    {
        lock (_gate)
        {
            foreach (var (topic, state) in _states) _due[topic] = state;
        }
    }

    /// <param name="Json">Empty where the topic is to be cleared.</param>
    internal readonly record struct State(long TsMs, ReadOnlyMemory<byte> Json);
}
