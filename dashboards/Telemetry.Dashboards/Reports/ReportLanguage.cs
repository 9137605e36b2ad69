using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports;

/// <summary>The languages of a report's words; its names have both.</summary>
public enum ReportLanguage
{
    Zh,
    En,
}

internal static class ReportLanguages
{
    public static string Of(this ReportLanguage language, LocalizedName name) =>
        language == ReportLanguage.Zh ? name.Zh : name.En;

    /// <summary>As in HTML and HTTP.</summary>
    public static string Tag(this ReportLanguage language) => language == ReportLanguage.Zh ? "zh-CN" : "en";
}
