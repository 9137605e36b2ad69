using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>
/// The embedded store: one file, one process, one transaction a batch. What may go wrong with a file that is ours alone
/// is the disk: it is waited for, and nothing is lost meanwhile, as the batch stays in the spool.
/// </summary>
public sealed class SqliteStore : ITelemetryStore
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly SqliteOptions _options;
    private readonly string _host;
    private readonly IReadOnlyCollection<Measurement> _measurements;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _retry;

    // Held by whoever uses the writer: a batch, or one small transaction of a sweep.
    private readonly SemaphoreSlim _gate = new(1, 1);

    private readonly SqliteHealth _health;
    private StoreLock? _lock;
    private SqliteWriter? _writer;

    /// <param name="host">The tag <c>host</c> of the changes this store writes.</param>
    /// <param name="measurements">Those that have a table; <see cref="Measurements.All"/> by default.</param>
    public SqliteStore(
        SqliteOptions options, string host, TimeProvider time, ILogger<SqliteStore> logger,
        IReadOnlyCollection<Measurement>? measurements = null)
    {
        _options = options;
        _host = host;
        _time = time;
        _logger = logger;
        _measurements = measurements ?? Measurements.All;
        _health = new SqliteHealth(time, logger);
        _retry = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                UseJitter = true,
                ShouldHandle = static attempt => ValueTask.FromResult(
                    attempt.Outcome.Exception is SqliteException or StoreRefusedException),
            })
            .Build();
    }

    public StoreCondition Condition => _health.Condition;

    /// <summary>Sees each connection that will write: a test makes its disk small.</summary>
    internal Action<SqliteConnection>? Connected { get; init; }

    /// <exception cref="StoreRefusedException">
    /// Another process has the store, the file can't be made or opened, is damaged, or was written by a newer version.
    /// </exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_options.Validate().ToList() is { Count: > 0 } errors)
            throw new StoreRefusedException(string.Join("; ", errors));
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(Open, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<SpoolCursor?> LoadCursorAsync(CancellationToken cancellationToken)
    {
        RequireOpen();
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Attempt(
                token => Task.Run(() => SqliteCursor.Load(Writer().Connection).Cursor, token), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<StoreReceipt> WriteAsync(
        StoreBatch batch, IRejectedLines rejected, CancellationToken cancellationToken)
    {
        RequireOpen();
        var rejectedAreOnDisk = false;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Attempt(WriteOnce, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }

        async Task<StoreReceipt> WriteOnce(CancellationToken token)
        {
            var bad = await Task.Run(() =>
            {
                var writer = Writer();
                writer.Begin();
                return writer.Rows(batch.Lines);
            }, token);
            // Before the commit, so that a crash in between rejects them again rather than never.
            if (bad.Count > 0 && !rejectedAreOnDisk)
            {
                await rejected.AddAsync(bad, token);
                rejectedAreOnDisk = true;
            }
            var receipt = new StoreReceipt(batch.Count - bad.Count, bad.Count);
            token.ThrowIfCancellationRequested();
            await Task.Run(() => Writer().Finish(batch, bad, receipt, _time.GetUtcNow()), CancellationToken.None);
            return receipt;
        }
    }

    /// <summary>
    /// Stores rows of this host's own making, in one transaction that is on disk when the task completes; neither the
    /// cursor nor <c>changes</c> has a part in it. Waits and repeats as a batch does.
    /// </summary>
    internal async Task WriteOwnAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        RequireOpen();
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await Attempt(
                token => Task.Run(
                    () =>
                    {
                        var writer = Writer();
                        writer.Begin();
                        if (writer.Rows(lines) is [var refused, ..])
                            throw new InvalidOperationException("a line of our own was refused: " + refused.Detail);
                        token.ThrowIfCancellationRequested();
                        writer.Commit();
                        return true;
                    },
                    token),
                cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Removes the points that are older than their measurement is kept, in small transactions between the batches.
    /// An error of the disk ends the sweep early; the next one goes on from there.
    /// </summary>
    /// <returns>Points removed.</returns>
    public async Task<long> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        RequireOpen();
        long removed = 0;
        try
        {
            foreach (var measurement in _measurements)
            {
                if (_options.RetentionOf(measurement) is not { } kept) continue;
                var sweep = new SqliteSweep(measurement, (now - kept).ToUnixTimeMilliseconds());
                while (!sweep.IsDone) removed += await SweepOnce(sweep, cancellationToken);
            }
            if (removed > 0) Log.Swept(_logger, removed);
        }
        catch (SqliteException exception)
        {
            Log.SweepStopped(_logger, removed, SqliteTrouble.Of(exception, _options.Path).Detail);
        }
        return removed;
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _writer?.Dispose();
        _writer = null;
        _lock?.Dispose();
        _lock = null;
        _gate.Release();
    }

    private void Open()
    {
        if (_lock is not null) return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(_options.Path))!;
        try
        {
            Directory.CreateDirectory(folder);
            _lock = StoreLock.Take(_options.Path);
            _writer = Connect();
        }
        catch (Exception exception)
        {
            _lock?.Dispose();
            _lock = null;
            switch (exception)
            {
                case SqliteException trouble:
                    throw new StoreRefusedException(SqliteTrouble.Of(trouble, _options.Path).Detail, trouble);
                case IOException or UnauthorizedAccessException:
                    throw new StoreRefusedException(
                        $"the folder {folder} can't be used ({exception.Message}): name another in "
                        + "Telemetry:Store:Sqlite:Path", exception);
                default:
                    throw;
            }
        }
        Log.Opened(_logger, _options.Path, SqliteSchema.Version);
    }

    // After an error of the disk the connection is gone; the next attempt opens another. Never without the lock.
    private SqliteWriter Writer()
    {
        ObjectDisposedException.ThrowIf(_lock is null, this);
        return _writer ??= Connect();
    }

    private SqliteWriter Connect()
    {
        var writer = new SqliteWriter(_options, _measurements, _host);
        Connected?.Invoke(writer.Connection);
        return writer;
    }

    /// <summary>Repeats for as long as the disk says no; leaves nothing half done however an attempt ends.</summary>
    private async Task<T> Attempt<T>(Func<CancellationToken, Task<T>> once, CancellationToken cancellationToken)
    {
        var result = await _retry.ExecuteAsync(
            async token =>
            {
                try
                {
                    return await once(token);
                }
                catch (SqliteException exception)
                {
                    Abandon(SqliteTrouble.KeepsConnection(exception));
                    _health.Report(SqliteTrouble.Of(exception, _options.Path));
                    throw;
                }
                catch (StoreRefusedException exception)
                {
                    // The file was exchanged under us, for one this program must not write to.
                    _health.Report(new SqliteTrouble(StoreTrouble.Refused, exception.Message));
                    throw;
                }
                catch
                {
                    Abandon(keepConnection: true);
                    throw;
                }
            },
            cancellationToken);
        _health.ReportHealthy();
        return result;
    }

    private Task<int> SweepOnce(SqliteSweep sweep, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            await _gate.WaitAsync(cancellationToken);
            try
            {
                return sweep.Next(Writer());
            }
            catch (SqliteException exception)
            {
                Abandon(SqliteTrouble.KeepsConnection(exception));
                throw;
            }
            finally
            {
                _gate.Release();
            }
        },
        cancellationToken);

    private void Abandon(bool keepConnection)
    {
        if (_writer is null) return;
        try
        {
            _writer.RollBack();
            if (keepConnection) return;
        }
        catch (SqliteException)
        {
            // The connection is closed below, which rolls back as well.
        }
        _writer.Dispose();
        _writer = null;
    }

    private void RequireOpen()
    {
        if (_lock is null) throw new InvalidOperationException($"call {nameof(OpenAsync)} first");
    }
}
