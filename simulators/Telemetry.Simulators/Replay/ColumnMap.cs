namespace Telemetry.Simulators.Replay;

public enum MappedType
{
    Number,
    Text,
    Boolean,
}

/// <summary>From a column to a field: <c>flow_m3h=value:MGD</c>, <c>lat=latitude</c>.</summary>
/// <param name="Unit">Null where the column is in the field's own unit.</param>
public sealed record ColumnMap(string Field, string Column, Unit? Unit)
{
    private static readonly string[] TextFields =
        ["q", "state", "code", "message", "unit", "ticket", "vehicle", "material", "source", "reason", "scale"];

    private static readonly string[] BooleanFields = ["ignition", "working"];

    public MappedType Type =>
        TextFields.Contains(Field) ? MappedType.Text
        : BooleanFields.Contains(Field) ? MappedType.Boolean
        : MappedType.Number;

    /// <summary>A position without one of its two halves is none.</summary>
    public bool IsRequired => Field is "lat" or "lon";

    /// <exception cref="FormatException">The message says what is wrong, in one line.</exception>
    public static ColumnMap Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
            throw new FormatException($"'{text}' is not field=column or field=column:unit");
        var (field, column) = (text[..equals], text[(equals + 1)..]);
        if (!field.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            throw new FormatException($"'{field}' is not a field: small letters, digits and _");
        var colon = column.LastIndexOf(':');
        if (colon < 0) return new ColumnMap(field, column, null);
        var name = column[(colon + 1)..];
        if (!Unit.All.TryGetValue(name, out var unit))
        {
            var known = string.Join(", ", Unit.All.Keys.Order(StringComparer.OrdinalIgnoreCase));
            throw new FormatException($"'{name}' is no known unit; there are {known}");
        }
        if (!unit.Fits(field))
            throw new FormatException($"{name} becomes a field that ends in _{unit.Target}, not {field}");
        return new ColumnMap(field, column[..colon], unit);
    }
}
