using HdrHistogram;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Load;

/// <summary>
/// Runs a crowd: every connection has a window of slots, and each slot sends a message, awaits its acknowledgement, and
/// takes the next. With a rate, message n is due n / rate after the start, whoever sends it.
/// </summary>
public sealed class LoadRun
{
    private const int ConnectAtOnce = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly LoadOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LongConcurrentHistogram _microseconds = new(1, 3_600_000_000, 3);
    private AckJournal? _journal;
    private long _started;
    private long _taken;
    private long _sent;
    private long _acknowledged;
    private long _refused;
    private long _unknown;

    /// <exception cref="ArgumentException">An option is wrong; the message names every one.</exception>
    public LoadRun(LoadOptions options, TimeProvider time, ILogger? logger = null)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        _options = options;
        _time = time;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>
    /// Ends with the duration, the number of messages, or early when cancelled: the result stands either way. Throws
    /// <see cref="BrokerUnreachableException"/> where no first connection can be made.
    /// </summary>
    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        var connections = Enumerable.Range(0, _options.Connections)
            .Select(i => new DeviceConnection(_options.Broker, $"{_options.Prefix}-{i}", _time, _logger)).ToArray();
        try
        {
            _journal = _options.Journal is { } path ? new AckJournal(path) : null;
            await ConnectAsync(connections, cancellation).ConfigureAwait(false);
            _started = _time.GetTimestamp();
            // Two ends: no new message after the first, no waiting for answers after the second.
            using var over = new CancellationTokenSource(_options.Duration, _time);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
            using var leave = new CancellationTokenSource();
            using var drain = enough.Token.Register(() => leave.CancelAfter(_options.Drain));
            await Task.WhenAll(connections.Select((connection, number) => CrowdAsync(
                connection, number, enough.Token, leave.Token))).ConfigureAwait(false);
            var elapsed = _time.GetElapsedTime(_started);
            return new LoadResult(
                _sent, _acknowledged, _refused, _unknown, connections.Sum(static c => c.Reconnects), elapsed,
                Latency());
        }
        finally
        {
            await Task.WhenAll(connections.Select(static c => c.DisposeAsync().AsTask())).ConfigureAwait(false);
            if (_journal is not null) await _journal.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static Task ConnectAsync(DeviceConnection[] connections, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            connections,
            new ParallelOptions { MaxDegreeOfParallelism = ConnectAtOnce, CancellationToken = cancellation },
            static async (connection, stop) => await connection.ConnectAsync(stop).ConfigureAwait(false));

    private async Task CrowdAsync(
        DeviceConnection connection, int number, CancellationToken enough, CancellationToken leave)
    {
        var devices = new List<LoadDevice>();
        for (var i = number; i < _options.Devices; i += _options.Connections) devices.Add(new LoadDevice(_options, i));
        var turn = -1;
        var window = Math.Min(_options.Window, connection.ReceiveMaximum);
        await Task.WhenAll(Enumerable.Range(0, window).Select(_ => Task.Run(SlotAsync, CancellationToken.None)))
            .ConfigureAwait(false);
        if (_options.Qos == 0 && !leave.IsCancellationRequested)
            await connection.FlushAsync(leave).ConfigureAwait(false);

        async Task SlotAsync()
        {
            var goOn = true;
            while (goOn && !enough.IsCancellationRequested)
            {
                try
                {
                    if (!await DueAsync(enough).ConfigureAwait(false)) return;
                    var device = devices[(int)((uint)Interlocked.Increment(ref turn) % (uint)devices.Count)];
                    goOn = await SendAsync(connection, device, enough, leave).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (enough.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    // Takes the next message's turn and waits for its moment; false where all are taken.
    private async Task<bool> DueAsync(CancellationToken enough)
    {
        var message = Interlocked.Increment(ref _taken) - 1;
        if (message >= _options.Messages) return false;
        if (_options.Rate <= 0) return true;
        var due = TimeSpan.FromSeconds(message / _options.Rate);
        var wait = due - _time.GetElapsedTime(_started);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, enough).ConfigureAwait(false);
        return true;
    }

    // False where the connection is gone for good.
    private async Task<bool> SendAsync(
        DeviceConnection connection, LoadDevice device, CancellationToken enough, CancellationToken leave)
    {
        long ms;
        while (true)
        {
            if (device.NextMs(_time.GetUtcNow().ToUnixTimeMilliseconds()) is { } next)
            {
                ms = next;
                break;
            }
            await Task.Delay(Pause, _time, enough).ConfigureAwait(false);
        }
        Interlocked.Increment(ref _sent);
        var began = _time.GetTimestamp();
        var outcome = await PublishAsync(connection, device.Topic, device.Payload(ms), leave).ConfigureAwait(false);
        switch (outcome)
        {
            case PublishOutcome.Acknowledged:
                _microseconds.RecordValue(Math.Max(1, (long)_time.GetElapsedTime(began).TotalMicroseconds));
                Interlocked.Increment(ref _acknowledged);
                _journal?.Append(device.Name, ms, device.Value(ms));
                return true;
            case PublishOutcome.Unknown:
                Interlocked.Increment(ref _unknown);
                return false;
            default:
                Interlocked.Increment(ref _refused);
                return true;
        }
    }

    private async Task<PublishOutcome> PublishAsync(
        DeviceConnection connection, string topic, ReadOnlyMemory<byte> payload, CancellationToken leave)
    {
        try
        {
            return _options.Reconnect
                ? await connection.PublishAsync(topic, payload, _options.Qos, leave).ConfigureAwait(false)
                : await connection.TryPublishAsync(topic, payload, _options.Qos, leave).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return PublishOutcome.Unknown;
        }
    }

    private AckLatency Latency() => _microseconds.TotalCount == 0
        ? default
        : new AckLatency(At(50), At(99), At(99.9), _microseconds.GetMaxValue() / 1000.0);

    private double At(double percentile) => _microseconds.GetValueAtPercentile(percentile) / 1000.0;
}
