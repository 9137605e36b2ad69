using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Derived;

/// <summary>
/// A row of a derived measurement, whole. What isn't set is stored as unknown (numbers), false or empty (truths and
/// texts), and replaces what stood there. Two rows with the same values are stored as the same bytes.
/// </summary>
public sealed class DerivedPoint
{
    // By the place of the field in its measurement: double, long, string, bool, or null for an unknown number.
    private readonly object?[] _values;

    /// <param name="series">Of a derived measurement.</param>
    /// <param name="timeMs">Where the hour or local day begins, Unix ms.</param>
    public DerivedPoint(Series series, long timeMs)
    {
        if (!series.Measurement.IsDerived)
            throw new ArgumentException($"{series.Measurement} is not derived", nameof(series));
        foreach (var value in series.TagValues)
        {
            if (!Identifier.IsValid(value)) throw new ArgumentException($"'{value}' is no tag value", nameof(series));
        }
        Series = series;
        TimeMs = timeMs;
        var fields = series.Measurement.Fields;
        _values = new object?[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            _values[i] = fields[i].Type switch
            {
                FieldType.Text => "",
                FieldType.Boolean => false,
                _ => null,
            };
        }
    }

    public Series Series { get; }

    public long TimeMs { get; }

    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(TimeMs);

    /// <summary>In the order of the measurement's fields; null for an unknown number.</summary>
    public ReadOnlySpan<object?> Values => _values;

    /// <summary>Null is unknown. Throws for what is not finite, which would be our bug.</summary>
    public DerivedPoint Set(FieldDefinition field, double? value)
    {
        if (value is { } number && !double.IsFinite(number))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{field} is not finite");
        // A store may keep no sign of a zero: two equal rows must stay equal.
        _values[IndexOf(field, FieldType.Float)] = value + 0.0;
        return this;
    }

    /// <summary>Null is unknown. A float field takes a whole number as well.</summary>
    public DerivedPoint Set(FieldDefinition field, long? value)
    {
        if (field.Type is FieldType.Float) return Set(field, (double?)value);
        _values[IndexOf(field, FieldType.Integer)] = value;
        return this;
    }

    /// <summary>Null is empty; a control character becomes a space, as line protocol has no escape for one.</summary>
    public DerivedPoint Set(FieldDefinition field, string? value)
    {
        _values[IndexOf(field, FieldType.Text)] = OneLine(value ?? "");
        return this;
    }

    public DerivedPoint Set(FieldDefinition field, bool value)
    {
        _values[IndexOf(field, FieldType.Boolean)] = value;
        return this;
    }

    /// <summary>
    /// The fields in which this row differs from a stored one; all of them where nothing is stored. Whether a change of
    /// <see cref="DerivedMeasurements.Revision"/> alone counts is the caller's to say.
    /// </summary>
    public IEnumerable<FieldDefinition> DifferencesFrom(IReadOnlyDictionary<string, object>? stored)
    {
        var fields = Series.Measurement.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            if (stored is null || !Equals(_values[i], stored.GetValueOrDefault(fields[i].Name))) yield return fields[i];
        }
    }

    public override string ToString() => $"{Series} {Time:O}";

    private static string OneLine(string text) => text.Any(char.IsControl)
        ? string.Create(text.Length, text, static (line, text) =>
        {
            for (var i = 0; i < line.Length; i++) line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        })
        : text;

    private int IndexOf(FieldDefinition field, FieldType type)
    {
        var index = Series.Measurement.Fields.IndexOf(field);
        if (index < 0) throw new ArgumentException($"{Series.Measurement} has no field {field}", nameof(field));
        if (field.Type != type) throw new ArgumentException($"{field} takes no {type}", nameof(field));
        return index;
    }
}
