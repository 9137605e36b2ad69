using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Backup;

/// <param name="Manifest">Of the archive that was restored.</param>
/// <param name="PutAside">Where the folder that was replaced is kept; null where there was none.</param>
public sealed record RestoreReceipt(BackupManifest Manifest, string? PutAside);

/// <summary>
/// One restore. Everything is unpacked beside the folder and checked there; the folder changes by a rename, so that a
/// crash leaves the old one or the new one, and at worst the old one under its other name.
/// </summary>
internal sealed class BackupRestore
{
    private readonly string _archive;
    private readonly string _folder;
    private readonly string _draft;
    private readonly bool _replace;
    private readonly TimeProvider _time;

    public BackupRestore(string archive, string folder, bool replace, TimeProvider time)
    {
        _archive = Path.GetFullPath(archive);
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _draft = _folder + ".restoring";
        _replace = replace;
        _time = time;
    }

    public RestoreReceipt Run(CancellationToken cancellationToken)
    {
        RequireFree();
        try
        {
            // What a restore that was killed left behind.
            if (Directory.Exists(_draft)) Directory.Delete(_draft, recursive: true);
            var manifest = Unpack(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            RequireFree();
            return new RestoreReceipt(manifest, MoveIn());
        }
        catch (InvalidDataException exception)
        {
            throw new BackupRefusedException(
                $"{_archive} is damaged ({exception.Message}): use another backup", exception);
        }
        finally
        {
            if (Directory.Exists(_draft)) Directory.Delete(_draft, recursive: true);
        }
    }

    private void RequireFree()
    {
        if (!Directory.Exists(_folder)) return;
        foreach (var path in Directory.EnumerateFiles(_folder, "*.lock", SearchOption.AllDirectories))
        {
            using var held = DiskFiles.Instance.TryLock(path);
            if (held is null)
                throw new BackupRefusedException($"a host runs in {_folder} ({path} is held): stop it, then restore");
        }
        if (!_replace && Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            throw new BackupRefusedException(
                $"{_folder} is not empty: name an empty folder, or say that it may be replaced (it is kept under "
                + $"another "
                + "name)");
        }
    }

    private BackupManifest Unpack(CancellationToken cancellationToken)
    {
        if (!File.Exists(_archive)) throw new BackupRefusedException($"there is no file {_archive}");
        using var zip = ZipFile.OpenRead(_archive);
        var manifest = ReadManifest(zip);
        Directory.CreateDirectory(_draft);
        foreach (var file in manifest.Files)
        {
            var entry = zip.GetEntry(file.Path) ?? throw new InvalidDataException($"{file.Path} is missing from it");
            var path = Path.GetFullPath(Path.Combine(_draft, file.Path));
            if (!path.StartsWith(_draft + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new InvalidDataException($"{file.Path} leads out of the folder");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var source = entry.Open();
            using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            var (bytes, sha256) = HashedCopy.Run(source, target, long.MaxValue, cancellationToken);
            if (bytes != file.Bytes || sha256 != file.Sha256)
                throw new InvalidDataException($"{file.Path} is not what the manifest says");
            target.Flush(flushToDisk: true);
        }
        foreach (var folder in Directory.EnumerateDirectories(_draft, "*", SearchOption.AllDirectories).Append(_draft))
            DiskFiles.Instance.SyncFolder(folder);
        return manifest;
    }

    private BackupManifest ReadManifest(ZipArchive zip)
    {
        var entry = zip.GetEntry(BackupManifest.EntryName)
            ?? throw new BackupRefusedException(
                $"{_archive} is no backup of this program: it has no {BackupManifest.EntryName}");
        try
        {
            using var content = entry.Open();
            var manifest = JsonSerializer.Deserialize<BackupManifest>(content, BackupManifest.Json);
            if (manifest is not { Product: BackupManifest.ProductName, Files: not null })
                throw new BackupRefusedException($"{_archive} is no backup of this program");
            if (manifest.Format > BackupManifest.CurrentFormat)
            {
                throw new BackupRefusedException(
                    $"{_archive} was made by a newer version ({manifest.Version}): restore it with that one");
            }
            return manifest;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("its manifest can't be read", exception);
        }
    }

    /// <summary>Where the old folder is now; null where it was empty or missing.</summary>
    private string? MoveIn()
    {
        string? aside = null;
        if (Directory.Exists(_folder))
        {
            if (Directory.EnumerateFileSystemEntries(_folder).Any()) aside = PutAside();
            else Directory.Delete(_folder);
        }
        try
        {
            Directory.Move(_draft, _folder);
        }
        catch (IOException) when (aside is not null)
        {
            Directory.Move(aside, _folder);
            throw;
        }
        DiskFiles.Instance.SyncFolder(Path.GetDirectoryName(_folder)!);
        return aside;
    }

    private string PutAside()
    {
        var stamp = _time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var aside = $"{_folder}.replaced-{stamp}";
        for (var n = 2; Directory.Exists(aside); n++) aside = $"{_folder}.replaced-{stamp}-{n}";
        try
        {
            Directory.Move(_folder, aside);
        }
        catch (IOException exception)
        {
            throw new BackupRefusedException(
                $"{_folder} can't be renamed ({exception.Message}): if it is a mount point, restore into a new folder "
                + $"in it and "
                + "name that one in Telemetry:Host:DataFolder", exception);
        }
        return aside;
    }
}
