using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>
/// What could not be read is kept here, byte for byte, one file for each damaged stretch. The names carry the counts
/// (<c>{segment}-{offset}-{lines}.damaged</c>, <c>.missing</c>, <c>.torn</c>), so they outlive a restart, and meeting
/// the same damage again counts nothing twice. Nothing here is ever deleted by the host.
/// </summary>
internal sealed class SetAside(IFileLayer files, string folder, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private long _damagedLines;
    private long _missingLines;

    /// <summary>Lines in blocks that failed their checksum, ever.</summary>
    public long DamagedLines => Interlocked.Read(ref _damagedLines);

    /// <summary>Lines whose segment or bytes are gone, ever.</summary>
    public long MissingLines => Interlocked.Read(ref _missingLines);

    public void Load()
    {
        foreach (var name in files.List(folder))
        {
            var parts = Path.GetFileNameWithoutExtension(name).Split('-');
            if (parts.Length != 3
                || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var lines)) continue;
            Count(Key(parts[0], parts[1], Path.GetExtension(name)), Path.GetExtension(name), lines);
        }
    }

    public void Damaged(BlockSource source, long segment, long offset, long length, long lines)
    {
        if (Keep(".damaged", segment, offset, lines, source, length))
            SpoolLog.BlockDamaged(log, segment, offset, length, lines, folder);
    }

    public void Torn(BlockSource source, long segment, long offset, long length)
    {
        if (Keep(".torn", segment, offset, 0, source, length)) SpoolLog.TailCut(log, segment, offset, length);
    }

    public void Missing(long segment, long offset, long lines)
    {
        if (Keep(".missing", segment, offset, lines, null, 0)) SpoolLog.LinesMissing(log, segment, offset, lines);
    }

    private bool Keep(string kind, long segment, long offset, long lines, BlockSource? source, long length)
    {
        lock (_gate)
        {
            var number = segment.ToString("D10", CultureInfo.InvariantCulture);
            var place = offset.ToString("D12", CultureInfo.InvariantCulture);
            // A torn tail may be cut at the same place again; every other damage is met again unchanged.
            if (!Count(Key(number, place, kind), kind, lines) && kind != ".torn") return false;
            try
            {
                Save(string.Create(CultureInfo.InvariantCulture, $"{number}-{place}-{lines}{kind}"), source, offset,
                    length);
            }
            catch (DiskFullException)
            {
                // Counted all the same; the segment itself still holds damaged bytes while it is kept.
                SpoolLog.NotSetAside(log, segment, offset, folder);
            }
            return true;
        }
    }

    private bool Count(string key, string kind, long lines)
    {
        if (!_known.Add(key)) return false;
        if (kind == ".damaged") Interlocked.Add(ref _damagedLines, lines);
        if (kind == ".missing") Interlocked.Add(ref _missingLines, lines);
        return true;
    }

    private static string Key(string segment, string offset, string kind) => $"{segment}-{offset}{kind}";

    private void Save(string name, BlockSource? source, long offset, long length)
    {
        files.CreateFolder(folder);
        var path = Path.Combine(folder, name);
        for (var again = 1; files.Exists(path); again++)
            path = Path.Combine(folder, Path.ChangeExtension(name, $".{again}{Path.GetExtension(name)}"));
        using (var file = files.Create(path))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
            for (long done = 0; source is not null && done < length;)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done));
                var read = source.ReadTolerant(part, offset + done);
                if (read == 0) break;
                file.Write(part[..read], done);
                done += read;
            }
            ArrayPool<byte>.Shared.Return(buffer);
            file.Sync();
        }
        files.SyncFolder(folder);
    }
}
