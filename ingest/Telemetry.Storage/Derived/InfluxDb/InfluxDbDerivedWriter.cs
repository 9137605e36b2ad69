using System.Buffers;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Derived;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Derived.InfluxDb;

/// <summary>
/// Posts derived rows until InfluxDB has taken them, by the same table of answers as readings. No row is ever set
/// aside: what the server refuses for good is a person's to mend and is repeated slowly, except a row older than the
/// server keeps, which that person has decided not to have.
/// </summary>
internal sealed class InfluxDbDerivedWriter : IDisposable
{
    /// <summary>Rows encoded at a time; a request has at most <see cref="InfluxDbOptions.MaxRequestBytes"/>.</summary>
    private const int RowsATime = 5_000;

    // How 1.x and 2.x say that a point is older than they keep.
    private static readonly string[] TooOld = ["beyond retention policy", "outside retention policy"];

    private readonly InfluxDbOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly InfluxDbHttp _http;
    private readonly InfluxDbWriter _writer;
    private readonly LineIndex _index = new();
    private readonly LineIsolation _isolation;
    private readonly ArrayBufferWriter<byte> _lines = new();

    // Overlapping writes of one series are never in flight at once.
    private readonly SemaphoreSlim _gate = new(1, 1);

    private volatile StoreCondition _condition;

    /// <param name="options">With the place of derived values as the place written to.</param>
    public InfluxDbDerivedWriter(InfluxDbOptions options, TimeProvider time, ILogger logger, Random? jitter)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _condition = new StoreCondition(StoreTrouble.None, "", time.GetUtcNow());
        var address = new InfluxDbAddress(options);
        _http = new InfluxDbHttp(options, new InfluxDbSecret(options), time, connections: 1);
        _writer = new InfluxDbWriter(
            options, _http, address.Write, new InfluxDbDatabase(options, _http, address, logger), time,
            jitter ?? new Random(unchecked((int)time.GetTimestamp())), Troubled);
        _isolation = new LineIsolation(_index, PostAsync);
    }

    public StoreCondition Condition => _condition;

    public async Task WriteAsync(IReadOnlyList<DerivedPoint> points, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var first = 0; first < points.Count; first += RowsATime)
            {
                _lines.ResetWrittenCount();
                var end = Math.Min(first + RowsATime, points.Count);
                for (var i = first; i < end; i++) DerivedLines.Write(points[i], filled: true, _lines);
                await SendAsync(_lines.WrittenMemory, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private async Task SendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        while (true)
        {
            _index.Read(lines);
            var bad = await _isolation.SendAsync(Chunks(), cancellationToken).ConfigureAwait(false);
            var tooOld = bad.Count(static line => IsTooOld(line.Detail));
            if (tooOld > 0) DerivedLog.TooOld(_logger, tooOld, bad.First(line => IsTooOld(line.Detail)).Detail);
            if (_isolation.Doubt is null && bad.Count == tooOld)
            {
                Well();
                return;
            }
            var detail = _isolation.Doubt?.Detail ?? bad.First(line => !IsTooOld(line.Detail)).Detail;
            Troubled(new Verdict(
                VerdictKind.Refused,
                detail + ". These rows are this host's own: drop or rename what else writes such a measurement, and "
                + $"check {InfluxDbOptions.Section}"));
            // Those that were taken are taken again: they are the same.
            await Task.Delay(_options.RefusedRetry, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private List<LineSet> Chunks()
    {
        var chunks = new List<LineSet>();
        var (first, bytes) = (0, 0L);
        for (var i = 0; i < _index.Count; i++)
        {
            var length = _index.Length(i);
            if (i > first && bytes + length > _options.MaxRequestBytes)
            {
                chunks.Add(LineSet.Run(first, i - first));
                (first, bytes) = (i, 0);
            }
            bytes += length;
        }
        if (_index.Count > first) chunks.Add(LineSet.Run(first, _index.Count - first));
        return chunks;
    }

    private ValueTask<Verdict> PostAsync(LineSet set, CancellationToken cancellationToken) => _writer.PostAsync(
        [.. set.Runs(_index)], ours: false,
        canBeHalved: set.Count > 1 && set.Bytes(_index) > InfluxDbOptions.SmallestRequest, cancellationToken);

    private static bool IsTooOld(string detail) =>
        Array.Exists(TooOld, words => detail.Contains(words, StringComparison.OrdinalIgnoreCase));

    private void Troubled(Verdict verdict)
    {
        var trouble = verdict.Kind switch
        {
            VerdictKind.Refused => StoreTrouble.Refused,
            VerdictKind.WaitFor => StoreTrouble.Overloaded,
            _ => StoreTrouble.Unreachable,
        };
        var before = _condition;
        var isFresh = before.Trouble != trouble;
        _condition = new StoreCondition(trouble, verdict.Detail, isFresh ? _time.GetUtcNow() : before.Since);
        if (!isFresh) return;
        if (trouble == StoreTrouble.Refused) DerivedLog.Refused(_logger, verdict.Detail);
        else DerivedLog.Waiting(_logger, verdict.Detail);
    }

    private void Well()
    {
        var before = _condition;
        if (before.Trouble == StoreTrouble.None) return;
        var now = _time.GetUtcNow();
        _condition = new StoreCondition(StoreTrouble.None, "", now);
        DerivedLog.Recovered(_logger, (now - before.Since).TotalSeconds);
    }
}
