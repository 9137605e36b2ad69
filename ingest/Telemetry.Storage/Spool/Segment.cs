using System.Globalization;

namespace Telemetry.Storage.Spool;

/// <summary>What is known of a segment without reading it. Guarded by the spool's lock.</summary>
internal sealed class Segment(long number, string path)
{
    private const string Prefix = "spool-";
    private const string Extension = ".lp";

    public long Number { get; } = number;

    public string Path { get; } = path;

    /// <summary>Lines ever spooled before this segment.</summary>
    public long FirstLine { get; set; }

    /// <summary>When it was begun, Unix milliseconds; so nothing in it is older.</summary>
    public long BegunMs { get; set; }

    /// <summary>Bytes in the file, as far as written.</summary>
    public long Length { get; set; }

    public SpoolPosition Start => new(Number, SegmentHead.Size, FirstLine);

    public static string Name(long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D10}{Extension}");

    public static bool TryNumber(string name, out long number)
    {
        number = 0;
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(
                name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Extension.Length), NumberStyles.None,
                CultureInfo.InvariantCulture, out number);
    }
}
