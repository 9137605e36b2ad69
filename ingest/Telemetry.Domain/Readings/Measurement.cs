using System.Collections.Immutable;

namespace Telemetry.Domain.Readings;

/// <summary>A measurement: its tags in line-protocol order (sorted by name) and its fields.</summary>
/// <param name="Name">As stored.</param>
/// <param name="Tags">Sorted by name, as InfluxDB wants them.</param>
/// <param name="Fields">Every declared field.</param>
/// <param name="OpenFloats">
/// True where any further key <c>[a-z0-9_]{1,40}</c> is a float field (quality parameters).
/// </param>
/// <param name="IsDerived">
/// True where the rows are this host's own conclusions: each is written whole, and a later one replaces every field of
/// an earlier one, where readings of one identity are merged.
/// </param>
public sealed record Measurement(
    string Name, ImmutableArray<string> Tags, ImmutableArray<FieldDefinition> Fields, bool OpenFloats = false,
    bool IsDerived = false)
{
    /// <summary>True where every point carries the HJ 212 letter <c>q</c>.</summary>
    public bool HasQuality { get; } = Fields.Any(static field => field.Name == "q");

    public FieldDefinition? Find(string field)
    {
        foreach (var candidate in Fields)
        {
            if (candidate.Name == field) return candidate;
        }
        return null;
    }

    public override string ToString() => Name;
}
