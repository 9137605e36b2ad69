using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports.Tables;

/// <summary>What vehicles did.</summary>
internal sealed partial class ReportTables
{
    private static readonly Column[] FleetColumns =
    [
        new("driven", CellKind.Kilometres), new("working_distance", CellKind.Kilometres),
        new("service_hours", CellKind.Hours), new("stops", CellKind.Count), new("points_served", CellKind.Count),
        new("loads", CellKind.Count), new("weighed", CellKind.Tonnes),
    ];

    private ReportTable Vehicles(FleetMonth fleet) => new(
        "vehicles",
        [
            new("subject", Role: ColumnRole.Subject), new("plate", Role: ColumnRole.Name),
            new("kind", Role: ColumnRole.Part), .. FleetColumns, new("coverage", CellKind.Share),
            new("days_with_figure", CellKind.Count),
        ],
        [
            .. fleet.Vehicles.Select(Cell[] (vehicle) =>
            [
                vehicle.Id, vehicle.Plate, vehicle.Kind is { } kind ? language.Say(WireNames.Of(kind)) : null,
                vehicle.DrivenKm, vehicle.WorkingKm, vehicle.Hours, vehicle.Stops, vehicle.PointsServed, vehicle.Loads,
                vehicle.NetT, vehicle.Coverage, vehicle.DaysWithFigure,
            ]),
        ]);

    private ReportTable FleetDays(FleetMonth fleet) => new(
        "fleet_days",
        [
            new("subject", Role: ColumnRole.Subject), new("day", Role: ColumnRole.Day),
            new("vehicles_with_figure", CellKind.Count), .. FleetColumns,
        ],
        [
            .. fleet.Daily.Select(Cell[] (day) =>
            [
                report.Scope, Day(day.Day), day.Vehicles, day.DrivenKm, day.WorkingKm, day.Hours, day.Stops,
                day.PointsServed, day.Loads, day.NetT,
            ]),
        ]);
}
