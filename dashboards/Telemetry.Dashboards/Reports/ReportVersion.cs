using System.Security.Cryptography;

namespace Telemetry.Dashboards.Reports;

/// <summary>The version of a report's data: what stands in it, hashed.</summary>
internal static class ReportVersion
{
    /// <summary>First 12 hex digits of the SHA-256 of the report without it.</summary>
    public static string Of(MonthlyReport report)
    {
        var content = Rendering.JsonRendering.Render(report with { DataVersion = "" });
        return Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
    }
}
