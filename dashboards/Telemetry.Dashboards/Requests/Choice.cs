using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Requests;

/// <summary>One of an enumeration's words, or none.</summary>
internal static class Choice
{
    public static Parsed<T?> Parse<T>(string name, string? text)
        where T : struct, Enum
    {
        if (text is null) return new Parsed<T?>(null, null);
        return WireNames.TryParse(text, out T value)
            ? new Parsed<T?>(value, null)
            : Parsed.Wrong($"{name} '{text}': one of {string.Join(", ", WireNames.All<T>())}");
    }
}
