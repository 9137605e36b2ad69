using System.Buffers.Text;
using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.LineProtocol;

/// <summary>
/// Walks the fields of one line. Stops at the first that does not parse, with <see cref="IsValid"/> false.
/// </summary>
public ref struct FieldReader(ReadOnlySpan<byte> fieldSet)
{
    ReadOnlySpan<byte> _rest = fieldSet;
    ReadOnlySpan<byte> _text;

    /// <summary>
    /// False once something did not parse; true after a walk to the end means that every field was good.
    /// </summary>
    public bool IsValid { get; private set; } = !fieldSet.IsEmpty;

    public ReadOnlySpan<byte> Name { get; private set; }

    public FieldType Type { get; private set; }

    /// <summary>The value of a float, an integer, or a boolean (0 or 1); 0 for a text.</summary>
    public double Number { get; private set; }

    /// <summary>The value of an integer or a boolean (0 or 1), exactly; 0 otherwise.</summary>
    public long Integer { get; private set; }

    /// <summary>The text with its escapes undone. Allocates; only for <see cref="FieldType.Text"/>.</summary>
    public readonly string ReadText()
    {
        if (_text.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(_text);
        var plain = new byte[_text.Length];
        var length = 0;
        for (var i = 0; i < _text.Length; i++)
        {
            if (_text[i] == (byte)'\\' && i + 1 < _text.Length && _text[i + 1] is (byte)'\\' or (byte)'"') i++;
            plain[length++] = _text[i];
        }
        return Encoding.UTF8.GetString(plain, 0, length);
    }

    public bool MoveNext()
    {
        if (_rest.IsEmpty || !IsValid) return false;
        var equals = _rest.IndexOf((byte)'=');
        if (equals <= 0 || equals + 1 == _rest.Length) return Fail();

        Name = _rest[..equals];
        _rest = _rest[(equals + 1)..];
        Number = 0;
        Integer = 0;
        _text = default;
        return _rest[0] == (byte)'"' ? ReadQuoted() : ReadPlain();
    }

    bool ReadQuoted()
    {
        Type = FieldType.Text;
        var at = 1;
        while (true)
        {
            var next = _rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return Fail();
            at += next;
            if (_rest[at] == (byte)'"') break;
            at += 2;
            if (at >= _rest.Length) return Fail();
        }
        _text = _rest[1..at];
        return Advance(at + 1);
    }

    bool ReadPlain()
    {
        var end = _rest.IndexOf((byte)',');
        if (end < 0) end = _rest.Length;
        var value = _rest[..end];
        return !value.IsEmpty && ReadValue(value) ? Advance(end) : Fail();
    }

    bool ReadValue(ReadOnlySpan<byte> value)
    {
        int consumed;
        switch (value[^1])
        {
            case (byte)'i':
                Type = FieldType.Integer;
                if (!Utf8Parser.TryParse(value, out long integer, out consumed) || consumed != value.Length - 1)
                    return false;
                Integer = integer;
                Number = integer;
                return true;
            case >= (byte)'0' and <= (byte)'9' or (byte)'.':
                Type = FieldType.Float;
                if (!Utf8Parser.TryParse(value, out double number, out consumed) || consumed != value.Length
                    || !double.IsFinite(number))
                {
                    return false;
                }
                Number = number;
                return true;
            default:
                Type = FieldType.Boolean;
                if (value.SequenceEqual("true"u8) || value is [(byte)'t'] or [(byte)'T'])
                    Integer = 1;
                else if (!value.SequenceEqual("false"u8) && value is not ([(byte)'f'] or [(byte)'F']))
                    return false;
                Number = Integer;
                return true;
        }
    }

    // After a value stands the end, or a comma and a further field.
    bool Advance(int length)
    {
        if (length < _rest.Length && (_rest[length] != (byte)',' || length + 1 == _rest.Length)) return Fail();
        _rest = length < _rest.Length ? _rest[(length + 1)..] : default;
        return true;
    }

    bool Fail()
    {
        IsValid = false;
        return false;
    }
}
