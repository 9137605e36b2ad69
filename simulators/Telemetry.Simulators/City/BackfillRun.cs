using Microsoft.Extensions.Logging;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City;

/// <summary>
/// Sends history over connections of its own, as fast as acknowledgements come, with a bounded window on each. Progress
/// is said at most four times a second, and once at the end.
/// </summary>
internal sealed class BackfillRun(
    CitySimulationOptions options, CityHistory history, TimeProvider time, ILogger logger,
    IProgress<BackfillProgress>? progress)
{
    private static readonly TimeSpan LeastBetweenReports = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly long[] _total = new long[2];
    private readonly long[] _acknowledged = new long[2];
    private long _refused;
    private long _reported;

    public async Task RunAsync(long plantsFrom, long trucksFrom, long until, CancellationToken cancellation)
    {
        _total[(int)HistoryPart.Plants] = history.Count(HistoryPart.Plants, plantsFrom, until);
        _total[(int)HistoryPart.Trucks] = history.Count(HistoryPart.Trucks, trucksFrom, until);
        Report(Snapshot());
        _reported = time.GetTimestamp();

        using var publications = history.Newest(plantsFrom, trucksFrom, until).GetEnumerator();
        var connections = Enumerable.Range(1, options.BackfillConnections)
            .Select(i => new DeviceConnection(options.Broker, $"{options.ClientIdPrefix}history-{i}", time, logger))
            .ToArray();
        try
        {
            await Task.WhenAll(connections.Select(connection => SendAsync(connection, publications, cancellation)))
                .ConfigureAwait(false);
        }
        finally
        {
            foreach (var connection in connections) await connection.DisposeAsync().ConfigureAwait(false);
        }
        var done = Snapshot();
        Report(done);
        Log.HistorySent(logger, done.Acknowledged);
    }

    private async Task SendAsync(
        DeviceConnection connection, IEnumerator<(HistoryPart, Publication)> publications,
        CancellationToken cancellation)
    {
        await connection.ConnectPatientlyAsync(cancellation).ConfigureAwait(false);
        var window = Math.Min(options.BackfillWindow, connection.ReceiveMaximum);
        await Task.WhenAll(Enumerable.Range(0, window).Select(_ => Task.Run(Slot, cancellation))).ConfigureAwait(false);

        async Task Slot()
        {
            while (Next(publications) is var (part, publication))
            {
                var outcome = await connection.PublishAsync(publication.Topic, publication.Payload, 1, cancellation)
                    .ConfigureAwait(false);
                Book(part, publication.Readings, outcome);
            }
        }
    }

    private (HistoryPart, Publication)? Next(IEnumerator<(HistoryPart, Publication)> publications)
    {
        lock (_gate) return publications.MoveNext() ? publications.Current : null;
    }

    private void Book(HistoryPart part, int readings, PublishOutcome outcome)
    {
        BackfillProgress snapshot;
        lock (_gate)
        {
            if (outcome == PublishOutcome.Acknowledged) _acknowledged[(int)part] += readings;
            else _refused += readings;
            if (time.GetElapsedTime(_reported) < LeastBetweenReports) return;
            _reported = time.GetTimestamp();
            snapshot = Snapshot();
        }
        Report(snapshot);
    }

    private BackfillProgress Snapshot() => new(_total[0], _acknowledged[0], _total[1], _acknowledged[1], _refused);

    private void Report(BackfillProgress snapshot) => progress?.Report(snapshot);
}
