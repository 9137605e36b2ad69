using System.Text.Json;

namespace Telemetry.Dashboards;

/// <summary>The API's JSON, for what is read by hand.</summary>
internal static class DashboardsJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        DashboardsServices.Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
