using System.Text;

namespace Telemetry.Domain.Readings;

public enum FieldType
{
    Float,
    Integer,
    Text,
    Boolean,
}

/// <summary>
/// A field of a measurement. Its type is declared here and nowhere else, so no writer can cause a type conflict.
/// Instances are compared by reference.
/// </summary>
public sealed class FieldDefinition(string name, FieldType type)
{
    public string Name { get; } = name;

    public FieldType Type { get; } = type;

    /// <summary>The name as it stands in JSON and in line protocol; field names never need escaping.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>A value beyond is rejected as <c>out_of_range</c>. Any finite number unless said otherwise.</summary>
    public ValueRange Allowed { get; init; } = ValueRange.Finite;

    /// <summary>
    /// A value beyond is stored and flagged <see cref="ReadingFlags.Implausible"/>. No doubt unless said otherwise.
    /// </summary>
    public ValueRange Plausible { get; init; } = ValueRange.Finite;

    public override string ToString() => $"{Name} ({Type})";
}
