using System.Globalization;
using Microsoft.Data.Sqlite;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>What is really in a store, read without the product's help: one value of a field by device time.</summary>
internal static class Stored
{
    public static async Task<Dictionary<long, double>> FromInfluxAsync(
        InfluxDbServer influx, string measurement, string field, string where)
    {
        var rows = await influx.RowsAsync("telemetry", $"SELECT \"{field}\" FROM \"{measurement}\" WHERE {where}");
        return rows.ToDictionary(row => row[0].GetInt64(), row => row[1].GetDouble());
    }

    public static async Task<long> CountInInfluxAsync(InfluxDbServer influx, string measurement, string field)
    {
        var rows = await influx.RowsAsync("telemetry", $"SELECT COUNT(\"{field}\") FROM \"{measurement}\"");
        return rows.Count == 0 ? 0 : rows[0][1].GetInt64();
    }

    public static Dictionary<long, double> FromSqlite(
        string database, string measurement, string field, string seriesKey)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT time, "{field}" FROM "{measurement}" JOIN series ON series.id = "{measurement}".series
            WHERE series.key = $key AND "{field}" IS NOT NULL
            """);
        command.Parameters.AddWithValue("$key", seriesKey);
        using var reader = command.ExecuteReader();
        var values = new Dictionary<long, double>();
        while (reader.Read()) values.Add(reader.GetInt64(0), reader.GetDouble(1));
        return values;
    }

    public static long CountInSqlite(string database, string measurement, string field)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(\"{field}\") FROM \"{measurement}\"";
        return (long)command.ExecuteScalar()!;
    }
}
