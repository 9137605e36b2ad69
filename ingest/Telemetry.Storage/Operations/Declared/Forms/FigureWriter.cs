using System.Text.Json;

namespace Telemetry.Storage.Operations.Declared.Forms;

/// <summary>Writes the fields of a figure in their one canonical form; what is null or empty is left out.</summary>
internal readonly struct FigureWriter(Utf8JsonWriter json)
{
    public void Text(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) json.WriteString(name, value);
    }

    public void Number(string name, double? value)
    {
        // Not every double is a number of JSON; what isn't one is refused when it is read again.
        if (value is not { } number) return;
        if (double.IsFinite(number)) json.WriteNumber(name, number + 0.0);
        else json.WriteString(name, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Day(string name, DateOnly? value)
    {
        if (value is { } day) json.WriteString(name, Declaration.Iso(day));
    }

    public void Instant(string name, DateTimeOffset value) => json.WriteString(name, Declaration.Iso(value));
}
