using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Telemetry.Dashboards.Reports.Rendering;

/// <summary>
/// A workbook whose bytes are a function of its content: the same parts in the same order, with one time stamp and
/// relationship names that are counted instead of drawn.
/// </summary>
internal static partial class StablePackage
{
    /// <summary>The earliest that a ZIP archive can say.</summary>
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Of(byte[] workbook)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        using var stable = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read))
        using (var to = new ZipArchive(stable, ZipArchiveMode.Create, leaveOpen: true))
        {
            // The workbook names its sheets in their order, so it is what counts them.
            var workbookPart = Read(from.GetEntry("xl/workbook.xml")!);
            foreach (Match drawn in DrawnName.Matches(workbookPart)) names.TryAdd(drawn.Value, $"rId{names.Count + 1}");
            foreach (var part in from.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
                Copy(part, to, names);
        }
        return stable.ToArray();
    }

    private static void Copy(ZipArchiveEntry part, ZipArchive to, Dictionary<string, string> names)
    {
        var text = DrawnName.Replace(
            Read(part), drawn => names.TryGetValue(drawn.Value, out var counted) ? counted : drawn.Value);
        var entry = to.CreateEntry(part.FullName, CompressionLevel.Optimal);
        entry.LastWriteTime = Stamp;
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string Read(ZipArchiveEntry part)
    {
        using var reader = new StreamReader(part.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("(?<=\")R[0-9a-f]{32}(?=\")")]
    private static partial Regex DrawnName { get; }
}
