using System.Globalization;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// One process a store: a file beside the database, locked for as long as the store is open. The system lets go of it
/// when the process ends, however it ends; the file stays and means nothing by itself.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    public const string Suffix = ".lock";

    // Who holds the lock, in a file apart: the locked one can't be read by others.
    public const string HolderSuffix = ".pid";

    private readonly IDisposable _held;
    private readonly string _holder;

    private StoreLock(IDisposable held, string holder)
    {
        _held = held;
        _holder = holder;
    }

    /// <exception cref="StoreRefusedException">Another process, or another store in this one, holds it.</exception>
    public static StoreLock Take(string database)
    {
        if (DiskFiles.Instance.TryLock(database + Suffix) is not { } held)
        {
            throw new StoreRefusedException(
                $"the store {database} is in use by {Holder(database)}; run one host per folder, or give this one a "
                + $"folder of "
                + "its own in Telemetry:Store:Sqlite:Path");
        }
        File.WriteAllText(database + HolderSuffix, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new StoreLock(held, database + HolderSuffix);
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
