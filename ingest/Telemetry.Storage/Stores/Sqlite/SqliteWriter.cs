using System.Buffers;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// The one connection that writes. A batch goes <see cref="Begin"/>, <see cref="Rows"/>, <see cref="Finish"/>: rows,
/// changes and cursor in one transaction, so that they are there together or not at all.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    // 16 MiB of log before it is folded into the file; the log is cut back to 64 MiB after a burst.
    private const int CheckpointPages = 4096;
    private const long LogLimit = 64L << 20;

    private readonly SqliteSeries _series;
    private readonly BatchChanges _changes = new();
    private readonly ArrayBufferWriter<byte> _changeLines = new();
    private readonly string _host;

    // Not commands of ADO.NET, which wait for another writer in a loop of their own.
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollBack;

    public SqliteWriter(SqliteOptions options, IReadOnlyCollection<Measurement> measurements, string host)
    {
        _host = host;
        Connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)options.BusyTimeout.TotalSeconds),
        }.ToString());
        try
        {
            Connection.Open();
            raw.sqlite3_busy_timeout(Connection.Handle, (int)options.BusyTimeout.TotalMilliseconds);
            Prepare(options);
            SqliteSchema.Apply(Connection, measurements);
            _series = new SqliteSeries(Connection, measurements);
            _begin = new SqliteStatement(Connection, "BEGIN IMMEDIATE");
            _commit = new SqliteStatement(Connection, "COMMIT");
            _rollBack = new SqliteStatement(Connection, "ROLLBACK");
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    public SqliteConnection Connection { get; }

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    /// <summary>Merges every line of a batch into its row; gives those that will never be taken.</summary>
    public List<RejectedLine> Rows(ReadOnlyMemory<byte> lines)
    {
        var rejected = new List<RejectedLine>();
        var reader = new LineReader(lines.Span);
        while (reader.MoveNext())
        {
            if (Row(reader) is not { } detail) continue;
            lines.Span.Overlaps(reader.Line, out var offset);
            rejected.Add(new RejectedLine(lines.Slice(offset, reader.Line.Length), detail));
        }
        return rejected;
    }

    /// <summary>
    /// Writes the changes and the cursor of the batch, and commits. Only now is anything of it on disk.
    /// </summary>
    public void Finish(StoreBatch batch, IReadOnlyList<RejectedLine> rejected, StoreReceipt receipt, DateTimeOffset now)
    {
        var cursor = SqliteCursor.Load(Connection);
        var stamp = Math.Max(now.ToUnixTimeMilliseconds(), cursor.LastChangeMs + 1);
        _changes.Collect(rejected.Count == 0 ? batch.Lines.Span : Without(rejected, batch.Lines.Span));
        _changeLines.ResetWrittenCount();
        _changes.WriteLines(_host, stamp, _changeLines);
        if (Rows(_changeLines.WrittenMemory) is [var refused, ..])
            throw new InvalidOperationException("a line of changes was refused: " + refused.Detail);
        cursor.After(batch, receipt, stamp).Save(Connection);
        Commit();
    }

    /// <summary>Leaves no trace of what was begun; nothing happens where nothing was.</summary>
    public void RollBack()
    {
        _series.Forget();
        if (raw.sqlite3_get_autocommit(Connection.Handle) == 0) _rollBack.Execute();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollBack.Dispose();
        _series.Dispose();
        Connection.Dispose();
    }

    private string? Row(in LineReader line)
    {
        if (!line.IsValid) return "unable to parse: the line is not 'key fields time'";
        if (!_series.TryGet(line.SeriesKey,
            out var entry)) return "no measurement has this name with exactly these tags";
        if (entry.Table.Read(line.Fields, line.TimeMs) is { } detail) return detail;
        entry.Table.Merge(entry.IdIn(_series), line.TimeMs);
        return null;
    }

    // Rejected lines are views of the batch, in its order: what lies between them is what was stored.
    private static byte[] Without(IReadOnlyList<RejectedLine> rejected, ReadOnlySpan<byte> lines)
    {
        var kept = new ArrayBufferWriter<byte>(lines.Length + 1);
        var from = 0;
        foreach (var line in rejected)
        {
            lines.Overlaps(line.Line.Span, out var offset);
            kept.Write(lines[from..offset]);
            from = offset + line.Line.Length;
        }
        kept.Write(lines[from..]);
        return kept.WrittenSpan.ToArray();
    }

    private void Prepare(SqliteOptions options)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        if (command.ExecuteScalar() is not "wal")
        {
            throw new StoreRefusedException(
                $"the file system of {options.Path} does not support SQLite's write-ahead log: name a file on a local "
                + $"disk in "
                + "Telemetry:Store:Sqlite:Path");
        }
        command.CommandText =
            $"""
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -{options.CacheSizeMiB * 1024};
            PRAGMA wal_autocheckpoint = {CheckpointPages};
            PRAGMA journal_size_limit = {LogLimit};
            PRAGMA temp_store = MEMORY;
            """;
        command.ExecuteNonQuery();
    }
}
