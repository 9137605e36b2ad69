using System.Collections.Immutable;
using System.Text.Json;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Loads;

/// <summary>How a load ended.</summary>
public enum LoadEnd
{
    /// <summary>At a facility that may take it, and weighed there.</summary>
    Delivered,

    /// <summary>At a facility that may take it, without a weighing: not delivered.</summary>
    NotWeighed,

    /// <summary>Let go where it may not be.</summary>
    Elsewhere,

    /// <summary>Still on when the day ended. Tomorrow it may be delivered.</summary>
    Undelivered,
}

/// <summary>What a vehicle collected, from the first point to where it left it.</summary>
/// <param name="CollectFromMs">Coming to the first point, Unix ms; null where nobody saw it collected.</param>
/// <param name="CollectUntilMs">Leaving the last point.</param>
/// <param name="Points">Collection points, each once, in the order in which they were served.</param>
/// <param name="Facility">Where it was brought; null where it wasn't.</param>
/// <param name="GateInMs">Coming in there, Unix ms.</param>
/// <param name="GateOutMs">Going out.</param>
/// <param name="Tickets">Of its weighings.</param>
/// <param name="NetKg">Their sum, kg; null where there is none or a weight is unknown.</param>
/// <param name="LetGo">Where and when it was let go, where that was elsewhere.</param>
/// <param name="LetGoAt">The place of the registry there; null where there is none.</param>
public sealed record Load(
    VehicleId Vehicle, Material Material, LoadEnd End, long? CollectFromMs, long? CollectUntilMs,
    ImmutableArray<string> Points, FacilityId? Facility, long? GateInMs, long? GateOutMs,
    ImmutableArray<string> Tickets, double? NetKg, Moment? LetGo, PlaceKey? LetGoAt)
{
    /// <summary>When it was known how it ended, Unix ms.</summary>
    public long EndMs => GateOutMs ?? LetGo?.TimeMs ?? CollectUntilMs ?? 0;

    public bool Equals(Load? other) => other is not null && (Vehicle, Material, End, CollectFromMs, CollectUntilMs)
        == (other.Vehicle, other.Material, other.End, other.CollectFromMs, other.CollectUntilMs)
        && (Facility, GateInMs, GateOutMs, NetKg, LetGo, LetGoAt)
        == (other.Facility, other.GateInMs, other.GateOutMs, other.NetKg, other.LetGo, other.LetGoAt)
        && Points.AsSpan().SequenceEqual(other.Points.AsSpan())
        && Tickets.AsSpan().SequenceEqual(other.Tickets.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Vehicle, Material, End, CollectFromMs, GateInMs, NetKg);
}

/// <summary>A load that is on its way: what one day of a vehicle hands on to the next.</summary>
/// <param name="Doubt">Where its body worked, standing, at no place that it may collect from or bring to.</param>
/// <param name="DoubtAt">The place of the registry there; null where there is none.</param>
public sealed record OpenLoad(
    long FromMs, long UntilMs, ImmutableArray<string> Points, Moment? Doubt = null, PlaceKey? DoubtAt = null)
{
    public bool Equals(OpenLoad? other) => other is not null
        && (FromMs, UntilMs, Doubt, DoubtAt) == (other.FromMs, other.UntilMs, other.Doubt, other.DoubtAt)
        && Points.AsSpan().SequenceEqual(other.Points.AsSpan());

    public override int GetHashCode() => HashCode.Combine(FromMs, UntilMs, Points.Length);

    /// <summary>One line of JSON. The same load is always the same text.</summary>
    public string ToText() => JsonSerializer.Serialize(this, FleetText.Default.OpenLoad);

    /// <summary>Null where the text is empty or of another version of the algorithm: nothing is on.</summary>
    public static OpenLoad? Parse(string? text) =>
        FleetText.Parse(text, FleetText.Default.OpenLoad) is { Points.IsDefault: false } load ? load : null;

    internal OpenLoad With(in Visit point) => this with
    {
        UntilMs = point.LeaveMs, Points = Points.Contains(point.Place.Id) ? Points : Points.Add(point.Place.Id),
    };
}
