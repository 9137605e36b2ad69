using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// A statement prepared once and run many times, over SQLite's own interface: values go in as spans and numbers, where
/// the parameters of ADO.NET would box each. Parameters count from 1, columns from 0.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    public void Bind(int parameter, double value) => Check(raw.sqlite3_bind_double(_statement, parameter, value));

    // An empty span has no address, which SQLite would take for NULL.
    public void Bind(int parameter, ReadOnlySpan<byte> utf8) => Check(
        utf8.IsEmpty
            ? raw.sqlite3_bind_text(_statement, parameter, "")
            : raw.sqlite3_bind_text(_statement, parameter, utf8));

    public void Bind(int parameter, string text) => Check(raw.sqlite3_bind_text(_statement, parameter, text));

    public void BindNull(int parameter) => Check(raw.sqlite3_bind_null(_statement, parameter));

    /// <summary>Runs to the end, passing over rows.</summary>
    public void Execute()
    {
        int answer;
        do answer = raw.sqlite3_step(_statement);
        while (answer == raw.SQLITE_ROW);
        Reset(answer);
    }

    /// <summary>Runs to its first row and gives an integer of it; null where there is none.</summary>
    public long? ReadInteger(int column = 0)
    {
        var answer = raw.sqlite3_step(_statement);
        long? value = answer == raw.SQLITE_ROW && raw.sqlite3_column_type(_statement, column) != raw.SQLITE_NULL
            ? raw.sqlite3_column_int64(_statement, column)
            : null;
        // A statement that returns what it wrote has written only once it ran to the end.
        while (answer == raw.SQLITE_ROW) answer = raw.sqlite3_step(_statement);
        Reset(answer);
        return value;
    }

    public void Dispose() => _statement.Dispose();

    private void Reset(int answer)
    {
        raw.sqlite3_reset(_statement);
        if (answer != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(answer, _database);
    }

    private void Check(int answer)
    {
        if (answer != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(answer, _database);
    }
}
