using System.Collections.Immutable;
using Telemetry.Domain.Fleet.Motion;

namespace Telemetry.Domain.Fleet.Places;

/// <summary>What ended a visit.</summary>
public enum VisitEnd
{
    /// <summary>It went out; the moment is where the way between two fixes crosses the border.</summary>
    Left,

    /// <summary>It was never seen inside: the way between two fixes outside crosses the place.</summary>
    Passed,

    /// <summary>After a silence or a jump it was elsewhere; the moment is the last fix inside.</summary>
    Lost,
}

/// <summary>From coming in to going out.</summary>
/// <param name="Fixes">That lie inside.</param>
/// <param name="StoodMs">Time in which it didn't move.</param>
/// <param name="Worked">A fix inside says that its body is at work; of a pass, those before and after.</param>
/// <param name="TellsWork">The tracker says whether its body is at work.</param>
public readonly record struct Visit(
    PlaceKey Place, long EnterMs, long LeaveMs, VisitEnd End, int Fixes, long StoodMs, bool Worked, bool TellsWork)
{
    public long DwellMs => LeaveMs - EnterMs;

    /// <summary>
    /// Whether a collection point was served: with the body at work, or, of a vehicle that doesn't tell, by standing
    /// there long enough.
    /// </summary>
    public bool Serves(VehicleLimits limits) =>
        Place.Kind == PlaceKind.CollectionPoint && (TellsWork ? Worked : StoodMs >= limits.ServeTime.TotalMilliseconds);
}

/// <summary>A visit that goes on.</summary>
/// <param name="LastMs">The last fix inside.</param>
public readonly record struct OpenVisit(
    PlaceKey Place, long EnterMs, long LastMs, int Fixes, long StoodMs, bool Worked, bool TellsWork)
{
    internal Visit At(long leaveMs, VisitEnd end) =>
        new(Place, EnterMs, leaveMs, end, Fixes, StoodMs, Worked, TellsWork);

    /// <summary>As of its last fix.</summary>
    public Visit SoFar => At(LastMs, VisitEnd.Left);
}

/// <summary>
/// Where a vehicle is, of the places there are. Two states are equal where all that follows would be.
/// </summary>
public sealed record VisitState
{
    public static readonly VisitState None = new();

    /// <summary>The last fix that was accurate enough to decide; null before the first.</summary>
    public Moment? Sure { get; init; }

    /// <summary>Since then the way was lost by a silence or a jump.</summary>
    public bool IsLost { get; init; }

    /// <summary>By kind and name.</summary>
    public ImmutableArray<OpenVisit> Inside { get; init; } = [];

    public bool Equals(VisitState? other) => other is not null && Sure == other.Sure && IsLost == other.IsLost
        && Inside.AsSpan().SequenceEqual(other.Inside.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Sure, IsLost, Inside.Length);
}
