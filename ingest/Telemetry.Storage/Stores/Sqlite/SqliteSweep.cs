using Microsoft.Data.Sqlite;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// Removes the old points of one measurement, series by series, a little with each call, so that a batch never waits
/// long for it.
/// </summary>
internal sealed class SqliteSweep(Measurement measurement, long beforeMs)
{
    // About ten milliseconds of work either way.
    private const int PointsATime = 5_000;
    private const int SeriesATime = 500;

    private long _series;

    public bool IsDone { get; private set; }

    /// <summary>One transaction. Gives the number of points it removed.</summary>
    public int Next(SqliteWriter writer)
    {
        writer.Begin();
        try
        {
            var removed = 0;
            for (var visited = 0; visited < SeriesATime && removed < PointsATime; visited++)
            {
                if (NextSeries(writer.Connection) is not { } series)
                {
                    IsDone = true;
                    break;
                }
                var points = Remove(writer.Connection, series, PointsATime - removed);
                removed += points;
                // A series is left only once nothing old is in it.
                if (removed < PointsATime) _series = series;
            }
            writer.Commit();
            return removed;
        }
        catch
        {
            IsDone = true;
            throw;
        }
    }

    private long? NextSeries(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT id FROM series WHERE measurement = $measurement AND id > $after ORDER BY id LIMIT 1";
        command.Parameters.AddWithValue("$measurement", measurement.Name);
        command.Parameters.AddWithValue("$after", _series);
        return (long?)command.ExecuteScalar();
    }

    private int Remove(SqliteConnection connection, long series, int limit)
    {
        // The first point to stay: nothing old, or the limit's next.
        using var find = connection.CreateCommand();
        find.CommandText =
            $"SELECT time FROM \"{measurement.Name}\" WHERE series = $series AND time < $before "
            + "ORDER BY time LIMIT 1 OFFSET $limit";
        find.Parameters.AddWithValue("$series", series);
        find.Parameters.AddWithValue("$before", beforeMs);
        find.Parameters.AddWithValue("$limit", limit);
        var border = (long?)find.ExecuteScalar() ?? beforeMs;

        if (measurement.OpenFloats) Delete(connection, SqliteSchema.ParametersOf(measurement), series, border);
        return Delete(connection, measurement.Name, series, border);
    }

    private static int Delete(SqliteConnection connection, string table, long series, long beforeMs)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"DELETE FROM \"{table}\" WHERE series = $series AND time < $before";
        command.Parameters.AddWithValue("$series", series);
        command.Parameters.AddWithValue("$before", beforeMs);
        return command.ExecuteNonQuery();
    }
}
