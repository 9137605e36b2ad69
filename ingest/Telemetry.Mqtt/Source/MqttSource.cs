using Microsoft.Extensions.Logging;

namespace Telemetry.Mqtt.Source;

/// <summary>
/// Subscribes to the device topics of a broker over several connections and acknowledges what the intake has committed,
/// in the order of arrival, and nothing else.
/// </summary>
public sealed class MqttSource : IAsyncDisposable
{
    private readonly MqttSourceOptions _options;
    private readonly SourceConnection[] _connections;
    private readonly SourceConnection[] _leftovers;
    private readonly Task _allSubscribed;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <param name="options">Valid ones: see <see cref="MqttSourceOptionsValidator"/>.</param>
    /// <param name="intake">Where every message goes.</param>
    /// <param name="time">For waits, limits and the moment of receipt.</param>
    /// <param name="log">Never gets a line a message.</param>
    public MqttSource(MqttSourceOptions options, IMessageIntake intake, TimeProvider time, ILogger<MqttSource> log)
    {
        _options = options;
        _connections = Make(0, options.Connections);
        _leftovers = Make(options.Connections, MqttSourceOptions.MostConnections);
        _allSubscribed = Task.WhenAll(_connections.Select(connection => connection.Subscribed));
        foreach (var connection in _connections) connection.AllSubscribed = _allSubscribed;

        SourceConnection[] Make(int first, int end) =>
            [.. Enumerable.Range(first, end - first).Select(i => new SourceConnection(options, i, intake, time, log))];
    }

    /// <summary>Of the connections in use, and of those whose sessions an earlier run left behind.</summary>
    public MqttSourceStatus Status => new(
        $"{_options.Host}:{_options.EffectivePort}",
        [
            .. _connections.Select(connection => connection.Status),
            .. _leftovers.Select(connection => connection.Status).Where(status => status.SessionPresent is true),
        ]);

    /// <summary>Completes when stopped; faults on a bug of ours, which the host should not outlive.</summary>
    public Task Completion => _running;

    /// <summary>Starts connecting and returns at once: a broker that is away is waited for.</summary>
    public void Start() =>
        _running = Task.WhenAll(
        [
            .. _connections.Select(connection => Task.Run(() => connection.RunAsync(_stopping.Token))),
            Task.Run(EmptyLeftoversAsync),
        ]);

    /// <summary>
    /// Reads nothing more, acknowledges what is committed before the deadline, and disconnects. The sessions stay at
    /// the broker, with everything that isn't acknowledged.
    /// </summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        foreach (var connection in _connections.Concat(_leftovers)) connection.SetDeadline(deadline);
        await _stopping.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _stopping.Dispose();
    }

    /// <summary>
    /// An earlier run with more connections left their sessions at the broker, still subscribed: what they hold is
    /// read, then they are ended. One after the other, once all that they were subscribed to has another connection.
    /// </summary>
    private async Task EmptyLeftoversAsync()
    {
        await _allSubscribed.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var leftover in _leftovers)
        {
            if (_stopping.IsCancellationRequested) return;
            await leftover.RunAsync(_stopping.Token);
        }
    }
}
