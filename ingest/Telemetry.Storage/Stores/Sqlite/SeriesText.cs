using System.Text;
using System.Text.Json;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>A series as the table <c>series</c> keeps it.</summary>
internal static class SeriesText
{
    /// <summary>The key as it stands at the head of a line, so that no two series can share one.</summary>
    public static string Key(Series series)
    {
        if (!series.TagValues.Any(static value => value.AsSpan().ContainsAny(',', '=', ' '))) return series.Key;
        var key = new StringBuilder(series.Measurement.Name);
        for (var i = 0; i < series.TagValues.Length; i++)
        {
            key.Append(',').Append(series.Measurement.Tags[i]).Append('=');
            foreach (var c in series.TagValues[i]) key.Append(c is ',' or '=' or ' ' ? $"\\{c}" : $"{c}");
        }
        return key.ToString();
    }

    /// <summary>For people who look into the file: <c>tags ->> 'plant'</c>.</summary>
    public static string Tags(Series series) => JsonSerializer.Serialize(
        series.Measurement.Tags.Zip(series.TagValues).ToDictionary(tag => tag.First, tag => tag.Second), Readable);

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
