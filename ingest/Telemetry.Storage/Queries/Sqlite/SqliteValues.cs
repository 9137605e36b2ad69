using Microsoft.Data.Sqlite;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Queries.Sqlite;

/// <summary>Reads one field of one measurement, a column or an open parameter, series after series.</summary>
internal sealed class SqliteValues : IDisposable
{
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _count;

    /// <exception cref="ArgumentException">The measurement has no such field.</exception>
    public SqliteValues(SqliteConnection connection, Measurement measurement, FieldDefinition field)
    {
        // The name of a column comes from the declaration, never from the question.
        var declared = measurement.Find(field.Name);
        if (declared is null && !(measurement.OpenFloats && field.Type is FieldType.Float))
            throw new ArgumentException($"{measurement.Name} has no field {field}", nameof(field));
        var (column, table) = declared is not null
            ? ($"\"{declared.Name}\"", $"\"{measurement.Name}\" WHERE")
            : ("value", $"\"{SqliteSchema.ParametersOf(measurement)}\" WHERE parameter = $parameter AND");
        const string Bounds = "series = $series AND time >= $from AND time < $to";
        _read = Command($"SELECT time, {column} FROM {table} {Bounds} AND {column} IS NOT NULL ORDER BY time");
        _count = Command($"SELECT COUNT({column}) FROM {table} {Bounds}");

        SqliteCommand Command(string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.Add("$series", SqliteType.Integer);
            command.Parameters.Add("$from", SqliteType.Integer);
            command.Parameters.Add("$to", SqliteType.Integer);
            if (declared is null) command.Parameters.AddWithValue("$parameter", field.Name);
            return command;
        }
    }

    /// <summary>Values in order of time; only of a float field.</summary>
    public IEnumerable<(long TimeMs, double Value)> Read(long series, long fromMs, long toMs)
    {
        Bind(_read, series, fromMs, toMs);
        using var row = _read.ExecuteReader();
        while (row.Read()) yield return (row.GetInt64(0), row.GetDouble(1));
    }

    public long Count(long series, long fromMs, long toMs)
    {
        Bind(_count, series, fromMs, toMs);
        return (long)_count.ExecuteScalar()!;
    }

    public void Dispose()
    {
        _read.Dispose();
        _count.Dispose();
    }

    private static void Bind(SqliteCommand command, long series, long fromMs, long toMs)
    {
        command.Parameters["$series"].Value = series;
        command.Parameters["$from"].Value = fromMs;
        command.Parameters["$to"].Value = toMs;
    }
}
