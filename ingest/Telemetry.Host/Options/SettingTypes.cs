using System.Collections;
using System.Reflection;

namespace Telemetry.Host.Options;

/// <summary>What a setting takes, from its type.</summary>
internal static class SettingTypes
{
    /// <summary>The option of this name; null where there is none, or none that can be set.</summary>
    public static PropertyInfo? Find(Type options, string name) =>
        Settable(options).FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<PropertyInfo> Settable(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } || IsCollection(property.PropertyType));

    /// <summary>Options of a room of their own, rather than a value.</summary>
    public static bool IsSection(Type type) =>
        type.IsClass && !IsCollection(type)
            && type.Namespace?.StartsWith("Telemetry.", StringComparison.Ordinal) == true;

    public static bool IsCollection(Type type) => type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable));

    /// <summary>Turns away texts that .NET would read as something nobody meant.</summary>
    public static bool Fits(string value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type);
        if (plain is not null && value.Length == 0) return true;
        plain ??= type;
        if (plain.IsEnum) return Enum.GetNames(plain).Contains(value, StringComparer.OrdinalIgnoreCase);
        // A bare number would be days.
        if (plain == typeof(TimeSpan)) return value.Contains(':', StringComparison.Ordinal);
        return plain != typeof(Uri) || value.Length > 0;
    }

    public static string Allowed(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } plain => $"one of {string.Join(", ", Enum.GetNames(plain))}",
        var plain when plain == typeof(TimeSpan) => "a duration such as 00:00:30 (hh:mm:ss) or 7.00:00:00 (days)",
        var plain when plain == typeof(bool) => "true or false",
        var plain when plain == typeof(int) || plain == typeof(long) => "a whole number",
        var plain when plain == typeof(double) => "a number",
        var plain when plain == typeof(Uri) => "an address such as http://127.0.0.1:8086",
        _ => "a text",
    };
}
