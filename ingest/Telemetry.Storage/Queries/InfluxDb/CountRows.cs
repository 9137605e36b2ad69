using System.Text.Json;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>Rows of <c>count</c>, summed.</summary>
internal sealed class CountRows : QueryRows
{
    int _column = -1;

    public long Count { get; private set; }

    public override void BeginSeries(
        int statement, IReadOnlyDictionary<string, string> tags, IReadOnlyList<string> columns)
    {
        _column = -1;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] == "count") _column = i;
        }
    }

    public override void Value(int column, ref Utf8JsonReader value)
    {
        if (column == _column && value.TokenType == JsonTokenType.Number) Count += value.GetInt64();
    }

    public override void EndRow()
    {
    }
}
