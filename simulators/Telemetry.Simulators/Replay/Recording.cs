using System.Globalization;
using Sylvan.Data.Csv;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Replay;

/// <summary>A file that can't be replayed as asked; the message is one line for a person.</summary>
public sealed class RecordingException : Exception
{
    public RecordingException()
    {
    }

    public RecordingException(string message)
        : base(message)
    {
    }

    public RecordingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>
/// A CSV file row by row as readings with their recorded times. The same file gives the same readings.
/// </summary>
public sealed class Recording : IDisposable
{
    private readonly ReplayOptions _options;
    private readonly ReplayCounts _counts;
    private readonly CsvDataReader _csv;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly LocalClock _clock;
    private readonly ObjectWriter _json = new();

    /// <exception cref="RecordingException">No such file, not CSV, or a column that it hasn't.</exception>
    public Recording(ReplayOptions options, ReplayCounts counts)
    {
        _options = options;
        _counts = counts;
        _clock = new LocalClock(options.TimeZone, options.TimeFormat);
        try
        {
            _csv = CsvDataReader.Create(options.File, new CsvDataReaderOptions { Delimiter = options.Delimiter });
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or CsvFormatException or CsvMissingHeadersException)
        {
            throw new RecordingException($"{options.File}: {e.Message}", e);
        }
        for (var i = 0; i < _csv.FieldCount; i++) _columns.TryAdd(_csv.GetName(i), i);
        string[] wanted =
        [
            options.TimeColumn, .. options.Topic.Columns, .. options.Maps.Select(static map => map.Column),
            .. options.Where.Select(static filter => filter.Column),
        ];
        if (wanted.FirstOrDefault(column => !_columns.ContainsKey(column)) is not { } missing) return;
        _csv.Dispose();
        var present = string.Join(", ", _columns.Keys.Where(static name => name.Length > 0));
        throw new RecordingException($"{options.File} has no column '{missing}'; there are {present}");
    }

    /// <summary>
    /// Rows that are sent, with the time as recorded; <paramref name="shift"/> says, from the first of them, how much
    /// is added to the <c>ts</c>.
    /// </summary>
    public IEnumerable<(long RecordedMs, DeviceMessage Message)> Readings(Func<long, long> shift)
    {
        long? added = null;
        while (Read())
        {
            _counts.Read++;
            if (!IsWanted())
            {
                _counts.Filtered++;
                continue;
            }
            if (IsBlank())
            {
                _counts.Blank++;
                continue;
            }
            if (_options.Topic.Fill(Value) is not { } topic)
            {
                _counts.Mark(_counts.Read, "a value that can't stand in a topic");
                continue;
            }
            var text = Value(_options.TimeColumn);
            if (_clock.Read(text, topic, out var ms) is var problem and not TimeProblem.None)
            {
                // Every row would fail in the same way.
                if (problem == TimeProblem.ZoneMissing)
                    throw new RecordingException($"'{text}' has no offset, and no time zone is named");
                _counts.Mark(_counts.Read, problem == TimeProblem.Nonexistent
                    ? $"'{text}' was skipped when the clocks went forward"
                    : $"'{text}' is not a time in the format");
                continue;
            }
            added ??= shift(ms);
            if (Write(topic, ms + added.Value) is { } message) yield return (ms, message);
        }
    }

    public void Dispose()
    {
        _csv.Dispose();
        _json.Dispose();
    }

    private bool Read()
    {
        try
        {
            return _csv.Read();
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException or IOException)
        {
            throw new RecordingException($"{_options.File}, after row {_counts.Read}: {e.Message}", e);
        }
    }

    private string Value(string column)
    {
        var ordinal = _columns[column];
        return ordinal < _csv.RowFieldCount ? _csv.GetString(ordinal).Trim() : "";
    }

    private bool IsWanted()
    {
        foreach (var (column, value) in _options.Where)
        {
            if (Value(column) != value) return false;
        }
        return true;
    }

    private bool IsBlank()
    {
        var any = false;
        foreach (var map in _options.Maps)
        {
            var has = Value(map.Column).Length > 0;
            if (map.IsRequired && !has) return true;
            any |= has;
        }
        return !any;
    }

    private DeviceMessage? Write(string topic, long ms)
    {
        _json.Begin(ms);
        foreach (var map in _options.Maps)
        {
            var text = Value(map.Column);
            if (text.Length == 0) continue;
            if (Problem(map, text) is not { } problem) continue;
            _counts.Mark(_counts.Read, problem);
            return null;
        }
        foreach (var (field, value) in _options.Constants) _json.Text(field, value);
        return _json.End(topic, ms);
    }

    // Writes the field, or says why it can't.
    private string? Problem(ColumnMap map, string text)
    {
        switch (map.Type)
        {
            case MappedType.Text:
                _json.Text(map.Field, text);
                return null;
            case MappedType.Boolean:
                if (Truth(text) is not { } flag) return $"{map.Column}: '{text}' is neither true nor false";
                _json.Flag(map.Field, flag);
                return null;
            default:
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    || !double.IsFinite(number))
                    return $"{map.Column}: '{text}' is not a number";
                _json.Number(map.Field, map.Unit?.Convert(number) ?? number);
                return null;
        }
    }

    private static bool? Truth(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "YES" or "ON" => true,
        "FALSE" or "0" or "NO" or "OFF" => false,
        _ => null,
    };
}
