using System.Text.Json.Serialization;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Plants;

public enum PlantEventKind
{
    /// <summary>The plant said that its state is another.</summary>
    State,

    /// <summary>A totaliser was reset or replaced, as its device or a person said.</summary>
    Totaliser,

    /// <summary>Water went past the treatment.</summary>
    Bypass,

    Alarm,
}

/// <summary>What happened at a plant.</summary>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">Last instant, exclusive.</param>
/// <param name="Events">By time. The state in force at <paramref name="From"/> stands first, with its own time.</param>
/// <param name="Incomplete">What is left out and why; absent where nothing is.</param>
public sealed record PlantEventList(
    string Plant, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<PlantEvent> Events, string? Incomplete);

/// <summary>One thing that happened; what doesn't belong to its kind is absent.</summary>
/// <param name="At">When it happened or began, in the city's time.</param>
public sealed record PlantEvent(PlantEventKind Kind, DateTimeOffset At)
{
    /// <summary>When it ended; absent where it is a moment, or lasts.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The plant's new state.</summary>
    public string? State { get; init; }

    /// <summary>Whose totaliser, or whose bypass.</summary>
    public string? Meter { get; init; }

    /// <summary>What the totaliser said last before it, m³.</summary>
    public double? LastM3 { get; init; }

    /// <summary>What it said first after it, m³.</summary>
    public double? FirstM3 { get; init; }

    /// <summary>The greatest flow of a bypass, m³/h.</summary>
    [JsonPropertyName("greatest_m3h")]
    public double? GreatestM3H { get; init; }

    /// <summary>Its id.</summary>
    public string? Alarm { get; init; }

    public AlarmPriority? Priority { get; init; }

    /// <summary>Of an alarm.</summary>
    public LocalizedName? Title { get; init; }

    /// <summary>As sent or given: a message, a reason.</summary>
    public string? Words { get; init; }

    /// <summary>True where a person stated it, and not the device.</summary>
    public bool? Declared { get; init; }
}
