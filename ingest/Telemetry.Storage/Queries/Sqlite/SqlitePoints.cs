using Microsoft.Data.Sqlite;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Queries.Sqlite;

/// <summary>Reads whole points of one measurement, series after series.</summary>
internal sealed class SqlitePoints : IDisposable
{
    private readonly Measurement _measurement;
    private readonly SqliteCommand _points;
    private readonly SqliteCommand? _parameters;

    /// <param name="tail">The order and the limit.</param>
    public SqlitePoints(SqliteConnection connection, Measurement measurement, string tail)
    {
        _measurement = measurement;
        var columns = string.Concat(measurement.Fields.Select(f => $", \"{f.Name}\""));
        _points = Command(
            connection,
            $"SELECT time{columns} FROM \"{measurement.Name}\" "
            + $"WHERE series = $series AND time >= $from AND time < $to {tail}");
        if (!measurement.OpenFloats) return;
        _parameters = Command(
            connection,
            $"SELECT time, parameter, value FROM \"{SqliteSchema.ParametersOf(measurement)}\" "
            + "WHERE series = $series AND time >= $from AND time < $to");
    }

    /// <param name="fromMs">Inclusive.</param>
    /// <param name="toMs">Exclusive.</param>
    public List<StoredPoint> Read(Series series, long id, long fromMs, long toMs, CancellationToken cancellationToken)
    {
        var points = new List<StoredPoint>();
        var values = new List<Dictionary<string, object>>();
        Bind(_points, id, fromMs, toMs);
        using (var row = _points.ExecuteReader())
        {
            while (row.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                values.Add(ReadFields(row));
                points.Add(
                    new StoredPoint(series, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), values[^1]));
            }
        }
        if (_parameters is not null && points.Count > 0) AddParameters(points, values, id, cancellationToken);
        return points;
    }

    public void Dispose()
    {
        _points.Dispose();
        _parameters?.Dispose();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$series", SqliteType.Integer);
        command.Parameters.Add("$from", SqliteType.Integer);
        command.Parameters.Add("$to", SqliteType.Integer);
        return command;
    }

    private static void Bind(SqliteCommand command, long id, long fromMs, long toMs)
    {
        command.Parameters[0].Value = id;
        command.Parameters[1].Value = fromMs;
        command.Parameters[2].Value = toMs;
    }

    private Dictionary<string, object> ReadFields(SqliteDataReader row)
    {
        var values = new Dictionary<string, object>(_measurement.Fields.Length, StringComparer.Ordinal);
        for (var i = 0; i < _measurement.Fields.Length; i++)
        {
            var column = i + 1;
            if (row.IsDBNull(column)) continue;
            var field = _measurement.Fields[i];
            values[field.Name] = field.Type switch
            {
                FieldType.Float => row.GetDouble(column),
                FieldType.Integer => row.GetInt64(column),
                FieldType.Text => row.GetString(column),
                FieldType.Boolean => row.GetInt64(column) != 0,
                _ => throw new InvalidOperationException($"no type {field.Type}"),
            };
        }
        return values;
    }

    private void AddParameters(
        List<StoredPoint> points, List<Dictionary<string, object>> values, long id, CancellationToken cancellationToken)
    {
        var byTime = new Dictionary<long, Dictionary<string, object>>(points.Count);
        for (var i = 0; i < points.Count; i++) byTime[points[i].Time.ToUnixTimeMilliseconds()] = values[i];
        Bind(_parameters!, id, byTime.Keys.Min(), byTime.Keys.Max() + 1);
        using var row = _parameters!.ExecuteReader();
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (byTime.TryGetValue(row.GetInt64(0), out var point)) point[row.GetString(1)] = row.GetDouble(2);
        }
    }
}
