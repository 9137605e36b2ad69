using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using Telemetry.Storage.Operations.Schema;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Operations;

/// <summary>
/// The file behind the operational store. Changes go one at a time, each in a transaction that takes SQLite's write
/// lock at its beginning: it never finds out halfway that another process was faster. Questions go beside them.
/// </summary>
internal sealed class OperationalDatabase : IDisposable
{
    private readonly DbContextOptions<OperationsContext> _options;
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <exception cref="StoreRefusedException">
    /// The file can't be made or opened, is damaged, another program's, or was written by a newer version.
    /// </exception>
    public OperationalDatabase(OperationsOptions options)
    {
        if (options.Validate().ToList() is { Count: > 0 } errors)
            throw new StoreRefusedException(string.Join("; ", errors));
        Path = System.IO.Path.GetFullPath(options.Path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            DefaultTimeout = (int)options.BusyTimeout.TotalSeconds,
        }.ToString();
        _options = new DbContextOptionsBuilder<OperationsContext>()
            .UseSqlite(_connectionString)
            .AddInterceptors(new FullSync())
            .Options;
        Prepare();
    }

    public string Path { get; }

    /// <summary>Runs a change to its end or not at all; on disk when the task completes.</summary>
    /// <exception cref="StoreUnavailableException">The disk or another process says no; nothing changed.</exception>
    public async Task<T> ChangeAsync<T>(Func<OperationsContext, T> change, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // SQLite's calls block, whatever they are called.
            return await Task.Run(() => Told(() => Change(change)), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Asks on one snapshot.</summary>
    /// <exception cref="StoreUnavailableException">The disk says no.</exception>
    public Task<T> AskAsync<T>(Func<OperationsContext, T> question, CancellationToken cancellationToken) =>
        Task.Run(() => Told(() => Ask(question)), cancellationToken);

    public void Dispose()
    {
        // Pooled connections would keep the file open.
        using (var connection = new SqliteConnection(_connectionString)) SqliteConnection.ClearPool(connection);
        _writing.Dispose();
    }

    private T Ask<T>(Func<OperationsContext, T> question)
    {
        using var context = new OperationsContext(_options);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        context.Database.OpenConnection();
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        using var snapshot = connection.BeginTransaction(deferred: true);
        context.Database.UseTransaction(snapshot);
        return question(context);
    }

    private T Change<T>(Func<OperationsContext, T> change)
    {
        using var context = new OperationsContext(_options);
        // BEGIN IMMEDIATE, as Microsoft.Data.Sqlite does for every level but ReadUncommitted.
        using var transaction = context.Database.BeginTransaction();
        var result = change(context);
        context.SaveChanges();
        transaction.Commit();
        return result;
    }

    /// <summary>What the disk says leaves the room in words; what is our own mistake stays what it is.</summary>
    private T Told<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (TroubleOf(exception) is { } trouble)
        {
            throw new StoreUnavailableException(
                trouble.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED
                    ? $"another process writes to {Path} for longer than Telemetry:Operations:BusyTimeout: try again"
                    : $"{Path} can't be read or written ({trouble.Message}): check its disk, and that it isn't full",
                exception);
        }
    }

    private static SqliteException? TroubleOf(Exception exception)
    {
        var cause = exception is DbUpdateException { InnerException: { } inner } ? inner : exception;
        var trouble = cause as SqliteException;
        return trouble?.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_ERROR or raw.SQLITE_MISUSE
            ? null
            : trouble;
    }

    private void Prepare()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            if (command.ExecuteScalar() is not "wal")
            {
                throw new StoreRefusedException(
                    $"the file system of {Path} does not support SQLite's write-ahead log: name a file on a local disk "
                    + "in Telemetry:Operations:Path");
            }
            command.CommandText = FullSync.Pragma;
            command.ExecuteNonQuery();
            OperationsSchema.Apply(connection);
        }
        catch (SqliteException exception)
        {
            throw new StoreRefusedException(
                $"Telemetry:Operations:Path {Path} can't be opened ({exception.Message}): check that it is a local "
                + "file that this host may write and that is not damaged; 'telemetry restore' brings back the last "
                + "backup", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(
                $"Telemetry:Operations:Path {Path} can't be made ({exception.Message}): name another file",
                exception);
        }
    }
}
