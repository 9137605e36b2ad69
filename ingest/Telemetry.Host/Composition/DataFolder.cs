using System.Globalization;
using Telemetry.Host.Options;

namespace Telemetry.Host.Composition;

/// <summary>The host's folder, held by one process at a time: two would acknowledge into one spool.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockFile = "host.lock";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <exception cref="StartRefusedException">It can't be written, or another host has it.</exception>
    public static DataFolder Take(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
            return new DataFolder(path, Open(path));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new StartRefusedException(exception is IOException && IsHeld(path)
                ? $"Telemetry:Host:DataFolder {path} is in use by another running host: give each host a folder of its "
                    + $"own"
                : $"Telemetry:Host:DataFolder {path} can't be written: {exception.Message}");
        }
    }

    /// <summary>True while a host runs on the folder.</summary>
    public static bool IsHeld(string folder)
    {
        var file = System.IO.Path.Combine(folder, LockFile);
        if (!File.Exists(file)) return false;
        try
        {
            using var probe = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The lock dies with the process, however it dies; the number in it is only for people.
    private static FileStream Open(string path)
    {
        var held = new FileStream(
            System.IO.Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        held.SetLength(0);
        held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        held.Flush();
        return held;
    }

    public void Dispose() => _lock.Dispose();
}
