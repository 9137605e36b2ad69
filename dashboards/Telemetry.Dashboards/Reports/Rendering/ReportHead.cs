using System.Globalization;
using Telemetry.Dashboards.Reports.Tables;

namespace Telemetry.Dashboards.Reports.Rendering;

/// <summary>What stands above the tables: which report of which data this is.</summary>
internal static class ReportHead
{
    public static IEnumerable<(string Key, string Value)> Of(MonthlyReport report, ReportLanguage language)
    {
        yield return ("scope", $"{language.Of(report.ScopeName)} ({report.Scope})");
        yield return ("month", report.Month);
        if (report.ResponsibleUnit is { } unit) yield return ("responsible_unit", language.Of(unit));
        yield return ("report_state", language.Say(report.State));
        yield return ("data_version", report.DataVersion);
        yield return ("version_at", report.VersionAt.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture));
        yield return ("days_of", report.TimeZone);
        yield return ("inputs", report.Inputs.Count == 0 ? Figures.Dash : string.Join("; ", report.Inputs));
    }
}
