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

    public override string ToString() => $"{Name} ({Type})";
}
