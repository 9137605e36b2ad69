using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// Writes points of one measurement. A line is first read whole into <c>_slots</c>, so that a line that is wrong in its
/// last field leaves nothing behind, and then merged into its row.
/// </summary>
internal sealed class SqliteTable : IDisposable
{
    private const int MaxParameterLength = 40;

    // InfluxDB's range, 1677 to 2262: what one store takes the other takes as well.
    private const long MaxTimeMs = 9_223_372_036_854;

    private static readonly SearchValues<byte> ParameterBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_"u8);

    private readonly Measurement _measurement;
    private readonly SqliteStatement _merge;
    private readonly SqliteStatement? _mergeParameter;
    private readonly Slot[] _slots;
    private readonly Dictionary<byte[], byte[]> _parameterNames = new(SeriesKeyComparer.Instance);
    private readonly List<(byte[] Name, double Value)> _parameters = [];
    private byte[] _text = new byte[256];

    public SqliteTable(SqliteConnection connection, Measurement measurement)
    {
        _measurement = measurement;
        _slots = new Slot[measurement.Fields.Length];
        _merge = new SqliteStatement(connection, MergeSql(measurement));
        if (!measurement.OpenFloats) return;
        _mergeParameter = new SqliteStatement(
            connection,
            $"INSERT INTO \"{SqliteSchema.ParametersOf(measurement)}\" (series, time, parameter, value) "
            + "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (series, time, parameter) DO UPDATE SET value = excluded.value");
    }

    /// <summary>Takes the fields of a line. Null where the store will take them; else why it never will.</summary>
    public string? Read(FieldReader fields, long timeMs)
    {
        Array.Clear(_slots);
        _parameters.Clear();
        if (timeMs is > MaxTimeMs or < -MaxTimeMs) return $"the time {timeMs} is outside the years 1677 to 2262";
        var next = 0;
        while (fields.MoveNext())
        {
            var index = IndexOf(fields.Name, next);
            if (index < 0)
            {
                if (TakeParameter(fields) is { } trouble) return trouble;
                continue;
            }
            next = index + 1;
            var declared = _measurement.Fields[index];
            if (fields.Type != declared.Type)
                return $"field type conflict: {_measurement.Name}.{declared.Name} is {declared.Type}, not "
                    + $"{fields.Type}";
            var text = declared.Type is FieldType.Text ? fields.ReadText() : null;
            _slots[index] = new Slot(true, fields.Integer, fields.Number, text);
        }
        return fields.IsValid ? null : "unable to parse: the fields are not line protocol";
    }

    /// <summary>Merges what <see cref="Read"/> took into the point of that series and time.</summary>
    public void Merge(long series, long timeMs)
    {
        _merge.Bind(1, series);
        _merge.Bind(2, timeMs);
        for (var i = 0; i < _slots.Length; i++) BindSlot(i + 3, _measurement.Fields[i].Type, in _slots[i]);
        _merge.Execute();

        foreach (var (name, value) in _parameters)
        {
            _mergeParameter!.Bind(1, series);
            _mergeParameter.Bind(2, timeMs);
            _mergeParameter.Bind(3, (ReadOnlySpan<byte>)name);
            _mergeParameter.Bind(4, value);
            _mergeParameter.Execute();
        }
    }

    public void Dispose()
    {
        _merge.Dispose();
        _mergeParameter?.Dispose();
    }

    // Of readings the later arrival wins field by field, and a field it did not bring stays as it was. A derived row is
    // whole: what it doesn't bring has no value.
    private static string MergeSql(Measurement measurement)
    {
        var fields = measurement.Fields;
        var columns = string.Concat(fields.Select(f => $", \"{f.Name}\""));
        var values = string.Concat(Enumerable.Range(3, fields.Length).Select(i => $", ?{i}"));
        var updates = string.Join(
            ", ", fields.Select(f => measurement.IsDerived
                ? $"\"{f.Name}\" = excluded.\"{f.Name}\""
                : $"\"{f.Name}\" = COALESCE(excluded.\"{f.Name}\", \"{f.Name}\")"));
        return $"INSERT INTO \"{measurement.Name}\" (series, time{columns}) VALUES (?1, ?2{values}) "
            + $"ON CONFLICT (series, time) DO UPDATE SET {updates}";
    }

    // Fields come in the order of their declaration nearly always: the search begins where the last one ended.
    private int IndexOf(ReadOnlySpan<byte> name, int from)
    {
        var fields = _measurement.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            var index = from + i < fields.Length ? from + i : from + i - fields.Length;
            if (name.SequenceEqual(fields[index].Utf8Name)) return index;
        }
        return -1;
    }

    private string? TakeParameter(FieldReader fields)
    {
        var name = fields.Name;
        if (!_measurement.OpenFloats) return $"{_measurement.Name} has no field '{Encoding.UTF8.GetString(name)}'";
        if (name.Length > MaxParameterLength || name.ContainsAnyExcept(ParameterBytes))
            return $"'{Encoding.UTF8.GetString(name)}' is no parameter: 1 to {MaxParameterLength} of a-z, 0-9 and _";
        if (fields.Type != FieldType.Float)
            return $"field type conflict: {_measurement.Name}.{Encoding.UTF8.GetString(name)} is Float, not "
                + $"{fields.Type}";
        var known = _parameterNames.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(name, out var kept)) known[name] = kept = name.ToArray();
        _parameters.Add((kept, fields.Number));
        return null;
    }

    private void BindSlot(int parameter, FieldType type, in Slot slot)
    {
        if (!slot.IsSet) _merge.BindNull(parameter);
        else if (type is FieldType.Float) _merge.Bind(parameter, slot.Number);
        else if (type is FieldType.Text) _merge.Bind(parameter, Utf8(slot.Text!));
        else _merge.Bind(parameter, slot.Integer);
    }

    private ReadOnlySpan<byte> Utf8(string text)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < longest) _text = new byte[longest];
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }

    private readonly record struct Slot(bool IsSet, long Integer, double Number, string? Text);
}
