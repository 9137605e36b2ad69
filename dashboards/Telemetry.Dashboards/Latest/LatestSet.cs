using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Latest;

/// <summary>
/// The newest readings by live topic, each read where it is asked for: of 20,000 vehicles most questions want few.
/// </summary>
/// <param name="Stored">As the store has them.</param>
/// <param name="Incomplete">Why the store's part is missing; null where nothing is.</param>
internal sealed record LatestSet(
    Measurement Measurement, LiveBoard Board, IReadOnlyDictionary<string, LatestReading> Stored, string? Incomplete)
{
    /// <summary>Of all that were ever heard, in no order.</summary>
    public IEnumerable<string> Topics => Stored.Keys.Concat(Board.Messages.Select(static message => message.Topic)
        .Where(topic => LiveTopic.MeasurementOf(topic) == Measurement && !Stored.ContainsKey(topic)));

    /// <summary>Null where nothing is known, or no more than another program's message that says nothing.</summary>
    public LatestReading? Find(string topic)
    {
        var stored = Stored.GetValueOrDefault(topic);
        if (Board.Find(topic) is not { } message || LatestReading.Of(message) is not { } live) return stored;
        return stored is not null && stored.Time > live.Time ? stored : live;
    }
}
