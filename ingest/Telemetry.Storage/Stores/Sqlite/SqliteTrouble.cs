using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>What an error of SQLite means for the host, and what a person does about it.</summary>
/// <param name="Trouble">Unreachable comes back by itself or with room on the disk; Refused needs a person.</param>
internal sealed record SqliteTrouble(StoreTrouble Trouble, string Detail)
{
    public static SqliteTrouble Of(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new(
            StoreTrouble.Unreachable,
            $"no room on the disk of {path}: free some; readings wait in the spool meanwhile"),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => new(
            StoreTrouble.Unreachable,
            $"another process is writing to {path}: it is tried again until that one is done"),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_CANTOPEN => new(
            StoreTrouble.Unreachable,
            $"{path} can't be written ({exception.Message}): check that its folder exists, is writable, and not "
            + "mounted read-only"),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(
            StoreTrouble.Refused,
            $"{path} is damaged ({exception.Message}): stop the host, set the file aside, restore the last backup with "
            + "'telemetry restore' or start without one; what came since is in the spool as long as delivered segments "
            + "are "
            + "kept, 'telemetry resend' brings it back"),
        raw.SQLITE_ERROR when IsOlder(exception) => new(
            StoreTrouble.Unreachable,
            $"{path} was written by an older version ({Wanting(exception)}): start a host of this version on its data "
            + "folder once, which adds what is missing and leaves all else as it is; then ask again"),
        _ => new(
            StoreTrouble.Unreachable,
            $"reading or writing {path} failed ({exception.Message}, code {exception.SqliteExtendedErrorCode}): check "
            + $"the disk"),
    };

    // Tables and columns follow their declarations at the start of whoever writes; nothing is ever taken away.
    private static bool IsOlder(SqliteException exception) =>
        exception.Message.Contains("no such column", StringComparison.Ordinal)
        || exception.Message.Contains("no such table", StringComparison.Ordinal);

    /// <summary>As in <c>no such column: x</c>, without the code around it.</summary>
    private static string Wanting(SqliteException exception)
    {
        var words = exception.Message[exception.Message.IndexOf("no such", StringComparison.Ordinal)..];
        return words.TrimEnd('.', '\'', ' ');
    }

    /// <summary>Whether what the connection remembers of the file can still be trusted.</summary>
    public static bool KeepsConnection(SqliteException exception) =>
        exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}
