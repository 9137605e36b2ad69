using System.Globalization;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// One process a store: a file beside the database, held open for as long as the store is. The system lets go of it
/// when the process ends, however it ends; the file stays and means nothing by itself.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    public const string Suffix = ".lock";

    // Who holds the lock, in a file apart: the locked one can't be read by others.
    public const string HolderSuffix = ".pid";

    private readonly FileStream _held;
    private readonly string _holder;

    private StoreLock(FileStream held, string holder)
    {
        _held = held;
        _holder = holder;
    }

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
                $"the store {database} is in use by {Holder(database)}; run one host per folder, or give this one a folder of its "
                + "own in Telemetry:Store:Sqlite:Path", exception);
        }
        File.WriteAllText(database + HolderSuffix, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new StoreLock(file, database + HolderSuffix);
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
            holder = Holder(database);
            return true;
        }
    }

    public void Dispose()
    {
        File.Delete(_holder);
        _held.Dispose();
    }

    private static string Holder(string database)
    {
        try
        {
            return "process " + File.ReadAllText(database + HolderSuffix);
        }
        catch (IOException)
        {
            // It is just being taken or let go.
            return "another process";
        }
    }
}
