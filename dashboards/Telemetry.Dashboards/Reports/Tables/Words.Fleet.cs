namespace Telemetry.Dashboards.Reports.Tables;

/// <summary>What is said of vehicles.</summary>
internal static partial class Words
{
    private static (string Key, string En, string Zh)[] Fleet =>
    [
        ("vehicles", "Vehicles", "车辆汇总"),
        ("fleet_days", "Fleet by day", "车队日报"),
        ("plate", "Plate", "车牌"),
        ("driven", "Driven", "行驶里程"),
        ("working_distance", "At work", "作业里程"),
        ("service_hours", "In service", "运行时长"),
        ("stops", "Stops", "停车次数"),
        ("points_served", "Points served", "清运点次"),
        ("loads", "Loads", "车次"),
        ("weighed", "Weighed", "称重量"),
        ("vehicles_with_figure", "Vehicles with a figure", "有数车辆"),
        ("sweeper", "sweeper", "清扫车"),
        ("washer", "washer", "洗扫车"),
        ("compactor", "compactor", "压缩式垃圾车"),
        ("vacuum_truck", "vacuum truck", "吸污车"),
        ("tipper", "tipper", "自卸车"),
    ];
}
