using System.Text.Json;
using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;
using Telemetry.Host.Live;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Alarms.Conditions;

/// <summary>The newest reading of a series: device time and its values by name, double, string or bool.</summary>
internal sealed record Newest(DateTimeOffset At, IReadOnlyDictionary<string, object> Values)
{
    public double? Number(FieldDefinition field) => Number(field.Name);

    public double? Number(string name) => Values.GetValueOrDefault(name) as double?;

    public string? Text(FieldDefinition field) => Values.GetValueOrDefault(field.Name) as string;

    public bool? Truth(FieldDefinition field) => Values.GetValueOrDefault(field.Name) as bool?;

    /// <summary>Whether its letter lets its values count: normal or set by hand, as in an integral of flow.</summary>
    public bool Counts => Text(Measurements.Quality) is null or "N" or "S";
}

/// <summary>
/// The newest reading by live topic: as the live board has it, and before the board has heard of a series, as the store
/// has it, so that a restart doesn't take everything for silent.
/// </summary>
internal sealed class NewestReadings(ITelemetryReader store, LiveBoard board)
{
    private static readonly Measurement[] Seeded =
        [Measurements.PlantFlow, Measurements.PlantStatus, Measurements.PlantQuality, Measurements.VehiclePosition];

    private readonly Dictionary<string, Newest> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (LiveMessage Message, Newest? Newest)> _heard = new(StringComparer.Ordinal);

    /// <summary>Asks the store once; what comes later stands on the board.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer now.</exception>
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        _stored.Clear();
        foreach (var measurement in Seeded)
        {
            foreach (var point in await store.LatestAsync(
                measurement, new Dictionary<string, string>(), cancellationToken))
            {
                if (LiveTopics.TopicOf(point.Series) is { } topic)
                    _stored[topic] = new Newest(point.Time, point.Values);
            }
        }
    }

    /// <param name="topic">Below <c>{root}/live/</c>.</param>
    public Newest? Find(string topic)
    {
        var stored = _stored.GetValueOrDefault(topic);
        if (board.Find(topic) is not { } message) return stored;
        if (!_heard.TryGetValue(topic, out var known) || !ReferenceEquals(known.Message, message))
            _heard[topic] = known = (message, Parse(message));
        if (known.Newest is not { } heard) return stored;
        return stored is not null && stored.At > heard.At ? stored : heard;
    }

    private static Newest? Parse(LiveMessage message)
    {
        try
        {
            using var json = JsonDocument.Parse(message.Json);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            var values = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                object? value = property.Value.ValueKind switch
                {
                    JsonValueKind.Number => property.Value.GetDouble(),
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => null,
                };
                if (value is not null) values[property.Name] = value;
            }
            return new Newest(DateTimeOffset.FromUnixTimeMilliseconds(message.TimeMs), values);
        }
        catch (JsonException)
        {
            // Another program may have published it: it says nothing.
            return null;
        }
    }
}
