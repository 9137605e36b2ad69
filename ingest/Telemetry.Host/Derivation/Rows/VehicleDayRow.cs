using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Operations;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>A vehicle's day as its row in <c>vehicle_daily</c>.</summary>
internal static class VehicleDayRow
{
    public static Series SeriesOf(VehicleId vehicle) => new(DerivedMeasurements.VehicleDaily, vehicle.Value);

    public static DerivedPoint Write(VehicleId vehicle, VehicleDay day, RowMark mark) =>
        new DerivedPoint(SeriesOf(vehicle), day.Day.StartMs)
            .Set(DerivedMeasurements.DrivenKm, day.DrivenKm)
            .Set(DerivedMeasurements.WorkingKm, day.WorkingKm)
            .Set(DerivedMeasurements.Hours, day.Hours)
            .Set(DerivedMeasurements.Trips, (long?)day.Trips)
            .Set(DerivedMeasurements.Stops, (long?)day.Stops)
            .Set(DerivedMeasurements.PointsServed, (long?)day.PointsServed)
            .Set(DerivedMeasurements.Loads, (long?)day.Loads)
            .Set(DerivedMeasurements.NetKg, day.NetKg)
            .Set(DerivedMeasurements.UnseenKm, day.UnseenKm)
            .Set(DerivedMeasurements.Coverage, day.Coverage)
            .Set(DerivedMeasurements.Pings, (long?)day.Pings)
            .Set(DerivedMeasurements.Accepted, (long?)day.Accepted)
            .Set(DerivedMeasurements.Valid, true)
            .Set(mark);

    /// <summary>What people are given of it.</summary>
    public static ValueSet Values(VehicleDay day) => ValueSet.Of(
        ("driven_km", day.DrivenKm), ("working_km", day.WorkingKm), ("hours", day.Hours),
        ("points_served", day.PointsServed), ("loads", day.Loads), ("net_kg", day.NetKg));
}
