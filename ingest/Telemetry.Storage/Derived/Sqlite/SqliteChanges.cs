using Microsoft.Data.Sqlite;
using Telemetry.Storage.Queries.Sqlite;

namespace Telemetry.Storage.Derived.Sqlite;

/// <summary>
/// Pages of <c>changes</c> by the index on its time, both parts of a page from one state of the file.
/// </summary>
internal static class SqliteChanges
{
    public static ChangesPage Page(
        SqliteConnection connection, SqliteSeriesNames names, long afterMs, int limit,
        CancellationToken cancellationToken)
    {
        var rows = new List<Change>();
        var (read, lastMs) = Read(
            connection, names, $"c.time > $at ORDER BY c.time LIMIT {limit}", afterMs, rows, cancellationToken);
        if (read == limit)
        {
            // The page may have cut the rows of its last millisecond apart: these are taken whole.
            rows.RemoveAll(row => row.Stamp.ToUnixTimeMilliseconds() == lastMs);
            Read(connection, names, "c.time = $at", lastMs, rows, cancellationToken);
        }
        rows.Sort(Change.InOrder);
        return new ChangesPage(rows, IsLast: read < limit);
    }

    private static (int Read, long LastMs) Read(
        SqliteConnection connection, SqliteSeriesNames names, string where, long atMs, List<Change> rows,
        CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT c.time, c.series, s.key, c.first_ms, c.last_ms FROM changes c JOIN series s ON s.id = c.series "
            + $"WHERE {where}";
        command.Parameters.AddWithValue("$at", atMs);
        using var row = command.ExecuteReader();
        var (read, lastMs) = (0, atMs);
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            read++;
            lastMs = row.GetInt64(0);
            if (row.IsDBNull(3) || row.IsDBNull(4) || names.Parse(row.GetInt64(1), row.GetString(2)) is not { } series)
                continue;
            rows.Add(new Change(
                DateTimeOffset.FromUnixTimeMilliseconds(lastMs), series["kind"], series["asset"], series["host"],
                row.GetInt64(3), row.GetInt64(4)));
        }
        return (read, lastMs);
    }
}
