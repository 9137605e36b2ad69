using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>The cursor of a store that has no transactions to keep it in: one line, replaced as a whole.</summary>
public sealed class CursorFile(string path, IFileLayer files, ILogger log)
{
    private readonly string _path = Path.GetFullPath(path);

    /// <summary>
    /// Stamp of the last <c>changes</c> before the cursor that was loaded, Unix ms; 0 where it is not known.
    /// </summary>
    public long LastChangeMs { get; private set; }

    /// <summary>Null where there is none, or where it is damaged: then everything kept is sent again.</summary>
    public SpoolCursor? Load()
    {
        if (!files.Exists(_path)) return null;
        var bytes = new byte[512];
        using var file = files.OpenRead(_path);
        var text = Encoding.ASCII.GetString(bytes.AsSpan(0, file.Read(bytes, 0)));
        var words = text.Split(' ');
        if (words is ["telemetry-cursor", "v1", var spool, var segment, var offset, var line, var stored, var rejected,
            var change, _]
            && Guid.TryParseExact(spool, "N", out var id)
            && Number(segment, out var number)
            && Number(offset, out var at)
            && Number(line, out var lines)
            && Number(stored, out var good)
            && Number(rejected, out var bad)
            && Number(change, out var changeMs))
        {
            var cursor = new SpoolCursor(id, new SpoolPosition(number, at, lines), good, bad);
            if (Encode(cursor, changeMs) == text)
            {
                LastChangeMs = changeMs;
                return cursor;
            }
        }
        SpoolLog.CursorDamaged(log, _path);
        return null;
    }

    /// <summary>On disk when it returns.</summary>
    /// <param name="cursor">Where the store stands.</param>
    /// <param name="lastChangeMs">The stamp of the <c>changes</c> written last, Unix ms.</param>
    public void Save(SpoolCursor cursor, long lastChangeMs = 0)
    {
        files.CreateFolder(Path.GetDirectoryName(_path)!);
        WholeFile.Replace(files, _path, Encoding.ASCII.GetBytes(Encode(cursor, lastChangeMs)));
    }

    private static string Encode(SpoolCursor cursor, long lastChangeMs)
    {
        var position = cursor.Position;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"telemetry-cursor v1 {cursor.Spool:N} {position.Segment} {position.Offset} {position.Line} "
            + $"{cursor.Stored} {cursor.Rejected} {lastChangeMs}");
        var crc = Crc32C.Of(Encoding.ASCII.GetBytes(text));
        return string.Create(CultureInfo.InvariantCulture, $"{text} {crc:x8}\n");
    }

    private static bool Number(string word, out long value) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
