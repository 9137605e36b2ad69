using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// The ids of series by the key at the head of a line. Belongs to one connection, and dies with it: a transaction that
/// was rolled back takes the ids it gave with it, so <see cref="Forget"/> is called then.
/// </summary>
internal sealed class SqliteSeries : IDisposable
{
    private readonly Dictionary<string, (Measurement Measurement, SqliteTable Table)> _tables;
    private readonly Dictionary<byte[], Entry> _known = new(SeriesKeyComparer.Instance);
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _add;

    public SqliteSeries(SqliteConnection connection, IEnumerable<Measurement> measurements)
    {
        _tables = measurements.ToDictionary(
            m => m.Name, m => (m, new SqliteTable(connection, m)), StringComparer.Ordinal);
        _find = new SqliteStatement(connection, "SELECT id FROM series WHERE key = ?1");
        _add = new SqliteStatement(
            connection, "INSERT INTO series (measurement, key, tags) VALUES (?1, ?2, ?3) RETURNING id");
    }

    /// <summary>The series of a key, with the table of its points.</summary>
    /// <returns>False where the measurement is unknown or the tags are not its own.</returns>
    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Entry? entry)
    {
        var known = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (known.TryGetValue(key, out entry)) return true;
        if (!SeriesKeys.TryParse(key, Find, out var series)) return false;

        entry = new Entry(series, _tables[series.Measurement.Name].Table);
        known[key] = entry;
        return true;
    }

    private long FindOrAdd(Series series)
    {
        var key = SeriesText.Key(series);
        _find.Bind(1, key);
        if (_find.ReadInteger() is { } id) return id;
        _add.Bind(1, series.Measurement.Name);
        _add.Bind(2, key);
        _add.Bind(3, SeriesText.Tags(series));
        return _add.ReadInteger() ?? throw new InvalidOperationException("a series was added and has no id");
    }

    public void Forget() => _known.Clear();

    public void Dispose()
    {
        foreach (var (_, table) in _tables.Values) table.Dispose();
        _find.Dispose();
        _add.Dispose();
    }

    private Measurement? Find(string name) => _tables.TryGetValue(name, out var known) ? known.Measurement : null;

    /// <summary>
    /// An entry is met before its line is known to be good, so its row is made only when a point needs it.
    /// </summary>
    public sealed class Entry(Series series, SqliteTable table)
    {
        private long _id;

        public SqliteTable Table { get; } = table;

        public long IdIn(SqliteSeries all)
        {
            if (_id == 0) _id = all.FindOrAdd(series);
            return _id;
        }
    }
}
