using System.Runtime.InteropServices;

namespace Telemetry.Storage.Files;

/// <summary>The real disk.</summary>
public sealed class DiskFiles : IFileLayer
{
    public static readonly DiskFiles Instance = new();

    private DiskFiles()
    {
    }

    public void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder);
        if (!string.IsNullOrEmpty(parent)) CreateFolder(parent);
        Directory.CreateDirectory(folder);
        if (!string.IsNullOrEmpty(parent)) SyncFolder(parent);
    }

    public IReadOnlyList<string> List(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var paths = Directory.GetFiles(folder);
        return Array.ConvertAll(paths, path => Path.GetFileName(path));
    }

    public bool Exists(string path) => File.Exists(path);

    public IOpenFile Create(string path) => Open(path, FileMode.CreateNew, FileAccess.ReadWrite);

    public IOpenFile OpenWrite(string path) => Open(path, FileMode.Open, FileAccess.ReadWrite);

    public IOpenFile OpenRead(string path) => Open(path, FileMode.Open, FileAccess.Read);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void SyncFolder(string folder)
    {
        // Windows has no sync of a folder; NTFS journals its entries.
        if (OperatingSystem.IsWindows()) return;
        if (UnixSync.Folder(folder) is var error and not 0) throw new DiskFailureException(
            "Sync", folder, UnixSync.Cause(error));
    }

    public long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    public IDisposable? TryLock(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static DiskFile Open(string path, FileMode mode, FileAccess access)
    {
        try
        {
            return new DiskFile(path, File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (IOException problem) when (IsFull(problem))
        {
            throw new DiskFullException(path, problem);
        }
    }

    /// <summary>ENOSPC, EDQUOT, EFBIG; on Windows ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.</summary>
    internal static bool IsFull(IOException problem) => OperatingSystem.IsWindows()
        ? (problem.HResult & 0xFFFF) is 112 or 39
        : problem.HResult is 28 or 27 || problem.HResult == (OperatingSystem.IsLinux() ? 122 : 69);
}
