using System.Collections.Immutable;
using System.Text;

namespace Telemetry.Domain.Readings;

/// <summary>
/// A measurement with its tag values. <see cref="Key"/> is the canonical series key, which is also the head of the
/// line in line protocol: <c>plant_flow,meter=influent,plant=sewage-1</c>. Tag values are identifiers, so nothing in
/// it ever needs escaping. (measurement, tags, device time) is the identity of a stored point.
/// </summary>
public sealed class Series : IEquatable<Series>
{
    /// <summary>Bytes of a companion that are needed with every reading, at most.</summary>
    internal const int CompanionBytes = 192;

    /// <summary>A series and its key, which is made right behind it.</summary>
    internal const int BytesWithKey = 128;

    public Series(Measurement measurement, params ImmutableArray<string> tagValues)
    {
        if (tagValues.Length != measurement.Tags.Length)
            throw new ArgumentException($"{measurement.Name} has {measurement.Tags.Length} tags", nameof(tagValues));
        Measurement = measurement;
        TagValues = tagValues;
        // The bytes first: of what is made here they alone are read with every reading, so they lie next to the series.
        Utf8Key = Utf8KeyOf(measurement, tagValues);
        var key = new StringBuilder(measurement.Name);
        for (var i = 0; i < tagValues.Length; i++)
            key.Append(',').Append(measurement.Tags[i]).Append('=').Append(tagValues[i]);
        Key = key.ToString();
    }

    public Measurement Measurement { get; }

    /// <summary>In the order of <see cref="Measurement.Tags"/>.</summary>
    public ImmutableArray<string> TagValues { get; }

    public string Key { get; }

    public byte[] Utf8Key { get; }

    /// <summary>
    /// What the host keeps of this series, beside it: looking it up with every reading would cost more than decoding
    /// does once there are many series. Null until set; no part of the identity.
    /// </summary>
    public object? Companion { get; set; }

    /// <summary>The value of a tag; throws where the measurement has no such tag.</summary>
    public string this[string tag] => TagValues[Measurement.Tags.IndexOf(tag)];

    public bool Equals(Series? other) => other is not null && Key == other.Key;

    public override bool Equals(object? obj) => Equals(obj as Series);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Key;

    static byte[] Utf8KeyOf(Measurement measurement, ImmutableArray<string> tagValues)
    {
        var utf8 = Encoding.UTF8;
        var length = utf8.GetByteCount(measurement.Name);
        for (var i = 0; i < tagValues.Length; i++)
            length += 2 + utf8.GetByteCount(measurement.Tags[i]) + utf8.GetByteCount(tagValues[i]);
        var key = new byte[length];
        var at = utf8.GetBytes(measurement.Name, key);
        for (var i = 0; i < tagValues.Length; i++)
        {
            key[at++] = (byte)',';
            at += utf8.GetBytes(measurement.Tags[i], key.AsSpan(at));
            key[at++] = (byte)'=';
            at += utf8.GetBytes(tagValues[i], key.AsSpan(at));
        }
        return key;
    }
}
