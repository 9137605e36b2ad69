using System.Buffers;
using Microsoft.Extensions.Logging;
using Telemetry.Storage.Files;
using Telemetry.Storage.LineProtocol;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// InfluxDB 1.x, 2.x or 3.x as the store of a host. A batch is posted, what the store will never take is set aside,
/// then
/// <c>changes</c> is written, then the cursor: a crash between any two repeats what came before, under the same
/// identities.
/// </summary>
public sealed class InfluxDbStore : ITelemetryStore
{
    static readonly TimeSpan CursorRetry = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Oldest stamp a line of changes may have when it becomes visible. A reader of changes looks back for a while and
    /// no further; lines that waited out an outage are written once more with the moment of their arrival.
    /// </summary>
    internal static readonly TimeSpan StaleStamp = TimeSpan.FromMinutes(1);

    readonly InfluxDbOptions _options;
    readonly CursorFile _cursorFile;
    readonly TimeProvider _time;
    readonly ILogger<InfluxDbStore> _logger;
    readonly InfluxDbHttp _http;
    readonly InfluxDbWriter _writer;
    readonly InfluxDbDatabase _database;
    readonly LineIndex _index = new();
    readonly LineIsolation _isolation;
    readonly BatchChanges _changes = new();
    readonly ArrayBufferWriter<byte> _changeLines = new();
    readonly string _host;

    volatile StoreCondition _condition;
    SpoolCursor? _cursor;
    long _requestBytes;
    long _mostRequestBytes;
    long _lastStampMs;

    /// <param name="jitter">Spreads the waits; seeded from the clock where null.</param>
    /// <exception cref="StoreRefusedException">The options are wrong: all errors in one message.</exception>
    public InfluxDbStore(
        InfluxDbOptions options, CursorFile cursorFile, TimeProvider time, ILogger<InfluxDbStore> logger,
        Random? jitter = null)
    {
        var errors = options.Validate().ToList();
        if (errors.Count > 0) throw new StoreRefusedException(string.Join('\n', errors));
        _options = options;
        _cursorFile = cursorFile;
        _time = time;
        _logger = logger;
        _host = options.HostNameInUse;
        _requestBytes = _mostRequestBytes = options.MaxRequestBytes;
        _condition = new StoreCondition(StoreTrouble.None, "", time.GetUtcNow());
        var address = new InfluxDbAddress(options);
        _http = new InfluxDbHttp(options, new InfluxDbSecret(options), time, connections: 1);
        _database = new InfluxDbDatabase(options, _http, address, logger);
        _writer = new InfluxDbWriter(
            options, _http, address.Write, _database, time, jitter ?? new Random(unchecked((int)time.GetTimestamp())),
            Troubled);
        _isolation = new LineIsolation(_index, PostAsync);
    }

    public StoreCondition Condition => _condition;

    /// <summary>
    /// Creates the database of 1.x where asked to. A server that can't be reached is no reason not to start: the first
    /// write tries again.
    /// </summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        LoadCursor();
        using var limit = new CancellationTokenSource(_options.WriteTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _database.EnsureAsync(both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
                                  || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Troubled(InfluxDbWriter.Unreachable(_options, e));
        }
    }

    public Task<SpoolCursor?> LoadCursorAsync(CancellationToken cancellationToken)
    {
        LoadCursor();
        return Task.FromResult(_cursor);
    }

    // The stamps go on from the last one: a clock that was set back while the host was down must not date what changed
    // before what has been read of it.
    void LoadCursor()
    {
        _cursor = _cursorFile.Load();
        _lastStampMs = Math.Max(_lastStampMs, _cursorFile.LastChangeMs);
    }

    public async Task<StoreReceipt> WriteAsync(
        StoreBatch batch, IRejectedLines rejected, CancellationToken cancellationToken)
    {
        _index.Read(batch.Lines);
        if (_index.Count != batch.Count)
            throw new ArgumentException($"a batch of {batch.Count} lines holds {_index.Count}", nameof(batch));

        var bad = await _isolation.SendAsync(Chunks(), cancellationToken).ConfigureAwait(false);
        if (_isolation.Doubt is { } doubt)
        {
            await WaitInDoubtAsync(doubt, batch.Count, cancellationToken).ConfigureAwait(false);
            return StoreReceipt.Undecided;
        }
        if (bad.Count > 0)
        {
            await rejected.AddAsync(
                [.. bad.Select(line => new RejectedLine(_index.Line(line.Line), line.Detail))], cancellationToken)
                .ConfigureAwait(false);
            InfluxDbLog.Rejected(_logger, bad.Count, batch.Count, bad[0].Detail);
        }
        await WriteChangesAsync(batch, bad, cancellationToken).ConfigureAwait(false);
        await AdvanceAsync(batch, bad, cancellationToken).ConfigureAwait(false);
        return new StoreReceipt(batch.Count - bad.Count, bad.Count);
    }

