using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Host.Alarms;
using Telemetry.Host.Derivation;
using Telemetry.Host.Observing;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Storing;
using Telemetry.Host.Tests.Storing;
using Telemetry.Mqtt;
using Telemetry.Mqtt.Source;
using Telemetry.Rig;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Tests.Observing;

/// <summary>A metric that no page names is of no use, and one that only a page names is a trap.</summary>
[Collection("the meter of this process")]
public sealed class MetricsPageTests
{
    [Fact]
    public async Task The_page_names_every_metric_and_no_other()
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs", "metrics.md"));
        var documented = page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(
            line => line.Split('`')[1]);

        Assert.Equal(
            (await MeasureAsync()).Keys.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Both_equations_can_be_computed_from_them()
    {
        var seen = await MeasureAsync();

        Assert.Equal(10, seen["telemetry.spool.lines"]);
        Assert.Equal(10, seen["telemetry.spool.pending_lines"] + seen["telemetry.store.stored"]
            + seen["telemetry.store.rejected"]);
        Assert.Equal(
            seen["telemetry.ingest.received"],
            seen["telemetry.ingest.spooled"] + seen["telemetry.ingest.dead_lettered"] + seen["telemetry.ingest.shed"]
                + seen["telemetry.ingest.in_flight"]);
        Assert.Equal(2, seen["telemetry.books.balanced"]);
    }

    /// <summary>Every instrument's sum over its labels, of a host whose spool holds ten lines.</summary>
    private static async Task<Dictionary<string, double>> MeasureAsync()
    {
        using var bench = new SpoolBench();
        bench.Append(10);
        var tally = new StoreTally();
        using var sut = new TelemetryMetrics(TimeProvider.System);
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name != TelemetryMetrics.MeterName) return;
            Assert.False(string.IsNullOrWhiteSpace(instrument.Description));
            seen[instrument.Name] = 0;
            own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] += value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[instrument.Name] += value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen[instrument.Name] += value);
        listener.Start();
        await using var commit = new GroupCommit(
            bench.Spool, bench.Letters, new GroupCommitOptions(), TimeProvider.System, NullLogger.Instance);
        sut.ObserveIngest(commit, new IngestCounters());
        sut.ObserveSpool(bench.Spool);
        sut.ObserveStore(new FakeStore(), tally);
        sut.ObserveDeadLetters(bench.Letters);
        sut.ObserveBooks(new BalanceSheet(commit, bench.Spool, tally));
        await using var source = new MqttSource(
            new MqttSourceOptions { Host = "127.0.0.1" }, new NoIntake(), TimeProvider.System,
            NullLogger<MqttSource>.Instance);
        sut.ObserveSource(source);
        sut.ObserveDerivation(new DeriveTally(), static () => default);
        sut.ObserveAlarms(new AlarmTally());
        listener.RecordObservableInstruments();
        return seen;
    }

    private sealed class NoIntake : IMessageIntake
    {
        public bool IsAccepting => false;

        public Domain.Readings.IPayloadDecoder CreateDecoder() => throw new NotSupportedException();

        public Task Offer(in Domain.Readings.InboundMessage message, Domain.Readings.IPayloadDecoder decoder) =>
            throw new NotSupportedException();
    }
}
