using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Telemetry.Dashboards;

/// <summary>What the OpenAPI document says of the whole.</summary>
internal static class ApiDescription
{
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(DescribeDocument);
        options.AddSchemaTransformer(LetUnknownBeAbsent);
    }

    /// <summary>What is not known is left out of the answer, so a property that may be null is not required.</summary>
    private static Task LetUnknownBeAbsent(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var property in context.JsonTypeInfo.Properties)
        {
            if (property.IsGetNullable) schema.Required?.Remove(property.Name);
        }
        return Task.CompletedTask;
    }

    private static Task DescribeDocument(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Telemetry";
        document.Info.Version = "1";
        document.Info.Description =
            "Readings of sewage plants, fecal treatment plants and sanitation vehicles, and the state of the host that "
            + "takes them.\n\n"
            + "Times are ISO 8601 with an offset: the city's for readings, UTC for the host's own state. Units are in "
            + "the "
            + "names: `_m3h` cubic metres an hour, `_m3` cubic metres, `_m` metres, `_km` kilometres, `_kmh` "
            + "kilometres an "
            + "hour, `_deg` degrees, `_pct` percent, `_kg` kilograms, `_seconds` seconds. A value that is not known is "
            + "absent, never 0. Errors are problem+json with words that say what to change.";
        // The address under which a reader found this document is the right one; a fixed list would not be.
        document.Servers?.Clear();
        return Task.CompletedTask;
    }
}
