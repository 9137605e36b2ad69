using System.Collections.Immutable;
using System.Text.Json;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Derived;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>
/// Rows to points. Types are those of the measurement's declaration: the JSON of a float may look like an integer. A
/// value of another kind than declared is not this host's and is left out, as is what stands for an unknown number in a
/// derived row.
/// </summary>
internal sealed class PointRows(Measurement measurement, Series? only) : QueryRows
{
    readonly Dictionary<string, FieldDefinition> _open = new(StringComparer.Ordinal);
    readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    readonly string[] _tagValues = new string[measurement.Tags.Length];
    Column[] _columns = [];
    Dictionary<string, object> _values = new(StringComparer.Ordinal);
    long? _timeMs;

    readonly record struct Column(bool IsTime, int Tag, FieldDefinition? Field);

    public List<StoredPoint> Points { get; } = [];

    public override void BeginSeries(
        int statement, IReadOnlyDictionary<string, string> tags, IReadOnlyList<string> columns)
    {
        for (var i = 0; i < _tagValues.Length; i++) _tagValues[i] = tags.GetValueOrDefault(measurement.Tags[i], "");
        _columns = new Column[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            var name = columns[i];
            var tag = measurement.Tags.IndexOf(name);
            _columns[i] = new Column(name == "time", tag, tag >= 0 ? null : Field(name));
        }
    }

    public override void Value(int column, ref Utf8JsonReader value)
    {
        var (isTime, tag, field) = _columns[column];
        if (isTime)
        {
            if (value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var ms)) _timeMs = ms;
        }
        else if (tag >= 0)
        {
            if (value.TokenType == JsonTokenType.String) _tagValues[tag] = value.GetString()!;
        }
        else if (field is not null && Read(field.Type, ref value) is { } read
                 && !(measurement.IsDerived && read is Fill.Number or Fill.Integer))
        {
            _values[field.Name] = read;
        }
    }

    public override void EndRow()
    {
        if (_timeMs is { } timeMs && _values.Count > 0)
        {
            Points.Add(
                new StoredPoint(only ?? SeriesOfRow(), DateTimeOffset.FromUnixTimeMilliseconds(timeMs), _values));
            _values = new Dictionary<string, object>(StringComparer.Ordinal);
        }
        _values.Clear();
        _timeMs = null;
    }

    Series SeriesOfRow()
    {
        var key = string.Join('\n', _tagValues);
        if (!_series.TryGetValue(key, out var series))
        {
            series = new Series(measurement, ImmutableArray.Create(_tagValues));
            _series.Add(key, series);
        }
        return series;
    }

    FieldDefinition? Field(string name)
    {
        if (name == "time") return null;
        if (measurement.Find(name) is { } declared) return declared;
        if (!measurement.OpenFloats) return null;
        if (!_open.TryGetValue(name, out var field))
            _open.Add(name, field = new FieldDefinition(name, FieldType.Float));
        return field;
    }

    static object? Read(FieldType type, ref Utf8JsonReader value) => (type, value.TokenType) switch
    {
        (FieldType.Float, JsonTokenType.Number) => value.GetDouble(),
        (FieldType.Integer, JsonTokenType.Number) => value.TryGetInt64(out var whole) ? whole : (long)value.GetDouble(),
        (FieldType.Text, JsonTokenType.String) => value.GetString(),
        (FieldType.Boolean, JsonTokenType.True) => true,
        (FieldType.Boolean, JsonTokenType.False) => false,
        _ => null,
    };
}
