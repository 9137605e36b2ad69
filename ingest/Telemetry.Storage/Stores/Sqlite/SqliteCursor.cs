using Microsoft.Data.Sqlite;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>The one row of <c>cursor</c>: the books of this store, and the stamp of its last changes.</summary>
/// <param name="Cursor">Null before the first batch.</param>
/// <param name="LastChangeMs">
/// Unix ms. The next stamp is later than this one whatever the clock says: two batches with one stamp would overwrite
/// each other's changes.
/// </param>
internal sealed record SqliteCursor(SpoolCursor? Cursor, long LastChangeMs)
{
    public static SqliteCursor Load(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT spool, segment, offset, line, stored, rejected, last_change_ms FROM cursor WHERE id = 1";
        using var row = command.ExecuteReader();
        if (!row.Read()) return new SqliteCursor(null, 0);
        var cursor = row.IsDBNull(0)
            ? null
            : new SpoolCursor(
                Guid.Parse(row.GetString(0)), new SpoolPosition(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
                Stored: row.GetInt64(4), Rejected: row.GetInt64(5));
        return new SqliteCursor(cursor, row.GetInt64(6));
    }

    /// <summary>
    /// Where the cursor stands once a batch is stored. A resent batch leaves it alone. A batch at or before the cursor
    /// is in the books already: its rows merged into themselves, and it neither counts again nor takes the cursor back.
    /// </summary>
    public SqliteCursor After(StoreBatch batch, StoreReceipt receipt, long changeMs)
    {
        if (batch.Again) return this with { LastChangeMs = changeMs };
        if (Cursor is null || Cursor.Spool != batch.Spool)
            return new(new SpoolCursor(batch.Spool, batch.End, receipt.Stored, receipt.Rejected), changeMs);
        if (batch.End <= Cursor.Position) return this with { LastChangeMs = changeMs };
        return new(
            Cursor with
            {
                Position = batch.End,
                Stored = Cursor.Stored + receipt.Stored,
                Rejected = Cursor.Rejected + receipt.Rejected,
            },
            changeMs);
    }

    public void Save(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            UPDATE cursor SET spool = $spool, segment = $segment, offset = $offset, line = $line,
                stored = $stored, rejected = $rejected, last_change_ms = $change WHERE id = 1
            """;
        command.Parameters.AddWithValue("$spool", Cursor?.Spool.ToString() ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("$segment", Cursor?.Position.Segment ?? 0);
        command.Parameters.AddWithValue("$offset", Cursor?.Position.Offset ?? 0);
        command.Parameters.AddWithValue("$line", Cursor?.Position.Line ?? 0);
        command.Parameters.AddWithValue("$stored", Cursor?.Stored ?? 0);
        command.Parameters.AddWithValue("$rejected", Cursor?.Rejected ?? 0);
        command.Parameters.AddWithValue("$change", LastChangeMs);
        command.ExecuteNonQuery();
    }
}
