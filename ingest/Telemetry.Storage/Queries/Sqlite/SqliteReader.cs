using Microsoft.Data.Sqlite;
using SQLitePCL;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Queries.Sqlite;

/// <summary>
/// Questions to the embedded store, over connections of its own that can only read: the write-ahead log lets them see
/// the last commit without ever holding up a batch. Works in the host and in another process beside it.
/// </summary>
public sealed class SqliteReader : ITelemetryReader, IDisposable
{
    private readonly string _path;
    private readonly string _connectionString;
    private readonly int _cacheKiB;
    private readonly SemaphoreSlim _turns;
    private readonly SqliteSeriesNames _series;

    /// <param name="measurements">Those that have a table; <see cref="Measurements.All"/> by default.</param>
    public SqliteReader(SqliteOptions options, IReadOnlyCollection<Measurement>? measurements = null)
    {
        _path = options.Path;
        _cacheKiB = options.CacheSizeMiB * 1024;
        _turns = new SemaphoreSlim(options.MaxReaders, options.MaxReaders);
        _series = new SqliteSeriesNames(measurements ?? Measurements.All);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = true,
            DefaultTimeout = Math.Max(1, (int)options.BusyTimeout.TotalSeconds),
        }.ToString();
    }

    internal SqliteSeriesNames SeriesNames => _series;

    public Task<IReadOnlyList<StoredPoint>> LatestAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        Ask<IReadOnlyList<StoredPoint>>(
            connection =>
            {
                var points = new List<StoredPoint>();
                using var query = new SqlitePoints(connection, measurement, "ORDER BY time DESC LIMIT 1");
                foreach (var (id, series) in _series.Matching(connection, measurement, tags))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    points.AddRange(query.Read(series, id, long.MinValue, long.MaxValue, cancellationToken));
                }
                return points;
            },
            cancellationToken);

    public Task<IReadOnlyList<StoredPoint>> RangeAsync(
        Series series, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Ask<IReadOnlyList<StoredPoint>>(
            connection =>
            {
                if (SqliteSeriesNames.Find(connection, series) is not { } id) return [];
                using var query = new SqlitePoints(connection, series.Measurement, $"ORDER BY time LIMIT {limit}");
                return query.Read(series, id, Milliseconds(from), Milliseconds(to), cancellationToken);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<Bucket>> DownsampleAsync(
        Series series, FieldDefinition field, DateTimeOffset from, DateTimeOffset to, TimeSpan every,
        CancellationToken cancellationToken)
    {
        var width = every.Ticks / TimeSpan.TicksPerMillisecond;
        if (width < 1 || every.Ticks % TimeSpan.TicksPerMillisecond != 0)
            throw new ArgumentOutOfRangeException(nameof(every), every, "a whole number of milliseconds, at least 1");
        return Fold(
            series, field, Milliseconds(from), Milliseconds(to),
            time => time - (((time % width) + width) % width), cancellationToken);
    }

    public Task<IReadOnlyList<Bucket>> BetweenAsync(
        Series series, FieldDefinition field, IReadOnlyList<DateTimeOffset> borders,
        CancellationToken cancellationToken)
    {
        if (borders.Count < 2) return Task.FromResult<IReadOnlyList<Bucket>>([]);
        var starts = borders.Select(Milliseconds).ToArray();
        for (var i = 1; i < starts.Length; i++)
        {
            if (starts[i] <= starts[i - 1])
                throw new ArgumentException(
                    $"border {i} ({borders[i]:O}) does not follow the one before", nameof(borders));
        }
        var at = 0;
        return Fold(
            series, field, starts[0], starts[^1],
            time =>
            {
                while (time >= starts[at + 1]) at++;
                return starts[at];
            },
            cancellationToken);
    }

    public Task<long> CountAsync(
        Measurement measurement, FieldDefinition field, IReadOnlyDictionary<string, string> tags, DateTimeOffset from,
        DateTimeOffset to, CancellationToken cancellationToken) => Ask(
        connection =>
        {
            using var query = new SqliteValues(connection, measurement, field);
            long count = 0;
            foreach (var (id, _) in _series.Matching(connection, measurement, tags))
            {
                cancellationToken.ThrowIfCancellationRequested();
                count += query.Count(id, Milliseconds(from), Milliseconds(to));
            }
            return count;
        },
        cancellationToken);

    public void Dispose()
    {
        using (var connection = new SqliteConnection(_connectionString)) SqliteConnection.ClearPool(connection);
        _turns.Dispose();
    }

    // Points are whole milliseconds: the first that is not before an instant, which serves both bounds.
    internal static long Milliseconds(DateTimeOffset instant)
    {
        var floor = instant.ToUnixTimeMilliseconds();
        return instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? floor : floor + 1;
    }

    private Task<IReadOnlyList<Bucket>> Fold(
        Series series, FieldDefinition field, long from, long to, Func<long, long> bucketOf,
        CancellationToken cancellationToken) => Ask<IReadOnlyList<Bucket>>(
        connection =>
        {
            using var query = new SqliteValues(connection, series.Measurement, field);
            if (SqliteSeriesNames.Find(connection, series) is not { } id) return [];
            var buckets = new BucketFold();
            foreach (var (time, value) in query.Read(id, from, to))
            {
                cancellationToken.ThrowIfCancellationRequested();
                buckets.Add(bucketOf(time), value);
            }
            return buckets.Close();
        },
        cancellationToken);

    /// <summary>One question on one connection, over one state of the file, off the caller's thread.</summary>
    internal async Task<T> Ask<T>(Func<SqliteConnection, T> question, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Answer(question, cancellationToken), cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    private T Answer<T>(Func<SqliteConnection, T> question, CancellationToken cancellationToken)
    {
        using var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using (var settings = connection.CreateCommand())
            {
                settings.CommandText = $"PRAGMA cache_size = -{_cacheKiB}; PRAGMA query_only = ON";
                settings.ExecuteNonQuery();
            }
            using var stop = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle));
            using var transaction = connection.BeginTransaction(deferred: true);
            SqliteSchema.CheckedVersion(connection);
            return question(connection);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("the question was called off", exception, cancellationToken);
        }
        catch (SqliteException) when (!File.Exists(_path))
        {
            throw new StoreUnavailableException($"there is no store at {_path}");
        }
        catch (SqliteException exception)
        {
            throw new StoreUnavailableException(SqliteTrouble.Of(exception, _path).Detail, exception);
        }
        catch (StoreRefusedException exception)
        {
            throw new StoreUnavailableException(exception.Message, exception);
        }
    }
}
