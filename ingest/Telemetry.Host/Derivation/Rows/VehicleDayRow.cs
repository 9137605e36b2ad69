using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>A vehicle's day as its row in <c>vehicle_daily</c>.</summary>
internal static class VehicleDayRow
{
    public static Series SeriesOf(VehicleId vehicle) => new(DerivedMeasurements.VehicleDaily, vehicle.Value);

    public static DerivedPoint Write(VehicleId vehicle, VehicleDay day, string inputs) =>
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
            .Set(DerivedMeasurements.Revision, 0L)
            .Set(DerivedMeasurements.Inputs, inputs);
}
