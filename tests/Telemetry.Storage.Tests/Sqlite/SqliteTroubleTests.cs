using Microsoft.Data.Sqlite;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Tests.Sqlite;

public sealed class SqliteTroubleTests
{
    [Theory]
    [InlineData(13, StoreTrouble.Unreachable, "no room on the disk")] // SQLITE_FULL
    [InlineData(5, StoreTrouble.Unreachable, "another process")] // SQLITE_BUSY
    [InlineData(6, StoreTrouble.Unreachable, "another process")] // SQLITE_LOCKED
    [InlineData(10, StoreTrouble.Unreachable, "check the disk")] // SQLITE_IOERR
    [InlineData(14, StoreTrouble.Unreachable, "writable")] // SQLITE_CANTOPEN
    [InlineData(8, StoreTrouble.Unreachable, "read-only")] // SQLITE_READONLY
    [InlineData(11, StoreTrouble.Refused, "telemetry restore")] // SQLITE_CORRUPT
    [InlineData(26, StoreTrouble.Refused, "telemetry restore")] // SQLITE_NOTADB
    public void Of_an_error_says_whether_it_passes_and_what_to_do(int code, StoreTrouble trouble, string advice)
    {
        var sut = SqliteTrouble.Of(new SqliteException("words of SQLite", code, code), "/data/telemetry.db");

        Assert.Equal(trouble, sut.Trouble);
        Assert.Contains(advice, sut.Detail, StringComparison.Ordinal);
        Assert.Contains("/data/telemetry.db", sut.Detail, StringComparison.Ordinal);
    }
}
