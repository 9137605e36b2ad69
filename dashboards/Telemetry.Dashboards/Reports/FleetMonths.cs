using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Sums the days of vehicles.</summary>
internal static class FleetMonths
{
    private const double KgPerTonne = 1_000;

    /// <summary>Whether a vehicle is the scope's; one that the registry doesn't know is the city's alone.</summary>
    public static bool CoversVehicle(this Scope scope, CityRegistry registry, string vehicle)
    {
        if (scope.IsCity) return true;
        return scope.District is { } district
            && registry.Vehicles.TryGetValue(new VehicleId(vehicle), out var known) && known.District == district;
    }

    /// <summary>Null where nothing was derived of any vehicle or load.</summary>
    public static FleetMonth? Build(MonthFigures figures)
    {
        if (figures.VehicleDays.Count == 0 && figures.LoadDays.Count == 0) return null;
        var (registry, scope, month) = (figures.Registry, figures.Scope, figures.Month);
        // In one order, so that the sums are the same to the bit.
        VehicleDayView[] rows =
        [
            .. figures.VehicleDays.OrderBy(row => row.Day).ThenBy(row => row.Vehicle, StringComparer.Ordinal),
        ];
        var byVehicle = rows.ToLookup(row => row.Vehicle);
        var byDay = rows.ToLookup(row => row.Day);
        var vehicles = registry.Vehicles.Keys.Select(id => id.Value)
            .Where(id => scope.CoversVehicle(registry, id)).Union(byVehicle.Select(row => row.Key))
            .Order(StringComparer.Ordinal);
        return new FleetMonth(
            [.. vehicles.Select(id => Of(id, [.. byVehicle[id]], registry, month))],
            [
                .. Enumerable.Range(0, month.DayCount()).Select(month.FirstDay.AddDays)
                    .Select(day => Of(day, [.. byDay[day]])),
            ])
        {
            Loads = LoadMonths.Loads(figures), Inflows = LoadMonths.Inflows(figures),
        };
    }

    private static VehicleMonth Of(string id, VehicleDayView[] days, CityRegistry registry, LedgerMonth month)
    {
        var city = registry.City;
        var vehicle = registry.Vehicles.GetValueOrDefault(new VehicleId(id));
        var covered = days.SumOrNull(
            day => day.Coverage * (city.StartOf(day.Day.AddDays(1)) - city.StartOf(day.Day)).TotalSeconds);
        var seconds = (city.StartOf(month.End) - city.StartOf(month.FirstDay)).TotalSeconds;
        return new VehicleMonth(
            id, vehicle?.Kind, vehicle?.Plate, vehicle?.District.Value, days.SumOrNull(day => day.DrivenKm),
            days.SumOrNull(day => day.WorkingKm), days.SumOrNull(day => day.Hours), days.SumOrNull(day => day.Stops),
            days.SumOrNull(day => day.PointsServed), days.SumOrNull(day => day.Loads), NetT(days),
            covered.Over(seconds), days.Count(day => day.DrivenKm is not null));
    }

    private static FleetDay Of(DateOnly day, VehicleDayView[] vehicles) => new(
        day, vehicles.Count(row => row.DrivenKm is not null), vehicles.SumOrNull(row => row.DrivenKm),
        vehicles.SumOrNull(row => row.WorkingKm), vehicles.SumOrNull(row => row.Hours),
        vehicles.SumOrNull(row => row.Stops), vehicles.SumOrNull(row => row.PointsServed),
        vehicles.SumOrNull(row => row.Loads), NetT(vehicles));

    /// <summary>A sum that lacks an unknown weight would be a wrong one.</summary>
    private static double? NetT(VehicleDayView[] rows) =>
        rows.Any(row => row.DrivenKm is not null && row.NetKg is null)
            ? null : rows.SumOrNull(row => row.NetKg) / KgPerTonne;
}
