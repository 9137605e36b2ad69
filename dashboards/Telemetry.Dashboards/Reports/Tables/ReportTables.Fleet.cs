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

    private ReportTable Loads(FleetMonth fleet) => new(
        "fleet_loads",
        [
            new("subject", Role: ColumnRole.Subject), new("material", Role: ColumnRole.Name),
            new("delivered", CellKind.Count), new("not_weighed", CellKind.Count), new("elsewhere", CellKind.Count),
            new("undelivered", CellKind.Count), new("collected", CellKind.Tonnes), new("matched", CellKind.Tonnes),
            new("unmatched", CellKind.Tonnes), new("unmatched_weighings", CellKind.Count),
            new("days_with_figure", CellKind.Count),
        ],
        [
            .. fleet.Loads.Select(Cell[] (load) =>
            [
                load.Material, language.Say("material_" + load.Material), load.Delivered, load.NotWeighed,
                load.Elsewhere, load.Undelivered, load.CollectedT, load.MatchedT, load.UnmatchedT, load.Unmatched,
                load.DaysWithFigure,
            ]),
        ]);

    private ReportTable Inflows(FleetMonth fleet) => new(
        "fleet_inflows",
        [
            new("subject", Role: ColumnRole.Subject), new("name", Role: ColumnRole.Name),
            new("weighed_volume", CellKind.Volume), new("metered_inflow", CellKind.Volume),
            new("difference", CellKind.Share), new("days_compared", CellKind.Count), new("days_off", CellKind.Count),
        ],
        [
            .. fleet.Inflows.Select(Cell[] (plant) =>
            [
                plant.Plant, plant.Name is { } name ? language.Of(name) : null, plant.WeighedM3, plant.InfluentM3,
                plant.Difference, plant.Days, plant.DaysOff,
            ]),
        ]);
}
