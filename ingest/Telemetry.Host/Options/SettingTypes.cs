namespace Telemetry.Host.Options;

/// <summary>Says in words what a setting takes, from its type.</summary>
internal static class SettingTypes
{
    /// <summary>Null where no words are better than the binder's own.</summary>
    public static string? Allowed(string path) => TypeOf(path) switch
    {
        { IsEnum: true } type => $"one of {string.Join(", ", Enum.GetNames(type))}",
        { } type when type == typeof(TimeSpan) => "a duration such as 00:00:30 (hh:mm:ss) or 7.00:00:00 (days)",
        { } type when type == typeof(bool) => "true or false",
        { } type when type == typeof(int) || type == typeof(long) => "a whole number",
        { } type when type == typeof(double) => "a number",
        { } type when type == typeof(Uri) => "an address such as http://127.0.0.1:8086",
        { } type when type == typeof(DateTimeOffset) => "a moment such as 2026-03-01T00:00:00+08:00",
        _ => null,
    };

    private static Type? TypeOf(string path)
    {
        var type = typeof(TelemetryOptions);
        foreach (var name in path.Split(':'))
        {
            var property = type.GetProperties().FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (property is null) return null;
            type = property.PropertyType;
        }
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
