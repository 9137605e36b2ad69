using System.Text.Json;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.InfluxDb;

namespace Telemetry.Storage.Derived.InfluxDb;

/// <summary>Rows of several statements, each statement a span: a value by its column's name.</summary>
internal abstract class SpanRows : QueryRows
{
    private int[] _places = [];

    protected int Statement { get; private set; }

    protected long? TimeMs { get; private set; }

    /// <summary>Names of the columns beside the time; a value comes with its place among them.</summary>
    protected abstract string[] Columns { get; }

    public override void BeginSeries(
        int statement, IReadOnlyDictionary<string, string> tags, IReadOnlyList<string> columns)
    {
        Statement = statement;
        _places = [.. columns.Select(name => name == "time" ? Columns.Length : Array.IndexOf(Columns, name))];
        TimeMs = null;
        Clear();
    }

    public override void Value(int column, ref Utf8JsonReader value)
    {
        var place = _places[column];
        if (place < 0) return;
        if (place < Columns.Length) Take(place, ref value);
        else if (value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var ms)) TimeMs = ms;
    }

    public override void EndRow()
    {
        if (TimeMs is { } timeMs) Row(timeMs);
        TimeMs = null;
        Clear();
    }

    protected abstract void Take(int place, ref Utf8JsonReader value);

    /// <summary>A row is whole.</summary>
    protected abstract void Row(long timeMs);

    /// <summary>Forgets the values of the row before.</summary>
    protected abstract void Clear();

    protected static List<T>[] Lists<T>(int count)
    {
        var lists = new List<T>[count];
        for (var i = 0; i < count; i++) lists[i] = [];
        return lists;
    }

    protected static double? Number(ref Utf8JsonReader value) =>
        value.TokenType == JsonTokenType.Number ? value.GetDouble() : null;
}

/// <summary>Derived rows of several spans.</summary>
internal sealed class SpanPoints(IReadOnlyList<SeriesSpan> spans) : QueryRows
{
    private readonly PointRows[] _spans = [.. spans.Select(static s => new PointRows(s.Series.Measurement, s.Series))];
    private PointRows? _current;

    public IEnumerable<List<StoredPoint>> Points => _spans.Select(static rows => rows.Points);

    public override void BeginSeries(
        int statement, IReadOnlyDictionary<string, string> tags, IReadOnlyList<string> columns)
    {
        _current = _spans[statement];
        _current.BeginSeries(statement, tags, columns);
    }

    public override void Value(int column, ref Utf8JsonReader value) => _current!.Value(column, ref value);

    public override void EndRow() => _current!.EndRow();
}
