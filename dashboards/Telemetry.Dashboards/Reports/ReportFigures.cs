using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>The figures by which a locked month is held against what it now comes to.</summary>
internal static class ReportFigures
{
    public static ValueSet Of(MonthlyReport report)
    {
        var values = ValueSet.Empty;
        foreach (var plant in report.Plants)
        {
            values = values.With($"{plant.Id}/treated_m3", plant.TreatedM3)
                .With($"{plant.Id}/compliant_m3", plant.CompliantM3).With($"{plant.Id}/bypass_m3", plant.BypassM3)
                .With($"{plant.Id}/undistributed_m3", plant.UndistributedM3).With($"{plant.Id}/load", plant.Load)
                // Two days that change places leave every sum as it was.
                .With($"{plant.Id}/days", HashOf(plant));
        }
        foreach (var rate in report.Rates)
        {
            values = values.With($"{rate.Id}/{rate.Basis}/rate", rate.Rate)
                .With($"{rate.Id}/{rate.Basis}/numerator", rate.Numerator)
                .With($"{rate.Id}/{rate.Basis}/denominator", rate.Denominator);
        }
        return report.Fleet is { } fleet ? WithFleet(values, fleet) : values;
    }

    private static ValueSet WithFleet(ValueSet values, FleetMonth fleet) =>
        WithLoads(WithVehicles(values, fleet), fleet);

    private static ValueSet WithVehicles(ValueSet values, FleetMonth fleet) => values
        .With("fleet/driven_km", fleet.Daily.SumOrNull(day => day.DrivenKm))
        .With("fleet/points_served", fleet.Daily.SumOrNull(day => day.PointsServed))
        .With("fleet/net_t", fleet.Daily.SumOrNull(day => day.NetT))
        // Of thousands of vehicles each month would be a book of its own.
        .With("fleet/vehicles", HashOf(fleet));

    private static ValueSet WithLoads(ValueSet values, FleetMonth fleet) =>
        fleet.Loads.Count + fleet.Inflows.Count == 0 ? values : values.With("fleet/loads", HashOfLoads(fleet));

    private static string HashOfLoads(FleetMonth fleet) => HashOf(string.Join(
        ';',
        fleet.Loads.Select(load => string.Create(
            CultureInfo.InvariantCulture,
            $"{load.Material} {load.Delivered} {load.NotWeighed} {load.Elsewhere} {load.Undelivered} "
            + $"{load.CollectedT:R} {load.UnmatchedT:R}"))
            .Concat(fleet.Inflows.Select(plant => string.Create(
                CultureInfo.InvariantCulture, $"{plant.Plant} {plant.WeighedM3:R} {plant.InfluentM3:R}")))));

    private static string HashOf(FleetMonth fleet) => HashOf(string.Join(';', fleet.Vehicles.Select(
        vehicle => string.Create(
            CultureInfo.InvariantCulture,
            $"{vehicle.Id} {vehicle.DrivenKm:R} {vehicle.PointsServed:R} {vehicle.NetT:R}"))));

    private static string HashOf(PlantMonth plant)
    {
        var days = string.Join(';', plant.Daily.Select(
            day => day.TreatedM3?.ToString("R", CultureInfo.InvariantCulture) ?? ""));
        return HashOf(days);
    }

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
}
