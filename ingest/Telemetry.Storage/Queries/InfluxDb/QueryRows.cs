using System.Text.Json;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>Takes the rows of an answer as they are read from the stream.</summary>
internal abstract class QueryRows
{
    /// <summary>A series begins: its statement (from 0), its tags where the question grouped by them, its
    /// columns.</summary>
    public abstract void BeginSeries(
        int statement, IReadOnlyDictionary<string, string> tags, IReadOnlyList<string> columns);

    /// <summary>A value of the row; null values are not reported.</summary>
    public abstract void Value(int column, ref Utf8JsonReader value);

    public abstract void EndRow();
}
