using System.Diagnostics.CodeAnalysis;
using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.LineProtocol;

/// <summary>
/// Series keys as they stand at the head of a line, back to <see cref="Series"/>. Allocates: callers that meet the
/// same key often keep what they got.
/// </summary>
public static class SeriesKeys
{
    /// <summary>Knows the measurements of <see cref="Measurements.All"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Series? series) =>
        TryParse(key, Measurements.Find, out series);

    /// <param name="key">Measurement and tags, tags sorted by name, as this host writes them.</param>
    /// <param name="find">The measurement of a name; null for one that is unknown.</param>
    /// <param name="series">With its tag values unescaped.</param>
    /// <returns>False where the measurement is unknown, or where the tags are not exactly its own.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> key, Func<string, Measurement?> find, [NotNullWhen(true)] out Series? series)
    {
        series = null;
        var name = NextPart(ref key);
        if (find(Encoding.UTF8.GetString(name)) is not { } measurement) return false;

        var values = new string[measurement.Tags.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var tag = NextPart(ref key);
            var equals = tag.IndexOf((byte)'=');
            if (equals < 0 || equals + 1 == tag.Length) return false;
            if (Unescape(tag[..equals]) != measurement.Tags[i]) return false;
            values[i] = Unescape(tag[(equals + 1)..]);
        }
        if (!key.IsEmpty) return false;
        series = new Series(measurement, [.. values]);
        return true;
    }

    /// <summary>Cuts off the part up to the next comma that isn't escaped, and the comma with it.</summary>
    internal static ReadOnlySpan<byte> NextPart(ref ReadOnlySpan<byte> key)
    {
        var at = 0;
        while (at < key.Length && key[at] != (byte)',') at += key[at] == (byte)'\\' ? 2 : 1;
        at = Math.Min(at, key.Length);
        var part = key[..at];
        key = at < key.Length ? key[(at + 1)..] : default;
        return part;
    }

    // Line protocol escapes the comma, the equals sign and the space in tags; any other backslash is itself.
    static string Unescape(ReadOnlySpan<byte> escaped)
    {
        if (escaped.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(escaped);
        var plain = new byte[escaped.Length];
        var length = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == (byte)'\\' && i + 1 < escaped.Length
                && escaped[i + 1] is (byte)',' or (byte)'=' or (byte)' ')
            {
                i++;
            }
            plain[length++] = escaped[i];
        }
        return Encoding.UTF8.GetString(plain, 0, length);
    }
}
