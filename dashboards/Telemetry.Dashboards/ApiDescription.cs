using Microsoft.AspNetCore.OpenApi;

namespace Telemetry.Dashboards;

/// <summary>What the OpenAPI document says of the whole.</summary>
internal static class ApiDescription
{
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Telemetry";
        document.Info.Version = "1";
        document.Info.Description =
            "Readings of sewage plants, fecal treatment plants and sanitation vehicles, and the state of the host that "
            + "takes them.\n\n"
            + "Times are ISO 8601 with an offset: the city's for readings, UTC for the host's own state. Units are in the "
            + "names: `_m3h` cubic metres an hour, `_m3` cubic metres, `_m` metres, `_km` kilometres, `_kmh` kilometres an "
            + "hour, `_deg` degrees, `_pct` percent, `_kg` kilograms, `_seconds` seconds. A value that is not known is "
            + "absent, never 0. Errors are problem+json with words that say what to change.";
        // The address under which a reader found this document is the right one; a fixed list would not be.
        document.Servers?.Clear();
        return Task.CompletedTask;
    });
}
