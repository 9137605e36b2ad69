using System.Collections.Concurrent;
using System.Text;

namespace Telemetry.Domain.Readings;

/// <summary>
/// The open float fields of quality points, each name once for the whole process, so that they too compare by
/// reference. Shared by all connections; holds at most a fixed number of names.
/// </summary>
public sealed class QualityParameters(int limit = QualityParameters.DefaultLimit)
{
    public const int DefaultLimit = 1_000;

    public const int MaxNameLength = 40;

    static readonly ValueRange Concentration = new(0, 1e6);
    static readonly ValueRange Acidity = new(0, 14);
    static readonly ValueRange Celsius = new(-50, 150);

    readonly ConcurrentDictionary<string, FieldDefinition> _byName = new(StringComparer.Ordinal);
    readonly Lock _growth = new();

    public int Limit => limit;

    /// <summary>Letters <c>a</c> to <c>z</c>, digits and <c>_</c>, 1 to 40 of them.</summary>
    public static bool IsValidName(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxNameLength) return false;
        foreach (var c in name)
        {
            if (c is not (>= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'_')) return false;
        }
        return true;
    }

    /// <summary>Names that mean something else in a stored point: its tags, its time, and its other fields.</summary>
    public static bool IsReserved(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("flags"u8) || name.SequenceEqual("time"u8) || name.SequenceEqual("plant"u8)
        || name.SequenceEqual("point"u8);

    /// <summary>The field of a valid, unreserved name; null where the limit is reached.</summary>
    public FieldDefinition? Find(ReadOnlySpan<byte> utf8Name)
    {
        var name = Encoding.UTF8.GetString(utf8Name);
        if (_byName.TryGetValue(name, out var known)) return known;
        lock (_growth)
        {
            if (_byName.TryGetValue(name, out known)) return known;
            if (_byName.Count >= limit) return null;
            return _byName[name] = new FieldDefinition(name, FieldType.Float) { Plausible = PlausibleOf(name) };
        }
    }

    static ValueRange PlausibleOf(string name) => name switch
    {
        "ph" => Acidity,
        "temp_c" => Celsius,
        _ when name.EndsWith("_mgl", StringComparison.Ordinal) => Concentration,
        _ => ValueRange.Finite,
    };
}
