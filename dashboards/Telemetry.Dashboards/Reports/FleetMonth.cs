using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports;

/// <summary>The fleet's month.</summary>
/// <param name="Vehicles">
/// Those of the scope, by id: the registry's, and for the city those that were derived without being in it.
/// </param>
/// <param name="Daily">Every day of the month, the scope's vehicles together.</param>
public sealed record FleetMonth(IReadOnlyList<VehicleMonth> Vehicles, IReadOnlyList<FleetDay> Daily)
{
    /// <summary>Loads against the scales, by material; the city's alone.</summary>
    public IReadOnlyList<LoadMonth> Loads { get; init; } = [];

    /// <summary>What was weighed against what was metered, by plant of the scope.</summary>
    public IReadOnlyList<InflowMonth> Inflows { get; init; } = [];
}

/// <summary>A city's month of loads of one material.</summary>
/// <param name="Delivered">Brought to an authorised facility and weighed there.</param>
/// <param name="NotWeighed">Brought to one, where no weighing came.</param>
/// <param name="Elsewhere">Let go where they may not be.</param>
/// <param name="Undelivered">Still on when the last day that has a figure ended.</param>
/// <param name="CollectedT">Weighed where loads end, t; absent where nothing was, or a weight is unknown.</param>
/// <param name="MatchedT">Weighed and matched to a visit of its vehicle, t.</param>
/// <param name="UnmatchedT">Weighed and matched to none, t.</param>
/// <param name="Unmatched">Such weighings.</param>
/// <param name="DaysWithFigure">Days on which it is known what was collected.</param>
public sealed record LoadMonth(
    string Material, long Delivered, long NotWeighed, long Elsewhere, long Undelivered, double? CollectedT,
    double? MatchedT, double? UnmatchedT, long Unmatched, int DaysWithFigure);

/// <summary>A fecal plant's month at its gates and at its inlet, over the days that have both.</summary>
/// <param name="Name">Absent where the registry has the plant no more.</param>
/// <param name="WeighedM3">By the material's density, m³.</param>
/// <param name="InfluentM3">As metered, m³.</param>
/// <param name="Difference">Metered less weighed, of the larger of the two, a fraction.</param>
/// <param name="Days">That have both.</param>
/// <param name="DaysOff">Of those, on which the two are more than a fifth of the larger apart.</param>
public sealed record InflowMonth(
    string Plant, LocalizedName? Name, double? WeighedM3, double? InfluentM3, double? Difference, int Days,
    int DaysOff);

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
