using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Storage.Operations.Fleet;

/// <param name="Entry">What the nearest earlier hour handed on, as <see cref="FleetDigest.Of(VehicleState)"/>.</param>
/// <param name="Inputs">Versions of what it was derived by.</param>
public sealed record DerivedHour(VehicleId Vehicle, VehicleHour Hour, string Entry, string Inputs);

/// <summary>A stored vehicle-hour without its sets.</summary>
/// <param name="Entry">Of the state that it began with, as <see cref="FleetDigest.Of(VehicleState)"/>.</param>
/// <param name="ExitText">The state that it handed on, as <see cref="VehicleState.ToText"/>.</param>
/// <param name="Digest">Of everything it holds, its sets included.</param>
public sealed record StoredHour(
    VehicleId Vehicle, HourFigures Figures, string Entry, string ExitText, string Digest, string Inputs)
{
    /// <summary>What goes on at its end; <see cref="VehicleState.None"/> where another version wrote it.</summary>
    public VehicleState Exit => VehicleState.Parse(ExitText) ?? VehicleState.None;
}

/// <param name="HourMs">Its begin, Unix ms.</param>
public readonly record struct HourInputs(VehicleId Vehicle, long HourMs, string Inputs);

/// <summary>What a vehicle did, by time.</summary>
public sealed record VehiclePieces(
    ImmutableArray<Trip> Trips, ImmutableArray<Stop> Stops, ImmutableArray<Speeding> Speedings,
    ImmutableArray<Visit> Visits)
{
    public static readonly VehiclePieces None = new([], [], [], []);
}

public readonly record struct VehicleTrip(VehicleId Vehicle, Trip Trip);

public readonly record struct VehicleStop(VehicleId Vehicle, Stop Stop);

public readonly record struct VehicleSpeeding(VehicleId Vehicle, Speeding Speeding);

/// <summary>What all vehicles did, by time.</summary>
public sealed record FleetPieces(
    ImmutableArray<VehicleTrip> Trips, ImmutableArray<VehicleStop> Stops, ImmutableArray<VehicleSpeeding> Speedings);

/// <param name="State">What goes on after the day's last hour with pings; null where it has none.</param>
/// <param name="Loads">Null where its loads were never derived, or it brings nothing to a scale.</param>
public sealed record StoredVehicleDay(
    VehicleId Vehicle, LocalDay Day, IReadOnlyList<StoredHour> Hours, VehiclePieces Pieces, StoredLoads? Loads)
{
    public VehicleState? State => Hours is [.., var last] ? last.Exit : null;
}

/// <summary>A vehicle's loads that ended on a day, and what is still on at its end.</summary>
public sealed record DerivedLoads(
    VehicleId Vehicle, DateOnly Day, ImmutableArray<Load> Loads, OpenLoad? HandedOn, string Inputs);

/// <param name="Digest">Of everything it holds.</param>
public sealed record StoredLoads(
    VehicleId Vehicle, DateOnly Day, ImmutableArray<Load> Loads, OpenLoad? HandedOn, string Digest, string Inputs);

public sealed record DayLoad(DateOnly Day, Load Load);

/// <summary>
/// A city's day of rounds. What was not served is kept as missed; <see cref="StoredService.At"/> says what it is while
/// the day goes on.
/// </summary>
public sealed record DerivedService(ServiceDay Day, ImmutableArray<UnmatchedWeighing> Unmatched, string Inputs);

/// <param name="Service">As it stands once the day is over.</param>
/// <param name="Digest">Of everything it holds.</param>
public sealed record StoredService(
    ServiceDay Service, ImmutableArray<UnmatchedWeighing> Unmatched, string Digest, string Inputs)
{
    /// <summary>The rounds as of an instant, Unix ms: a point whose time is to come is waiting, not missed.</summary>
    public ServiceDay At(long nowMs) => Service with
    {
        Rounds =
        [
            .. Service.Rounds.Select(round => round with
            {
                Points = [.. round.Points.Select(point => point with { State = StateAt(point, nowMs) })],
            }),
        ],
    };

    private ServiceState StateAt(PointService point, long nowMs) => point.IsServed || nowMs >= Service.Day.EndMs
        ? point.State : nowMs >= point.UntilMs ? ServiceState.Overdue : ServiceState.Waiting;
}
