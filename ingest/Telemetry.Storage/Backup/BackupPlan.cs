using Telemetry.Storage.Operations;

namespace Telemetry.Storage.Backup;

/// <summary>What a backup holds.</summary>
/// <param name="Folder">
/// The host's data folder: every database, the spool, the cursor and the dead letters in it. What only means something
/// to a running process (locks, write-ahead logs, drafts) stays out.
/// </param>
/// <param name="Others">Single files kept elsewhere, such as the registry; they go under <c>elsewhere/</c>.</param>
public sealed record BackupPlan(string Folder, IReadOnlyList<string> Others)
{
    internal const string Elsewhere = "elsewhere";

    /// <summary>Keys that sign cookies: who holds one is signed in as anybody, and a restored host makes its own.
    /// </summary>
    private const string Keys = "keys";

    private static readonly string[] Transient = [".lock", ".pid", "-wal", "-shm", "-journal", ".new", ".partial"];

    /// <summary>The files there are now, in the order in which they must be copied.</summary>
    /// <remarks>
    /// <para>
    /// The order is what keeps the promise while the host runs. A cursor says: the store has everything before this
    /// place of the spool. A store only ever takes what the spool has already. So the side with the cursor is copied
    /// first: databases, whose snapshot holds rows and cursor of one instant, then a cursor that is a file of its own.
    /// The spool is copied later, and so reaches at least as far as that cursor; what was acknowledged before the
    /// backup began is either in the rows, or behind the cursor in the spool, or in both, which is harmless. The other
    /// way round the cursor could stand ahead of the spool's end, and new readings would take places that it has
    /// passed.
    /// </para>
    /// <para>
    /// The same holds one step further on: the operational store's cursor says that the derived values of the telemetry
    /// store are there, so it is copied before the telemetry. What the derivation did in between it does again after a
    /// restore.
    /// </para>
    /// <para>
    /// Within the spool: its id, then segments by number. The one that grows is the last, and is copied as far as it
    /// reaches at that moment; a block cut in two there is a torn tail, which opening the spool cuts off and which was
    /// not acknowledged. Dead letters come after both: a line that the store refused is among them before its cursor
    /// moves.
    /// </para>
    /// </remarks>
    internal List<BackupFile> List()
    {
        var folder = Path.GetFullPath(Folder);
        var files = new List<BackupFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (IsTransient(path) || IsKey(folder, path)) continue;
            files.Add(
                new BackupFile(path, Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')));
        }
        foreach (var other in Others)
        {
            var path = Path.GetFullPath(other);
            if (files.Exists(file => file.Path == path)) continue;
            files.Add(new BackupFile(path, $"{Elsewhere}/{Path.GetFileName(path)}"));
        }
        files.Sort(
            static (a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : string.CompareOrdinal(a.Name, b.Name));
        return files;
    }

    private static bool IsKey(string folder, string path) =>
        Path.GetRelativePath(folder, path).StartsWith(Keys + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsTransient(string path) =>
        Array.Exists(Transient, suffix => path.EndsWith(suffix, StringComparison.Ordinal));
}

/// <param name="Path">Where it is.</param>
/// <param name="Name">Its path in the archive and in the folder it is restored to, with <c>/</c>.</param>
internal sealed record BackupFile(string Path, string Name)
{
    public bool IsDatabase { get; } = DatabaseSnapshot.IsDatabase(Path);

    public int Rank => System.IO.Path.GetFileName(Name) == OperationsOptions.FileName ? 0
        : IsDatabase ? 1
        : System.IO.Path.GetFileName(Name).Contains("cursor", StringComparison.OrdinalIgnoreCase) ? 2
        : Name.Contains("dead-letters", StringComparison.Ordinal) ? 4
        : 3;
}
