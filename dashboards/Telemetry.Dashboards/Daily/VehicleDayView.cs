using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Daily;

/// <summary>One local day of a vehicle, as derived; figures that can't be said are absent.</summary>
/// <param name="Hours">On the move, at work, or with the engine on.</param>
/// <param name="PointsServed">Different collection points.</param>
/// <param name="Loads">Weighings of what it brought.</param>
/// <param name="NetKg">What it brought, kg; absent where a weight is unknown.</param>
/// <param name="Coverage">The part of the day in which its feed was alive, a fraction.</param>
public sealed record VehicleDayView(
    string Vehicle, DateOnly Day, double? DrivenKm, double? WorkingKm, double? Hours, long? Stops,
    long? PointsServed, long? Loads, double? NetKg, double? Coverage)
{
    /// <summary><c>provisional</c>, <c>final</c>, <c>final_incomplete</c> or <c>locked</c>.</summary>
    public string State { get; init; } = StoredState.Provisional;

    /// <summary>How often it became another after it was given out.</summary>
    public long Revision { get; init; }

    /// <summary>A row that calls itself invalid has no figure.</summary>
    internal static VehicleDayView Of(StoredPoint row, City city)
    {
        var day = new VehicleDayView(
            row.Series["vehicle"], city.DayOf(row.Time), null, null, null, null, null, null, null, null)
        {
            State = StoredState.Of(row), Revision = row.Values.Integer(DerivedMeasurements.Revision) ?? 0,
        };
        if (!row.Values.Truth(DerivedMeasurements.Valid)) return day;
        return day with
        {
            DrivenKm = row.Values.Number(DerivedMeasurements.DrivenKm),
            WorkingKm = row.Values.Number(DerivedMeasurements.WorkingKm),
            Hours = row.Values.Number(DerivedMeasurements.Hours),
            Stops = row.Values.Integer(DerivedMeasurements.Stops),
            PointsServed = row.Values.Integer(DerivedMeasurements.PointsServed),
            Loads = row.Values.Integer(DerivedMeasurements.Loads),
            NetKg = row.Values.Number(DerivedMeasurements.NetKg),
            Coverage = row.Values.Number(DerivedMeasurements.Coverage),
        };
    }
}
