using System.Globalization;
using System.Text;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// One process a store: a file beside the database, held open for as long as the store is. The system lets go of it
/// when the process ends, however it ends; the file stays and means nothing by itself.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    public const string Suffix = ".lock";

    private readonly FileStream _held;

    private StoreLock(FileStream held) => _held = held;

    /// <exception cref="StoreRefusedException">Another process holds it.</exception>
    public static StoreLock Take(string database)
    {
        var path = database + Suffix;
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new StoreRefusedException(
                $"the store {database} is in use by {Holder(path)}; run one host per folder, or give this one a folder of its "
                + "own in Telemetry:Store:Sqlite:Path", exception);
        }
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return new StoreLock(file);
    }

    /// <summary>Whether some process holds the lock of that database now.</summary>
    public static bool IsHeld(string database, out string holder)
    {
        var path = database + Suffix;
        holder = "";
        if (!File.Exists(path)) return false;
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            return false;
        }
        catch (IOException)
        {
            holder = Holder(path);
            return true;
        }
    }

    public void Dispose() => _held.Dispose();

    // Where locks are mandatory (Windows) the number can't be read while it matters most.
    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            var text = reader.ReadToEnd();
            return text.Length > 0 ? "process " + text : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
