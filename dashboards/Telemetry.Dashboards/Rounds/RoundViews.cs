using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Rounds;

/// <summary>What was to be collected on a local day, and was.</summary>
/// <param name="TimeZone">Whose local day it is.</param>
/// <param name="Computed">False where nothing was derived of the day: the rest then says nothing.</param>
/// <param name="Rounds">Those that run on the day, in the order of the registry.</param>
/// <param name="Clearances">Points served by points due (清运率): the city first, then its districts by name.</param>
/// <param name="Unmatched">The day's weighings that belong to no load.</param>
/// <param name="Inputs">Versions of what it was computed with; absent where it wasn't.</param>
public sealed record RoundsAnswer(
    DateOnly Day, string TimeZone, bool Computed, IReadOnlyList<RoundView> Rounds,
    IReadOnlyList<ClearanceView> Clearances, IReadOnlyList<UnmatchedView> Unmatched, string? Inputs);

/// <param name="Name">Absent where the registry no longer has the round.</param>
/// <param name="Vehicle">Whose round it is.</param>
/// <param name="OrderKept">
/// Of the points that its own vehicle served; absent where any order will do, or fewer than two were.
/// </param>
/// <param name="States">How many points are in which state; those with none are left out.</param>
public sealed record RoundView(
    string Id, LocalizedName? Name, string Vehicle, bool? OrderKept, int Due, int Served,
    IReadOnlyDictionary<string, int> States, IReadOnlyList<RoundPointView> Points);

/// <param name="Name">Absent where the registry no longer has the point.</param>
/// <param name="From">When its time begins, in the city's time.</param>
/// <param name="Until">When it ends.</param>
/// <param name="State">
/// <c>waiting</c>: its time isn't over; <c>overdue</c>: its time is, the day isn't; <c>missed</c>: the day is.
/// </param>
/// <param name="ServedAt">When the visit that served it began; absent where none did.</param>
/// <param name="ServedBy">Who made it: not always the round's own vehicle.</param>
public sealed record RoundPointView(
    string Id, LocalizedName? Name, string? District, DateTimeOffset From, DateTimeOffset Until, ServiceState State,
    DateTimeOffset? ServedAt, string? ServedBy);

/// <param name="District">Absent for the city.</param>
/// <param name="Served">Early and late ones too.</param>
/// <param name="OnTime">Within their time.</param>
/// <param name="Rate">Served by due, a fraction; absent where nothing was due.</param>
public sealed record ClearanceView(string? District, int Due, int Served, int OnTime, int Missed, double? Rate);

/// <param name="Ticket">Absent where it has none.</param>
/// <param name="NetKg">kg; absent where it is unknown.</param>
/// <param name="Vehicle">Absent where it names none.</param>
/// <param name="Reason">Why it belongs to no load.</param>
public sealed record UnmatchedView(
    string Facility, string? Ticket, DateTimeOffset Time, Material Material, double? NetKg, string? Vehicle,
    NoMatch Reason);
