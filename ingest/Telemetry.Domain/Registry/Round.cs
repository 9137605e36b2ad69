using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry;

/// <summary>Collection points that a vehicle has to serve on certain days.</summary>
/// <param name="Days">Of the week, by local day.</param>
/// <param name="From">First local day, inclusive.</param>
/// <param name="Until">First local day no longer; null while it lasts.</param>
/// <param name="InOrder">The points are to be served in the order in which they stand.</param>
public sealed record Round(
    string Id, LocalizedName Name, VehicleId Vehicle, ImmutableArray<DayOfWeek> Days, DateOnly From, DateOnly? Until,
    bool InOrder, ImmutableArray<RoundPoint> Points)
{
    public bool RunsOn(DateOnly day) =>
        day >= From && (Until is not { } end || day < end) && Days.Contains(day.DayOfWeek);
}

/// <summary>A point of a round, to be served between two times of the local day.</summary>
/// <param name="From">Null where any time since the day began will do.</param>
/// <param name="Until">Null where any time until the day ends will do.</param>
public sealed record RoundPoint(string Point, TimeOnly? From, TimeOnly? Until);
