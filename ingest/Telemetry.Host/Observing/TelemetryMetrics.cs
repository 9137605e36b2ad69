using System.Diagnostics.Metrics;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Alarms;
using Telemetry.Host.Derivation;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Storing;
using Telemetry.Mqtt.Source;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;
using Meter = System.Diagnostics.Metrics.Meter;

namespace Telemetry.Host.Observing;

/// <summary>
/// Every instrument, once. Counters are read from what the hot path counts anyway; nothing is counted for the metrics'
/// sake. Both balance equations can be computed from them.
/// </summary>
internal sealed class TelemetryMetrics(TimeProvider time) : IDisposable
{
    public const string MeterName = "Telemetry";

    /// <summary>A sync takes from a tenth of a millisecond (NVMe) to seconds (a tired SD card).</summary>
    private static readonly double[] CommitBorders =
        [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5];

    /// <summary>A batch takes from milliseconds (SQLite) to a minute (a store that made us wait).</summary>
    private static readonly double[] BatchBorders = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Meter _meter = new(MeterName);

    public void ObserveIngest(GroupCommit commit, IngestCounters counters)
    {
        var books = new ScrapedBooks(commit.Snapshot, time);
        Counter("telemetry.ingest.messages", "{message}", "MQTT messages taken in.", () => counters.Messages);
        Counter("telemetry.ingest.bytes", "By", "Payload bytes taken in.", () => counters.Bytes);
        Counter("telemetry.ingest.received", "{object}", "Objects taken in: the left side of the first equation.",
            () => books.For(ScrapedBooks.Terms.Received).Received);
        Counter("telemetry.ingest.spooled", "{object}", "Objects on disk in the spool since this process began.",
            () => books.For(ScrapedBooks.Terms.Spooled).Spooled);
        Counter(
            "telemetry.ingest.dead_lettered", "{object}",
            "Objects on disk in the dead letters since this process began.",
            () => books.For(ScrapedBooks.Terms.DeadLettered).DeadLettered);
        Counter("telemetry.ingest.shed", "{object}", "QoS 0 objects dropped because the host was behind.",
            () => books.For(ScrapedBooks.Terms.Shed).Shed);
        _meter.CreateObservableGauge(
            "telemetry.ingest.in_flight", () => books.For(ScrapedBooks.Terms.InFlight).InFlight, "{object}",
            "Objects taken in and not yet on disk; none of them is acknowledged.");
        _meter.CreateObservableGauge("telemetry.spool.full", () => commit.IsAccepting ? 0 : 1, null,
            "1 while the spool or the disk is full and nothing is acknowledged.");
        _meter.CreateObservableCounter("telemetry.ingest.rejected", () => ByReason(counters), "{object}",
            "Objects rejected, by reason.");
        var commits = _meter.CreateHistogram("telemetry.commit.duration", "s",
            "Time of one group commit: write and sync of dead letters and spool.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = CommitBorders });
        commit.Committed += report => commits.Record(report.Total.TotalSeconds);
    }

    public void ObserveSpool(Spool spool)
    {
        Counter(
            "telemetry.spool.lines", "{line}", "Lines ever spooled: the left side of the second equation.", () =>
            spool.End.Line);
        _meter.CreateObservableGauge(
            "telemetry.spool.pending_lines", () => spool.PendingLines, "{line}", "Lines not yet in the store.");
        _meter.CreateObservableGauge(
            "telemetry.spool.pending", () => spool.PendingBytes, "By", "Bytes not yet in the store.");
        _meter.CreateObservableGauge(
            "telemetry.spool.size", () => spool.TotalBytes, "By", "Bytes of all segments, delivered ones among them.");
        Counter(
            "telemetry.spool.set_aside_lines", "{line}", "Lines of corrupt or missing blocks.", () =>
            spool.SetAsideLines + spool.MissingLines);
        Counter(
            "telemetry.spool.torn", "By", "Bytes of torn tails cut at start; never acknowledged.", () =>
            spool.TornBytes);
    }

    public void ObserveStore(ITelemetryStore store, StoreTally books)
    {
        Counter("telemetry.store.stored", "{line}", "Lines in the store, as it answered.", () => books.Stored);
        Counter(
            "telemetry.store.rejected", "{line}",
            "Lines that the store refused for good; they are in the dead letters.", () => books.Rejected);
        Counter("telemetry.store.batches", "{batch}", "Batches written.", () => books.Batches);
        _meter.CreateObservableGauge("telemetry.store.trouble", () => (int)store.Condition.Trouble, null,
            "0 none, 1 unreachable, 2 overloaded, 3 refused: a person must mend it.");
        var batches = _meter.CreateHistogram(
            "telemetry.store.batch.duration", "s", "Time from handing over a batch to its cursor.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = BatchBorders });
        books.Written += took => batches.Record(took.TotalSeconds);
    }

    public void ObserveDeadLetters(DeadLetterLog letters) =>
        _meter.CreateObservableGauge(
            "telemetry.dead_letters.size", () => letters.TotalBytes, "By", "Bytes of the dead letters on disk.");

    public void ObserveDerivation(DeriveTally tally, Func<StoreTraffic> traffic)
    {
        _meter.CreateObservableCounter(
            "telemetry.derive.recomputed", () => ByKind(tally.RecomputedOf), "{partition}",
            "Hours, days and rates derived, whether or not anything became another.");
        _meter.CreateObservableCounter(
            "telemetry.derive.written", () => ByKind(tally.WrittenOf), "{row}", "Derived rows whose value changed.");
        _meter.CreateObservableGauge(
            "telemetry.derive.waiting", () => ByKind(tally.WaitingOf), "{partition}",
            "Noted and not derived yet: the progress of a backlog.");
        _meter.CreateObservableGauge(
            "telemetry.derive.lag", () => tally.Lag(time.GetUtcNow()).TotalSeconds, "s",
            "Since the store's changes were last taken in and worked on.");
        _meter.CreateObservableGauge(
            "telemetry.derive.settled", () => tally.SettledAt?.ToUnixTimeMilliseconds() / 1000.0 ?? 0, "s",
            "Unix time: all that was stored, declared or edited before it is in the derived values; 0 for not yet.");
        _meter.CreateObservableGauge(
            "telemetry.derive.oldest_waiting", () => tally.OldestWaiting(time.GetUtcNow()).TotalSeconds, "s",
            "Age of the note that has waited longest.");
        _meter.CreateObservableGauge(
            "telemetry.derive.leads", () => tally.Leads ? 1 : 0, null, "1 in the process that derives.");
        Counter(
            "telemetry.derive.revisions", "{value}", "Values that had been given out and became others.",
            () => tally.Revisions);
        Counter(
            "telemetry.derive.differences", "{row}",
            "Rows that a reconciliation found other than they should have been.", () => tally.Differences);
        Counter(
            "telemetry.derive.kept_hours", "{hour}",
            "Hours left as they were, because their readings are no longer in the store.", () => tally.KeptHours);
        Counter(
            "telemetry.derive.questions", "{question}", "Questions the derivation asked of the store.",
            () => traffic().Questions);
    }

    public void ObserveAlarms(AlarmTally tally) => _meter.CreateObservableGauge(
        "telemetry.alarms.open",
        () => tally.Open().Select(static one => new Measurement<int>(
            one.Count, new KeyValuePair<string, object?>("priority", WireNames.Of(one.Priority)),
            new KeyValuePair<string, object?>("state", WireNames.Of(one.State)))),
        "{alarm}", "Alarms that are no history, by priority and state.");

    public void ObserveSource(MqttSource source)
    {
        Counter("telemetry.mqtt.acknowledged", "{message}", "Acknowledgements sent.", () => source.Status.Acknowledged);
        Counter(
            "telemetry.mqtt.sessions_lost", "{session}",
            "Connections that found their session gone: queued messages may be lost at the broker.",
            () => source.Status.SessionsLost);
        _meter.CreateObservableGauge(
            "telemetry.mqtt.connected", () =>
            ByConnection(source), "{connection}", "1 for each connection that is up.");
    }

    public void ObserveBooks(BalanceSheet sheet) =>
        _meter.CreateObservableGauge("telemetry.books.balanced", () => new[]
            {
                new Measurement<int>(
                    sheet.Intake().Balanced ? 1 : 0, new KeyValuePair<string, object?>("equation", "intake")),
                new Measurement<int>(
                    sheet.Store().Balanced ? 1 : 0, new KeyValuePair<string, object?>("equation", "store")),
            },
            null, "1 while the equation holds.");

    public void Dispose() => _meter.Dispose();

    private void Counter(string name, string unit, string description, Func<long> value) =>
        _meter.CreateObservableCounter(name, value, unit, description);

    private static IEnumerable<Measurement<long>> ByKind(Func<PartitionKind, long> value)
    {
        foreach (var kind in Enum.GetValues<PartitionKind>())
            yield return new Measurement<long>(
                value(kind), new KeyValuePair<string, object?>("kind", WireNames.Of(kind)));
    }

    private static IEnumerable<Measurement<long>> ByReason(IngestCounters counters)
    {
        for (var reason = 0; reason < RejectReasons.All.Count; reason++)
        {
            yield return new Measurement<long>(
                counters.Rejected((RejectReason)reason), new KeyValuePair<string, object?>(
                    "reason", RejectReasons.All[reason]));
        }
    }

    private static IEnumerable<Measurement<int>> ByConnection(MqttSource source)
    {
        foreach (var connection in source.Status.Connections)
        {
            yield return new Measurement<int>(
                connection.State == SourceConnectionState.Connected
                    ? 1 : 0, new KeyValuePair<string, object?>("connection", connection.ClientId));
        }
    }
}
