using System.Text.Json;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;

namespace Telemetry.Domain.Fleet;

/// <summary>
/// What one vehicle-hour hands on to the next that has pings: stored with it as text. Where a recomputed hour hands on
/// what it handed on before, all later hours stay as they are.
/// </summary>
public sealed record VehicleState
{
    /// <summary>Before the first ping.</summary>
    public static readonly VehicleState None = new();

    public TrackState Track { get; init; }

    public VisitState Visits { get; init; } = VisitState.None;

    /// <summary>One line of JSON, about 1 kB. The same state is always the same text.</summary>
    public string ToText() => JsonSerializer.Serialize(this, FleetText.Default.VehicleState);

    /// <summary>
    /// Null where the text is empty or of another version of the algorithm; the track then begins anew.
    /// </summary>
    public static VehicleState? Parse(string? text) =>
        FleetText.Parse(text, FleetText.Default.VehicleState) is { Visits: { Inside.IsDefault: false } } state
            ? state : null;
}