    /// <summary>
    /// What says the same of every line means none of them: a person must look, and everything is kept.
    /// </summary>
    async Task WaitInDoubtAsync(Verdict doubt, int lines, CancellationToken cancellationToken)
    {
        Troubled(new Verdict(
            VerdictKind.Refused,
            $"{doubt.Detail}. It says so of every line asked ({lines} in the batch), in words not known of an "
            + $"InfluxDB: "
            + $"check that {InfluxDbOptions.Section}: Url and Version name one, and what stands before it. All are "
            + $"kept"));
        await Task.Delay(_options.RefusedRetry, _time, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The batch as requests of acceptable size; a single line may be larger.</summary>
    List<LineSet> Chunks()
    {
        var chunks = new List<LineSet>();
        var first = 0;
        var bytes = 0L;
        for (var i = 0; i < _index.Count; i++)
        {
            var length = _index.Length(i);
            if (i > first && bytes + length > _requestBytes)
            {
                chunks.Add(LineSet.Run(first, i - first));
                first = i;
                bytes = 0;
            }
            bytes += length;
        }
        if (_index.Count > first) chunks.Add(LineSet.Run(first, _index.Count - first));
        return chunks;
    }

    async ValueTask<Verdict> PostAsync(LineSet set, CancellationToken cancellationToken)
    {
        var bytes = set.Bytes(_index);
        // What the last answers have shown to be too much is not tried again.
        if (set.Count > 1 && bytes > _requestBytes) return new Verdict(VerdictKind.Halve, "");
        var began = _time.GetTimestamp();
        var verdict = await _writer.PostAsync(
            [.. set.Runs(_index)], ours: false, CanBeHalved(set.Count, bytes), cancellationToken).ConfigureAwait(false);
        if (verdict.Kind == VerdictKind.Late)
        {
            _requestBytes = Math.Max(bytes / 2, InfluxDbOptions.SmallestRequest);
            return verdict;
        }
        if (verdict.Kind == VerdictKind.Halve && set.Count > 1) LearnLimit(bytes);
        else if (verdict.Kind == VerdictKind.Advance && bytes > _requestBytes / 2) Widen(_time.GetElapsedTime(began));
        if (!verdict.IsUnknown) Well();
        return verdict;
    }

    static bool CanBeHalved(int lines, long bytes) => lines > 1 && bytes > InfluxDbOptions.SmallestRequest;

    /// <summary>The next batches start below what was too much, instead of meeting the same 413 again and
    /// again.</summary>
    void LearnLimit(long refused)
    {
        var limit = Math.Max(refused / 2, InfluxDbOptions.SmallestRequest);
        if (limit >= _mostRequestBytes) return;
        _requestBytes = _mostRequestBytes = limit;
        InfluxDbLog.SmallerRequests(_logger, limit);
    }

    /// <summary>A line that was slow and is well again gets its larger requests back, two for one.</summary>
    void Widen(TimeSpan took)
    {
        if (took < _options.WriteTimeout / 4) _requestBytes = Math.Min(_requestBytes * 2, _mostRequestBytes);
    }

    async Task WriteChangesAsync(
        StoreBatch batch, IReadOnlyList<(int Line, string Detail)> bad, CancellationToken cancellationToken)
    {
        _changes.Collect(bad.Count == 0 ? batch.Lines.Span : Accepted(bad));
        if (_changes.Count == 0) return;
        long stamped;
        do
        {
            stamped = _time.GetTimestamp();
            _lastStampMs = Math.Max(_http.Clock.NowMs(), _lastStampMs + 1);
            _changeLines.ResetWrittenCount();
            _changes.WriteLines(_host, _lastStampMs, _changeLines);
            await SendChangesAsync(_changeLines.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        while (_time.GetElapsedTime(stamped) > StaleStamp || IsStaleToTheServer());
        Well();
    }

    /// <summary>
    /// The server took them long after their stamp: this host's clock is behind, or stood still meanwhile.
    /// </summary>
    bool IsStaleToTheServer() => _http.Clock.LastMs - _lastStampMs > (long)StaleStamp.TotalMilliseconds;

    async Task SendChangesAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        while (!lines.IsEmpty)
        {
            // What is above the limit goes up to the last line that fits, but at least one.
            var length = lines.Length;
            if (length > _requestBytes)
            {
                length = lines.Span[..(int)_requestBytes].LastIndexOf((byte)'\n') + 1;
                if (length == 0) length = lines.Span.IndexOf((byte)'\n') + 1;
            }
            await SendWholeAsync(lines[..length], cancellationToken).ConfigureAwait(false);
            lines = lines[length..];
        }
    }

    async Task SendWholeAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var verdict = await _writer.PostAsync(
            [lines], ours: true, canBeHalved: lines.Length > InfluxDbOptions.SmallestRequest, cancellationToken)
            .ConfigureAwait(false);
        if (verdict.Kind is not (VerdictKind.Halve or VerdictKind.Late)) return;
        var half = lines.Span[..(lines.Length / 2)].LastIndexOf((byte)'\n') + 1;
        if (half == 0) half = lines.Span.IndexOf((byte)'\n') + 1;
        if (half == lines.Length)
            throw new StoreRefusedException(
                $"{verdict.Detail}: not even one line of 'changes' ({half} bytes) is taken");
        await SendWholeAsync(lines[..half], cancellationToken).ConfigureAwait(false);
        await SendWholeAsync(lines[half..], cancellationToken).ConfigureAwait(false);
    }

    byte[] Accepted(IReadOnlyList<(int Line, string Detail)> bad)
    {
        var lines = new ArrayBufferWriter<byte>(Math.Max(_index.Bytes.Length, 1));
        var next = 0;
        for (var i = 0; i < _index.Count; i++)
        {
            if (next < bad.Count && bad[next].Line == i)
            {
                next++;
                continue;
            }
            lines.Write(_index.Line(i).Span);
            lines.Write("\n"u8);
        }
        return lines.WrittenSpan.ToArray();
    }

    /// <summary>Lines before the cursor stand in the books already; only those beyond it are counted.</summary>
    async Task AdvanceAsync(
        StoreBatch batch, IReadOnlyList<(int Line, string Detail)> bad, CancellationToken cancellationToken)
    {
        if (batch.Again) return;
        var before = _cursor?.Spool == batch.Spool ? _cursor : null;
        if (before is not null && batch.End <= before.Position) return;
        var known = before is null ? 0 : (int)Math.Clamp(before.Position.Line - batch.Start.Line, 0, batch.Count);
        var rejected = bad.Count(line => line.Line >= known);
        var cursor = new SpoolCursor(
            batch.Spool, batch.End, (before?.Stored ?? 0) + (batch.Count - known - rejected),
            (before?.Rejected ?? 0) + rejected);
        await SaveAsync(cursor, cancellationToken).ConfigureAwait(false);
        _cursor = cursor;
    }

    /// <summary>A full disk is waited for, as a store that is away is.</summary>
    async Task SaveAsync(SpoolCursor cursor, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _cursorFile.Save(cursor, _lastStampMs);
                Well();
                return;
            }
            catch (DiskFullException e)
            {
                Troubled(new Verdict(
                    VerdictKind.Retry, e.Message + ": nothing more is written to InfluxDB until there is. Free some"));
            }
            await Task.Delay(CursorRetry, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    void Troubled(Verdict verdict)
    {
        var trouble = verdict.Kind switch
        {
            VerdictKind.Refused => StoreTrouble.Refused,
            VerdictKind.WaitFor => StoreTrouble.Overloaded,
            _ => StoreTrouble.Unreachable,
        };
        var before = _condition;
        var fresh = before.Trouble != trouble;
        _condition = new StoreCondition(trouble, verdict.Detail, fresh ? _time.GetUtcNow() : before.Since);
        if (!fresh) return;
        if (trouble == StoreTrouble.Refused) InfluxDbLog.Refused(_logger, verdict.Detail);
        else if (trouble == StoreTrouble.Overloaded) InfluxDbLog.Overloaded(_logger, verdict.Detail);
        else InfluxDbLog.Unreachable(_logger, verdict.Detail);
    }

    void Well()
    {
        var before = _condition;
        if (before.Trouble == StoreTrouble.None) return;
        var now = _time.GetUtcNow();
        _condition = new StoreCondition(StoreTrouble.None, "", now);
        InfluxDbLog.Recovered(_logger, (now - before.Since).TotalSeconds);
    }
}
