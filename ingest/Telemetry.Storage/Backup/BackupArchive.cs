using System.IO.Compression;
using System.Text.Json;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Backup;

/// <summary>
/// A host's embedded files in one zip file, made while the host runs. Everything is in its original form: a segment can
/// still be loaded by hand, a database opened with any SQLite tool.
/// </summary>
public static class BackupArchive
{
    // A segment may be removed, its readings long stored, between the listing and its copy: then all begins again.
    private const int Attempts = 5;

    /// <summary>Makes an archive; it is there whole and synced, or not at all.</summary>
    /// <param name="plan">What it holds.</param>
    /// <param name="archive">
    /// A file that does not exist yet, outside the folder; its own folder has room for the largest database as well.
    /// </param>
    /// <param name="time">Stands in the manifest.</param>
    /// <param name="cancellationToken">Ends it with nothing left behind.</param>
    /// <param name="progress">Told of each file once it is in; again of the same file where all begins again.</param>
    /// <exception cref="BackupRefusedException">
    /// The archive exists or lies in the folder, a database is damaged, or the folder changes too fast.
    /// </exception>
    public static async Task<BackupManifest> CreateAsync(
        BackupPlan plan, string archive, TimeProvider time, CancellationToken cancellationToken,
        IProgress<BackupEntry>? progress = null)
    {
        archive = Path.GetFullPath(archive);
        if (File.Exists(archive)) throw new BackupRefusedException($"{archive} exists: name another file");
        if (archive.StartsWith(Path.GetFullPath(plan.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new BackupRefusedException(
                $"{archive} is in the folder it would be a backup of: name a file elsewhere");
        if (!Directory.Exists(plan.Folder)) throw new BackupRefusedException($"there is no folder {plan.Folder}");
        if (plan.Others.FirstOrDefault(other => !File.Exists(other)) is { } missing)
            throw new BackupRefusedException($"there is no file {missing}");
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        var draft = archive + ".partial";
        try
        {
            var manifest = await Task.Run(
                () => Attempt(plan, draft, time, progress, cancellationToken), cancellationToken);
            File.Move(draft, archive);
            DiskFiles.Instance.SyncFolder(Path.GetDirectoryName(archive)!);
            return manifest;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>
    /// Puts the files of an archive into a folder, checked against the manifest before anything is touched, by one
    /// rename at the end.
    /// </summary>
    /// <param name="archive">As <see cref="CreateAsync"/> made it.</param>
    /// <param name="folder">The data folder; made where it is missing.</param>
    /// <param name="replace">
    /// Whether a folder with something in it may be replaced; it is kept under another name.
    /// </param>
    /// <param name="time">Names the folder that is put aside.</param>
    /// <param name="cancellationToken">Ends it with nothing changed.</param>
    /// <exception cref="BackupRefusedException">
    /// The archive is damaged or no backup, the folder isn't empty and may not be replaced, or a host runs in it.
    /// </exception>
    public static Task<RestoreReceipt> RestoreAsync(
        string archive, string folder, bool replace, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Run(() => new BackupRestore(archive, folder, replace, time).Run(cancellationToken), cancellationToken);

    private static BackupManifest Attempt(
        BackupPlan plan, string draft, TimeProvider time, IProgress<BackupEntry>? progress,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Write(plan, draft, time, progress, cancellationToken);
            }
            catch (FileNotFoundException exception) when (attempt == Attempts)
            {
                throw new BackupRefusedException(
                    $"{exception.FileName} and others were removed while they were being copied: try again later",
                    exception);
            }
            catch (FileNotFoundException)
            {
                File.Delete(draft);
            }
        }
    }

    private static BackupManifest Write(
        BackupPlan plan, string draft, TimeProvider time, IProgress<BackupEntry>? progress,
        CancellationToken cancellationToken)
    {
        var createdAt = time.GetUtcNow();
        var entries = new List<BackupEntry>();
        BackupManifest manifest;
        using var file = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var before = plan.List();
            foreach (var database in before.Where(f => f.IsDatabase))
                Took(AddDatabase(zip, database, draft + ".db", cancellationToken));

            // Listed again, as segments may have been added meanwhile. None may have gone: with it would go what the
            // snapshot, being older than its removal, does not hold yet.
            var after = plan.List();
            if (before.Find(file => !after.Exists(other => other.Name == file.Name)) is { } gone)
                throw new FileNotFoundException("removed during the backup", gone.Path);
            foreach (var other in after.Where(f => !f.IsDatabase))
                Took(Add(zip, other, other.Path, cancellationToken));

            manifest = new BackupManifest(
                BackupManifest.CurrentFormat, BackupManifest.ProductName, BackupManifest.ProductVersion, createdAt,
                entries);
            using var entry = zip.CreateEntry(BackupManifest.EntryName).Open();
            JsonSerializer.Serialize(entry, manifest, BackupManifest.Json);
        }
        file.Flush(flushToDisk: true);
        return manifest;

        void Took(BackupEntry entry)
        {
            entries.Add(entry);
            progress?.Report(entry);
        }
    }

    private static BackupEntry AddDatabase(
        ZipArchive zip, BackupFile database, string copy, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(copy);
            DatabaseSnapshot.Take(database.Path, copy);
            return Add(zip, database, copy, cancellationToken);
        }
        finally
        {
            foreach (var suffix in new[] { "", "-wal", "-shm", "-journal" }) File.Delete(copy + suffix);
        }
    }

    private static BackupEntry Add(ZipArchive zip, BackupFile file, string content, CancellationToken cancellationToken)
    {
        using var source = new FileStream(
            content, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var entry = zip.CreateEntry(file.Name, CompressionLevel.Fastest).Open();
        // As far as it reaches now: a growing file must not be chased.
        var (bytes, sha256) = HashedCopy.Run(source, entry, source.Length, cancellationToken);
        return new BackupEntry(file.Name, file.Path, bytes, sha256);
    }
}
