using Microsoft.Data.Sqlite;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.Sqlite;

namespace Telemetry.Storage.Derived.Sqlite;

/// <summary>The readings of one partition: one search by key, and the columns that a volume is made of.</summary>
internal static class SqlitePartition
{
    public static List<FlowSample> Samples(
        SqliteConnection connection, SeriesSpan span, CancellationToken cancellationToken) =>
        Rows<FlowSample>(
            connection, span, Measurements.PlantFlow,
            [Measurements.FlowM3H, Measurements.TotalM3, Measurements.Quality],
            static row => row.IsDBNull(1) && row.IsDBNull(2) && row.IsDBNull(3)
                ? null
                : new FlowSample(row.GetInt64(0), Number(row, 1), Number(row, 2), Letter(row, 3)),
            cancellationToken);

    public static List<TotaliserEvent> Events(
        SqliteConnection connection, SeriesSpan span, CancellationToken cancellationToken) =>
        Rows<TotaliserEvent>(
            connection, span, Measurements.MeterEvent, [Measurements.LastM3, Measurements.FirstM3],
            static row => row.IsDBNull(1) || row.IsDBNull(2)
                ? null : new TotaliserEvent(row.GetInt64(0), row.GetDouble(1), row.GetDouble(2)),
            cancellationToken);

    public static List<Ping> Pings(
        SqliteConnection connection, SeriesSpan span, CancellationToken cancellationToken) =>
        Rows<Ping>(
            connection, span, Measurements.VehiclePosition,
            [
                Measurements.Lat, Measurements.Lon, Measurements.SpeedKmh, Measurements.AccuracyM,
                Measurements.Ignition, Measurements.Working, Measurements.LoadKg,
            ],
            static row => row.IsDBNull(1) || row.IsDBNull(2)
                ? null
                : new Ping(
                    row.GetInt64(0), row.GetDouble(1), row.GetDouble(2), Number(row, 3), Number(row, 4), Truth(row, 5),
                    Truth(row, 6), Number(row, 7)),
            cancellationToken);

    private static bool? Truth(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt64(column) != 0;

    private static double? Number(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetDouble(column);

    // The HJ 212 letter; absent means normal.
    private static char Letter(SqliteDataReader row, int column) =>
        !row.IsDBNull(column) && row.GetString(column) is [var letter, ..] ? letter : 'N';

    private static List<T> Rows<T>(
        SqliteConnection connection, SeriesSpan span, Measurement measurement, FieldDefinition[] fields,
        Func<SqliteDataReader, T?> take, CancellationToken cancellationToken)
        where T : struct
    {
        if (span.Series.Measurement.Name != measurement.Name)
            throw new ArgumentException($"{span.Series} is no series of {measurement}", nameof(span));
        var rows = new List<T>();
        if (SqliteSeriesNames.Find(connection, span.Series) is not { } id) return rows;
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT time, {string.Join(", ", fields.Select(f => $"\"{f.Name}\""))} FROM \"{measurement.Name}\" "
            + "WHERE series = $series AND time >= $from AND time < $to ORDER BY time";
        command.Parameters.AddWithValue("$series", id);
        command.Parameters.AddWithValue("$from", SqliteReader.Milliseconds(span.From));
        command.Parameters.AddWithValue("$to", SqliteReader.Milliseconds(span.To));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (take(row) is { } taken) rows.Add(taken);
        }
        return rows;
    }
}
