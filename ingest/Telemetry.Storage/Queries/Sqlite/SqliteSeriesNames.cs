using System.Collections.Concurrent;
using System.Text;
using Microsoft.Data.Sqlite;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Queries.Sqlite;

/// <summary>The series in the store. An id never changes its meaning, so what was parsed once is kept.</summary>
internal sealed class SqliteSeriesNames(IReadOnlyCollection<Measurement> measurements)
{
    private readonly ConcurrentDictionary<long, Series> _known = new();

    public static long? Find(SqliteConnection connection, Series series)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM series WHERE key = $key";
        command.Parameters.AddWithValue("$key", SeriesText.Key(series));
        return (long?)command.ExecuteScalar();
    }

    /// <summary>The series of a measurement whose tags match, by key.</summary>
    /// <exception cref="ArgumentException">The measurement has no such tag.</exception>
    public List<(long Id, Series Series)> Matching(
        SqliteConnection connection, Measurement measurement, IReadOnlyDictionary<string, string> tags)
    {
        foreach (var tag in tags.Keys)
        {
            if (!measurement.Tags.Contains(tag))
                throw new ArgumentException($"{measurement.Name} has no tag {tag}", nameof(tags));
        }
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, key FROM series WHERE measurement = $measurement ORDER BY key";
        command.Parameters.AddWithValue("$measurement", measurement.Name);
        using var row = command.ExecuteReader();
        var matching = new List<(long, Series)>();
        while (row.Read())
        {
            if (Parse(row.GetInt64(0), row.GetString(1)) is { } series && tags.All(tag => series[tag.Key] == tag.Value))
                matching.Add((row.GetInt64(0), series));
        }
        return matching;
    }

    /// <summary>Null where the key is none of the measurements known here.</summary>
    public Series? Parse(long id, string key)
    {
        if (_known.TryGetValue(id, out var known)) return known;
        return SeriesKeys.TryParse(Encoding.UTF8.GetBytes(key), Find, out var series)
            ? _known.GetOrAdd(id, series)
            : null;
    }

    private Measurement? Find(string name) => measurements.FirstOrDefault(m => m.Name == name);
}
