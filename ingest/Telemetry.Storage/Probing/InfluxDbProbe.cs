using System.Globalization;
using System.Text;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Probing;

/// <summary>
/// Asks an InfluxDB what a host needs to know of it: ping, retention, and a point in the measurement <c>doctor</c> that
/// is written, read back and (1.x) removed. Makes no database.
/// </summary>
public sealed class InfluxDbProbe(InfluxDbOptions options, TimeProvider time)
{
    private const string Measurement = "doctor";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly InfluxDbAddress _address = new(options);

    public async Task<InfluxDbSighting> LookAsync(CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            using var http = new InfluxDbHttp(options, new InfluxDbSecret(options), time, connections: 1);
            var seen = await PingAsync(http, either.Token).ConfigureAwait(false);
            seen = await RetentionAsync(http, seen, either.Token).ConfigureAwait(false);
            var isUsable = seen is { QueryRefused: null, IsDatabaseMissing: false, Retention: not { Policy: "" } };
            if (!isUsable) return seen;
            seen = seen with { DerivedRetention = await DerivedAsync(http, either.Token).ConfigureAwait(false) };
            return await PointAsync(http, seen, either.Token).ConfigureAwait(false);
        }
        catch (StoreRefusedException refused)
        {
            return new InfluxDbSighting { Unreachable = refused.Message };
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or OperationCanceledException)
        {
            stopping.ThrowIfCancellationRequested();
            return new InfluxDbSighting
            {
                Unreachable = exception is OperationCanceledException ? "no answer in time" : exception.Message,
            };
        }
    }

    private async Task<InfluxDbSighting> PingAsync(InfluxDbHttp http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address.Ping);
        var before = time.GetUtcNow();
        using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var after = time.GetUtcNow();
        return new InfluxDbSighting
        {
            Version = answer.Headers.TryGetValues("X-Influxdb-Version", out var version)
                ? string.Join(' ', version)
                : null,
            ClockDifference = answer.Headers.Date is { } theirs ? Apart(theirs, before, after) : null,
        };
    }

    /// <summary>
    /// The server's clock minus ours, as little as can be meant: its second was running between our two looks.
    /// </summary>
    internal static TimeSpan Apart(DateTimeOffset theirs, DateTimeOffset before, DateTimeOffset after)
    {
        if (theirs > after) return theirs - after;
        var endOfTheirs = theirs + TimeSpan.FromSeconds(1);
        return endOfTheirs < before ? endOfTheirs - before : TimeSpan.Zero;
    }

    private async Task<InfluxDbSighting> RetentionAsync(
        InfluxDbHttp http, InfluxDbSighting seen, CancellationToken cancellationToken)
    {
        // 3.x has no policies: there the language alone is tried.
        var statement = options.Version == InfluxDbVersion.V3
            ? "SHOW MEASUREMENTS" : $"SHOW RETENTION POLICIES ON {InfluxQl.Identifier(options.DatabaseInUse)}";
        var answer = await AskAsync(http, statement, HttpMethod.Get, cancellationToken).ConfigureAwait(false);
        if (answer.Status != 200)
        {
            var refused = AnswerClassifier.Classify(answer, options.Version).Detail;
            return IsMissing(refused) ? seen with { IsDatabaseMissing = true } : seen with { QueryRefused = refused };
        }
        if (QueryRow.ErrorOf(answer.Body) is { } error)
            return IsMissing(error) ? seen with { IsDatabaseMissing = true } : seen with { QueryRefused = error };
        return options.Version == InfluxDbVersion.V3
            ? seen : seen with { Retention = Chosen(QueryRow.ReadAll(answer.Body), options.RetentionPolicy) };
    }

    // A database that isn't there yet is made with the first derived row.
    private async Task<RetentionSighting?> DerivedAsync(InfluxDbHttp http, CancellationToken cancellationToken)
    {
        var derived = options.ForDerived();
        if (derived == options || options.Version == InfluxDbVersion.V3) return null;
        var answer = await AskAsync(
            http, $"SHOW RETENTION POLICIES ON {InfluxQl.Identifier(derived.DatabaseInUse)}", HttpMethod.Get,
            cancellationToken).ConfigureAwait(false);
        return answer.Status == 200 ? Chosen(QueryRow.ReadAll(answer.Body), derived.RetentionPolicy) : null;
    }

    private static RetentionSighting? Chosen(IReadOnlyList<QueryRow> policies, string policy)
    {
        if (policies.Count == 0) return null;
        var chosen = policies.FirstOrDefault(row => policy.Length > 0
            ? row.Text("name") == policy : row.Text("default") == "true");
        return chosen is null
            ? new RetentionSighting("", null)
            : new RetentionSighting(chosen.Text("name"), GoDuration.Parse(chosen.Text("duration")));
    }

    private async Task<InfluxDbSighting> PointAsync(
        InfluxDbHttp http, InfluxDbSighting seen, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var host = options.HostNameInUse;
        var value = now % 1_000_000;
        var line = string.Create(CultureInfo.InvariantCulture, $"{Measurement},host={host} value={value} {now}\n");
        using var request = new HttpRequestMessage(HttpMethod.Post, _address.Write)
        {
            Content = new LinesContent([Encoding.UTF8.GetBytes(line)], gzip: null),
        };
        var began = time.GetTimestamp();
        var answer = await http.AskAsync(request, cancellationToken).ConfigureAwait(false);
        seen = seen with { WriteTook = time.GetElapsedTime(began) };
        var verdict = AnswerClassifier.Classify(answer, options.Version);
        if (verdict.Kind != VerdictKind.Advance) return seen with { WriteRefused = verdict.Detail };

        var tags = new KeyValuePair<string, string>[] { new("host", host) };
        var since = DateTimeOffset.FromUnixTimeMilliseconds(now);
        var select = $"SELECT \"value\" FROM \"{Measurement}\""
            + InfluxQl.Where(tags, since, since + TimeSpan.FromMilliseconds(1));
        var read = await AskAsync(http, select, HttpMethod.Get, cancellationToken).ConfigureAwait(false);
        var rows = read.Status == 200 ? QueryRow.ReadAll(read.Body) : [];
        seen = seen with
        {
            IsReadBack = rows is [var row] && row.Text("value") == value.ToString(CultureInfo.InvariantCulture),
            QueryRefused = read.Status == 200
                ? QueryRow.ErrorOf(read.Body) : AnswerClassifier.Classify(read, options.Version).Detail,
        };
        if (options.Version != InfluxDbVersion.V1) return seen;
        var drop = await AskAsync(
            http, $"DROP SERIES FROM \"{Measurement}\"{InfluxQl.Where(tags)}", HttpMethod.Post, cancellationToken)
            .ConfigureAwait(false);
        return seen with { IsRemoved = drop.Status == 200 && QueryRow.ErrorOf(drop.Body) is null };
    }

    private async Task<StoreAnswer> AskAsync(
        InfluxDbHttp http, string statement, HttpMethod method, CancellationToken cancellationToken)
    {
        using var request = method == HttpMethod.Get
            ? new HttpRequestMessage(method, $"{_address.Query.AbsoluteUri}&q={Uri.EscapeDataString(statement)}")
            : new HttpRequestMessage(method, _address.Query)
            {
                Content = new FormUrlEncodedContent([new("q", statement)]),
            };
        request.Headers.Accept.ParseAdd("application/json");
        return await http.AskAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsMissing(string words) =>
        words.Contains("database not found", StringComparison.OrdinalIgnoreCase);
}
