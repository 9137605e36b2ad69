using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Vehicles;

/// <summary>Vehicles of the registry, and those that send without being in it, by name.</summary>
/// <param name="Version">Of the registry.</param>
/// <param name="Incomplete">Why older readings may be missing; absent where none are.</param>
/// <param name="Next">There are more: ask for those after this one; absent where there are none.</param>
public sealed record VehicleList(
    string Version, IReadOnlyList<VehicleView> Vehicles, string? Incomplete, string? Next);

/// <param name="Registered">False where the registry does not know it.</param>
/// <param name="Plate">As painted; absent where unregistered.</param>
/// <param name="IntervalSeconds">How often its tracker reports while it moves; absent where unregistered.</param>
/// <param name="StaleAfterSeconds">
/// Three intervals; an hour while the newest position says that the engine is off.
/// </param>
/// <param name="State">
/// What it is doing, by its newest message: <c>offline</c> where that is stale, <c>no_fix</c> where it doesn't say
/// where it is, <c>unknown</c> where nothing was ever heard.
/// </param>
/// <param name="Latest">Absent where it never sent.</param>
public sealed record VehicleView(
    string Id, bool Registered, VehicleKind? Kind, string? Plate, string? District, string? Depot,
    double? IntervalSeconds, double StaleAfterSeconds, Activity State, VehicleReadingView? Latest);

/// <param name="AgeSeconds">Since its device time; negative where the device's clock is ahead.</param>
/// <param name="Stale">Older than the vehicle's <c>stale_after_seconds</c>.</param>
public sealed record VehicleReadingView(double AgeSeconds, bool Stale, PositionView Position);

/// <param name="Vehicle">As in topics.</param>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">Last instant, exclusive.</param>
/// <param name="Positions">By time, each as stored: nothing is filtered.</param>
public sealed record PositionHistory(
    string Vehicle, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<PositionView> Positions);

/// <param name="Time">Device time, in the city's time.</param>
/// <param name="Lat">WGS-84 degrees.</param>
/// <param name="Lon">WGS-84 degrees.</param>
/// <param name="SpeedKmh">km/h; absent where the device sent none, as is every value below.</param>
/// <param name="HeadingDeg">Degrees from north, clockwise.</param>
/// <param name="AltitudeM">m.</param>
/// <param name="AccuracyM">Radius, m.</param>
/// <param name="OdometerKm">km.</param>
/// <param name="Working">True while the body's tool runs: brush, pump, compactor.</param>
/// <param name="FuelPct">Percent of the tank.</param>
/// <param name="LoadKg">kg.</param>
/// <param name="Flags">What is doubtful about it, a bit set; 0 for nothing.</param>
public sealed record PositionView(
    DateTimeOffset Time, double? Lat, double? Lon, double? SpeedKmh, double? HeadingDeg, double? AltitudeM,
    double? AccuracyM, double? OdometerKm, bool? Ignition, bool? Working, double? FuelPct, double? LoadKg, long Flags);
