using System.Text.Encodings.Web;
using System.Text.Json;

namespace Telemetry.Dashboards.Reports.Rendering;

/// <summary>The report as one JSON object: every figure in full, fractions as fractions, nothing rounded.</summary>
internal static class JsonRendering
{
    private static readonly JsonSerializerOptions Options = Make();

    public static byte[] Render(MonthlyReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Options);

    /// <summary>A report from its own rendering.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static MonthlyReport Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<MonthlyReport>(json, Options) ?? throw new JsonException("null is no report");

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            NewLine = "\n",
            // Never inside a page: names in Chinese stay legible.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        DashboardsServices.Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
