namespace Telemetry.Domain.Readings;

/// <summary>One field of a <see cref="Reading"/>: a number (Float, Integer, Boolean as 0 or 1) or a text.</summary>
public readonly record struct FieldValue(FieldDefinition Definition, double Number, string? Text = null);

/// <summary>
/// A decoded reading, filled and emptied many times by its one owner (a decoder on its connection's thread), so that
/// the hot path allocates nothing. Whoever wants to keep it copies what it needs before returning.
/// </summary>
public sealed class Reading
{
    private FieldValue[] _fields = new FieldValue[16];
    private int _count;

    public Series Series { get; private set; } = null!;

    /// <summary>Device time, Unix milliseconds, UTC.</summary>
    public long TimeMs { get; set; }

    public ReadingFlags Flags { get; set; }

    /// <summary>The HJ 212 letter; <c>N</c> where the device sent none.</summary>
    public char Quality { get; set; } = 'N';

    /// <summary>Without <c>q</c> and <c>flags</c>, which are always written and have properties of their own.</summary>
    public ReadOnlySpan<FieldValue> Fields => _fields.AsSpan(0, _count);

    /// <summary>Empties the reading for the next object. The series may follow with <see cref="Assign"/>.</summary>
    public void Clear()
    {
        Series = null!;
        TimeMs = 0;
        Flags = ReadingFlags.None;
        Quality = 'N';
        Array.Clear(_fields, 0, _count);
        _count = 0;
    }

    public void Assign(Series series) => Series = series;

    /// <summary>Sets a field; a key that came twice in one object keeps its last value.</summary>
    public void Set(FieldDefinition definition, double number, string? text = null)
    {
        for (var i = 0; i < _count; i++)
        {
            if (!ReferenceEquals(_fields[i].Definition, definition)) continue;
            _fields[i] = new FieldValue(definition, number, text);
            return;
        }
        if (_count == _fields.Length) Array.Resize(ref _fields, _count * 2);
        _fields[_count++] = new FieldValue(definition, number, text);
    }

    /// <summary>Takes a field out again: a key that came twice, <c>null</c> the second time.</summary>
    public void Remove(FieldDefinition definition)
    {
        for (var i = 0; i < _count; i++)
        {
            if (!ReferenceEquals(_fields[i].Definition, definition)) continue;
            _fields.AsSpan(i + 1, _count - i - 1).CopyTo(_fields.AsSpan(i));
            _fields[--_count] = default;
            return;
        }
    }

    public bool TryGet(FieldDefinition definition, out FieldValue value)
    {
        foreach (var field in Fields)
        {
            if (!ReferenceEquals(field.Definition, definition)) continue;
            value = field;
            return true;
        }
        value = default;
        return false;
    }
}
