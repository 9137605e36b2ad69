using Microsoft.Data.Sqlite;
using SQLitePCL;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Probing;

/// <summary>What a look at the embedded store found.</summary>
public sealed record SqliteSighting
{
    /// <summary>Absolute.</summary>
    public required string Path { get; init; }

    public bool Exists { get; init; }

    /// <summary>Who has it open, such as <c>process 4711</c>; null where nobody.</summary>
    public string? Holder { get; init; }

    public long Bytes { get; init; }

    public long FreeBytes { get; init; }

    /// <summary>Why it can't be used, in words that say what to do; null where it can.</summary>
    public string? Trouble { get; init; }

    /// <summary>The pages were all looked through; false where that would have taken too long.</summary>
    public bool IsChecked { get; init; }
}

/// <summary>Looks at the embedded store, read-only, beside a host that runs on it.</summary>
public sealed class SqliteProbe(SqliteOptions options, TimeProvider time)
{
    /// <summary>How long pages are looked through.</summary>
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(20);

    public SqliteSighting Look(CancellationToken stopping)
    {
        var path = Path.GetFullPath(options.Path);
        var seen = new SqliteSighting { Path = path };
        var folder = Path.GetDirectoryName(path)!;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above) folder = above;
        try
        {
            seen = seen with { FreeBytes = new DriveInfo(folder).AvailableFreeSpace };
            if (!File.Exists(path)) return seen with { Trouble = FolderTrouble(folder) };
            seen = seen with { Exists = true, Bytes = new FileInfo(path).Length, Holder = Holder(path) };
            using (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
            {
                // Opened to write and not written: permissions and read-only mounts show here.
            }
            return Check(seen, stopping);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return seen with { Trouble = $"{path} can't be used: {exception.Message}" };
        }
    }

    private SqliteSighting Check(SqliteSighting seen, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(CheckLimit, time);
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = seen.Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
            }.ToString());
            connection.Open();
            SqliteSchema.CheckedVersion(connection);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            using var enough = limit.Token.Register(() => raw.sqlite3_interrupt(connection.Handle));
            using var stopped = stopping.Register(() => raw.sqlite3_interrupt(connection.Handle));
            return command.ExecuteScalar() is string answer && answer != "ok"
                ? seen with { Trouble = Damaged(seen.Path, answer) }
                : seen with { IsChecked = true };
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            stopping.ThrowIfCancellationRequested();
            return seen;
        }
        catch (SqliteException exception)
        {
            return seen with { Trouble = SqliteTrouble.Of(exception, seen.Path).Detail };
        }
        catch (StoreRefusedException refused)
        {
            return seen with { Trouble = refused.Message };
        }
    }

    private static string Damaged(string path, string answer) =>
        SqliteTrouble.Of(new SqliteException(answer, raw.SQLITE_CORRUPT), path).Detail;

    private static string? FolderTrouble(string folder)
    {
        var file = Path.Combine(folder, $"doctor-{Guid.NewGuid():N}.probe");
        try
        {
            using var made = new FileStream(
                file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the folder {folder} can't be written: {exception.Message}";
        }
    }

    // A look, not a lock: shared, and gone within microseconds, so that a host that is just starting isn't refused.
    private static string? Holder(string path)
    {
        if (!File.Exists(path + StoreLock.Suffix)) return null;
        try
        {
            using var look = File.OpenHandle(path + StoreLock.Suffix, FileMode.Open, FileAccess.Read, FileShare.Read);
            return null;
        }
        catch (IOException)
        {
            return File.Exists(path + StoreLock.HolderSuffix)
                ? "process " + File.ReadAllText(path + StoreLock.HolderSuffix) : "another process";
        }
    }
}
