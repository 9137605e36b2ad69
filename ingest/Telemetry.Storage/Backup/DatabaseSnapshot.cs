using Microsoft.Data.Sqlite;

namespace Telemetry.Storage.Backup;

/// <summary>A database as it was at one instant, while others go on writing to it.</summary>
internal static class DatabaseSnapshot
{
    public static bool IsDatabase(string path)
    {
        if (path.EndsWith(".db", StringComparison.OrdinalIgnoreCase)) return true;
        Span<byte> head = stackalloc byte[16];
        try
        {
            using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
                && head.SequenceEqual("SQLite format 3\0"u8);
        }
        catch (FileNotFoundException)
        {
            // Gone since it was listed: whoever copies it will notice.
            return false;
        }
    }

    /// <summary>
    /// Copies through SQLite's online backup: one read transaction, which in WAL mode holds up no writer. The copy is
    /// checked page by page, so that a damaged store never replaces a good backup.
    /// </summary>
    /// <exception cref="BackupRefusedException">The database is damaged or can't be read.</exception>
    public static void Take(string path, string copy)
    {
        try
        {
            using (var source = Open(path, SqliteOpenMode.ReadOnly))
            using (var target = Open(copy, SqliteOpenMode.ReadWriteCreate))
                source.BackupDatabase(target);

            using var check = Open(copy, SqliteOpenMode.ReadWrite);
            using var command = check.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            if (command.ExecuteScalar() is string answer && answer != "ok")
                throw new BackupRefusedException(
                    $"{path} is damaged ({answer}): keep older backups, and restore the last one");
            // The file alone, without a write-ahead log beside it.
            command.CommandText = "PRAGMA journal_mode = DELETE";
            command.ExecuteNonQuery();
        }
        catch (SqliteException exception)
        {
            throw new BackupRefusedException($"{path} can't be copied: {exception.Message}", exception);
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
