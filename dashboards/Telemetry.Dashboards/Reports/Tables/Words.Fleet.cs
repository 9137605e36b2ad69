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
        ("fleet_loads", "Loads and scales", "清运与称重"),
        ("fleet_inflows", "Weighed against metered inflow", "称重与进料计量比对"),
        ("material", "Material", "物料"),
        ("material_fecal", "fecal sludge", "粪便"),
        ("material_garbage", "garbage", "生活垃圾"),
        ("material_sludge", "sludge", "污泥"),
        ("delivered", "Delivered", "已送达"),
        ("not_weighed", "Not weighed", "未称重"),
        ("elsewhere", "Let go elsewhere", "异地倾倒"),
        ("undelivered", "Still on", "未送达"),
        ("collected", "Collected", "收运量"),
        ("matched", "Matched to a load", "匹配称重量"),
        ("unmatched", "Weighed without a load", "未匹配称重量"),
        ("unmatched_weighings", "Weighings without a load", "未匹配磅单"),
        ("weighed_volume", "Weighed", "称重折算"),
        ("metered_inflow", "Metered", "进料计量"),
        ("difference", "Difference", "偏差"),
        ("days_compared", "Days compared", "比对天数"),
        ("days_off", "Days apart by more than a fifth", "偏差超20%天数"),
        ("sweeper", "sweeper", "清扫车"),
        ("washer", "washer", "洗扫车"),
        ("compactor", "compactor", "压缩式垃圾车"),
        ("vacuum_truck", "vacuum truck", "吸污车"),
        ("tipper", "tipper", "自卸车"),
    ];
}
