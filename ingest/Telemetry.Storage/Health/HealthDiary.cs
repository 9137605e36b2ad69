using System.Buffers;
using System.Net.Sockets;
using Telemetry.Domain.Derived;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Health;

/// <summary>
/// A host's own health beside the readings in InfluxDB. It can't stand in their way: a connection of its own, one small
/// request at a time, given up after <see cref="Patience"/> and not repeated before the next row comes. Rows that the
/// server didn't take are kept in memory, the newest <see cref="MostKept"/> of them, so that an outage is seen
/// afterwards as it was.
/// </summary>
public sealed class HealthDiary : IDisposable
{
    /// <summary>A day of minutes, about a megabyte.</summary>
    public const int MostKept = 1_440;

    /// <summary>Rows in one request, about 40 KB.</summary>
    internal const int MostAtOnce = 60;

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly InfluxDbOptions _options;
    private readonly TimeProvider _time;
    private readonly InfluxDbHttp _http;
    private readonly Uri _address;
    private readonly Queue<DerivedPoint> _kept = new();
    private readonly ArrayBufferWriter<byte> _lines = new();

    public HealthDiary(InfluxDbOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _http = new InfluxDbHttp(options, new InfluxDbSecret(options), time, connections: 1);
        _address = new InfluxDbAddress(options).Write;
    }

    /// <summary>Rows that wait for the server.</summary>
    public int Kept => _kept.Count;

    /// <summary>
    /// Takes a row of <see cref="HostMeasurement.HostHealth"/> and writes what waits. For one caller at a time.
    /// </summary>
    /// <returns>Why not all of it is in the store, in words without a secret; null where it is.</returns>
    public async Task<string?> AddAsync(DerivedPoint row, CancellationToken cancellationToken)
    {
        _kept.Enqueue(row);
        while (_kept.Count > MostKept) _kept.Dequeue();
        string? refused = null;
        while (_kept.Count > 0)
        {
            var (verdict, rows) = await PostAsync(cancellationToken).ConfigureAwait(false);
            // Rows that will never be taken (an older type of a field, a retention policy) would bar those behind them.
            if (verdict.Kind != VerdictKind.Advance && !verdict.IsAboutLines) return verdict.Detail;
            if (verdict.Kind != VerdictKind.Advance) refused = verdict.Detail;
            for (var i = 0; i < rows; i++) _kept.Dequeue();
        }
        return refused;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(Verdict Verdict, int Rows)> PostAsync(CancellationToken cancellationToken)
    {
        _lines.ResetWrittenCount();
        var rows = 0;
        foreach (var row in _kept)
        {
            if (rows == MostAtOnce) break;
            DerivedLines.Write(row, filled: false, _lines);
            rows++;
        }
        using var patience = new CancellationTokenSource(Patience, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address)
            {
                Content = new LinesContent([_lines.WrittenMemory], _options.Gzip),
            };
            var answer = await _http.AskAsync(request, limit.Token).ConfigureAwait(false);
            return (AnswerClassifier.Classify(answer, _options.Version), rows);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return (InfluxDbWriter.Unreachable(_options, e), rows);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (new Verdict(
                VerdictKind.Retry, $"InfluxDB at {_options.Url} gave no answer within {Patience}"), rows);
        }
    }
}
