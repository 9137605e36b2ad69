using System.Collections.Frozen;
using Telemetry.Dashboards.Daily;

namespace Telemetry.Dashboards.Reports.Tables;

/// <summary>The report's words in its two languages: an entry is English, then Chinese.</summary>
internal static partial class Words
{
    /// <summary>
    /// The word of a key; a code that has none stands as it is, since a wrong word is worse. What stands behind a
    /// colon is what the code is about: <c>meter_missing:effluent</c>.
    /// </summary>
    public static string Say(this ReportLanguage language, string key)
    {
        if (Known.TryGetValue(key, out var pair)) return language == ReportLanguage.Zh ? pair.Zh : pair.En;
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !Known.TryGetValue(key[..colon], out pair)) return key;
        var subject = key[(colon + 1)..];
        return language == ReportLanguage.Zh ? $"{pair.Zh}（{subject}）" : $"{pair.En} ({subject})";
    }

    private static readonly FrozenDictionary<string, (string En, string Zh)> Known = Table().ToFrozenDictionary(
        entry => entry.Key, entry => (entry.En, entry.Zh), StringComparer.Ordinal);

    private static IEnumerable<(string Key, string En, string Zh)> Table() =>
        [.. Headings, .. Columns, .. States, .. Codes, .. Fleet];

    private static (string Key, string En, string Zh)[] Headings =>
    [
        ("title", "Monthly report", "月报"),
        ("plants", "Plants", "厂站汇总"),
        ("rates", "Rates", "指标完成情况"),
        ("plant_days", "Plants by day", "厂站日报"),
        ("rate_days", "Rates by day", "指标日报"),
        ("meters", "Flow meters", "流量计汇总"),
        ("corrections", "Declared figures and corrections", "申报与更正"),
        ("notes", "Reviews and changes", "审核与变更记录"),
        ("quality", "Data quality", "数据质量"),
        ("revised", "Revised after publication", "发布后修订"),
        ("scope", "Scope", "范围"),
        ("month", "Month", "月份"),
        ("responsible_unit", "Responsible unit", "责任单位"),
        ("report_state", "State", "数据状态"),
        ("data_version", "Data version", "数据版本"),
        ("version_at", "Version of", "版本时间"),
        ("inputs", "Computed with", "计算依据"),
        ("days_of", "Local days of", "日界时区"),
        (
            "pending_note",
            "Not part of the published report: readings or declarations came in after it was published. Revision {0} "
            + "waits for a decision; the figures below are those that were published.",
            "（非发布内容）报表发布后收到新的数据或申报，修订 {0} 待审批；以下仍为已发布数据。"),
        ("nothing", "Nothing recorded.", "无记录。"),
        (
            "reading_note",
            "A dash is a figure that is not known; it is never zero. Rates are sums by sums, never clamped.",
            "“–”表示数据缺失或无法计算，不等于零。比率均为总量之比，不作截断。"),
    ];

    private static (string Key, string En, string Zh)[] Columns =>
    [
        ("section", "Section", "栏目"),
        ("subject", "Subject", "对象"),
        ("name", "Name", "名称"),
        ("part", "Part", "分项"),
        ("basis", "Basis", "分母口径"),
        ("version", "Version", "口径版本"),
        ("meter", "Meter", "流量计"),
        ("day", "Day", "日期"),
        ("item", "Item", "项目"),
        ("value", "Value", "数值"),
        ("unit", "Unit", "单位"),
        ("remark", "Remark", "备注"),
        ("treated", "Treated", "处理量"),
        ("compliant", "Compliant", "达标量"),
        ("bypass", "Bypass", "溢流量"),
        ("undistributed", "Across midnight", "跨日未分配量"),
        ("left_out", "Measured, left out", "已测未计入量"),
        ("capacity", "Capacity", "设计能力"),
        ("load", "Load", "负荷率"),
        ("days_with_figure", "Days with a figure", "有数天数"),
        ("days_provisional", "Provisional", "暂定天数"),
        ("days_final", "Final", "定稿天数"),
        ("days_incomplete", "Final, incomplete", "缺数定稿天数"),
        ("days_locked", "Locked", "锁定天数"),
        ("days_none", "No data", "无数据天数"),
        ("numerator", "Treated", "处理量"),
        ("denominator", "Generated or collected", "产生或收集量"),
        ("rate", "Rate", "比率"),
        ("compliant_rate", "Compliant rate", "达标率"),
        ("target", "Target", "目标"),
        ("target_met", "Target met", "是否达标"),
        ("days_counted", "Days counted", "计入天数"),
        ("completeness", "Completeness", "完整率"),
        ("state", "State", "状态"),
        ("volume", "Sum of days", "日量合计"),
        ("measured", "Measured", "实测量"),
        ("estimated", "Declared", "申报量"),
        ("total", "Month", "全月水量"),
        ("coverage", "Coverage", "覆盖率"),
        ("unknown_gaps", "Unknown gaps", "未知缺口"),
        ("kind", "Kind", "类别"),
        ("from", "From", "起"),
        ("until", "Until", "止（不含）"),
        ("source", "Source", "来源"),
        ("actor", "By", "经办"),
        ("at", "When", "时间"),
        ("why", "Why", "原因"),
        ("before", "Before", "原值"),
        ("after", "After", "现值"),
        ("published_version", "Published version", "发布版本"),
        ("accurate", "Accurate", "数据准确"),
        ("logical", "Logical", "逻辑合理"),
        ("in_form", "In form", "条目规范"),
        ("complete", "Complete", "资料完整"),
    ];

    private static (string Key, string En, string Zh)[] States =>
    [
        (StoredState.Provisional, "provisional", "暂定"),
        (StoredState.Final, "final", "定稿"),
        (StoredState.FinalIncomplete, "final, incomplete", "缺数定稿"),
        (StoredState.Locked, "locked", "已锁定"),
        (StoredState.None, "no data", "无数据"),
        ("yes", "yes", "是"),
        ("no", "no", "否"),
        ("met", "yes", "是"),
        ("not_met", "no", "否"),
        ("met_incomplete", "not judged: incomplete (so far yes)", "不予判定：数据不完整（已有数据达标）"),
        ("not_met_incomplete", "not judged: incomplete (so far no)", "不予判定：数据不完整（已有数据未达标）"),
        ("unknown", "not known", "未知"),
        ("official", "official", "官方口径"),
        ("above_whole", "above 100 %", "超过100%"),
        ("above_capacity", "above capacity", "超负荷"),
        ("and", "; ", "；"),
    ];
}
