using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Derived;

/// <summary>Fields of a stored row by their declaration; what has no value there is null.</summary>
public static class StoredFields
{
    public static double? Number(this IReadOnlyDictionary<string, object> row, FieldDefinition field) =>
        row.TryGetValue(field.Name, out var value) ? (double)value : null;

    public static long? Integer(this IReadOnlyDictionary<string, object> row, FieldDefinition field) =>
        row.TryGetValue(field.Name, out var value) ? (long)value : null;

    /// <summary>Empty where nothing is stored.</summary>
    public static string Text(this IReadOnlyDictionary<string, object> row, FieldDefinition field) =>
        row.TryGetValue(field.Name, out var value) ? (string)value : "";

    /// <summary>False where nothing is stored.</summary>
    public static bool Truth(this IReadOnlyDictionary<string, object> row, FieldDefinition field) =>
        row.TryGetValue(field.Name, out var value) && (bool)value;
}
