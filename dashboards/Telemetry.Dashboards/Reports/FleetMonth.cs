using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports;

/// <summary>The fleet's month.</summary>
/// <param name="Vehicles">
/// Those of the scope, by id: the registry's, and for the city those that were derived without being in it.
/// </param>
/// <param name="Daily">Every day of the month, the scope's vehicles together.</param>
public sealed record FleetMonth(IReadOnlyList<VehicleMonth> Vehicles, IReadOnlyList<FleetDay> Daily);

/// <summary>A vehicle's month: sums of the days that have a figure.</summary>
/// <param name="Kind">Absent where the registry doesn't know the vehicle, as are plate and district.</param>
/// <param name="DrivenKm">km; absent where no day has a figure, as is everything below.</param>
/// <param name="WorkingKm">The part of it with the body at work, km.</param>
/// <param name="Hours">On the move, at work, or with the engine on.</param>
/// <param name="PointsServed">Different collection points of each day, added up.</param>
/// <param name="Loads">Weighings of what it brought.</param>
/// <param name="NetT">What it brought, t; absent where the weight of one is unknown.</param>
/// <param name="Coverage">Time in which its feed was alive by the month's time, a fraction.</param>
/// <param name="DaysWithFigure">Of the month's days.</param>
public sealed record VehicleMonth(
    string Id, VehicleKind? Kind, string? Plate, string? District, double? DrivenKm, double? WorkingKm, double? Hours,
    double? Stops, double? PointsServed, double? Loads, double? NetT, double? Coverage, int DaysWithFigure);

/// <summary>A day of all vehicles of the scope that have a figure for it.</summary>
/// <param name="Vehicles">How many have.</param>
/// <param name="NetT">t; absent where the weight of one is unknown.</param>
public sealed record FleetDay(
    DateOnly Day, int Vehicles, double? DrivenKm, double? WorkingKm, double? Hours, double? Stops,
    double? PointsServed, double? Loads, double? NetT);
