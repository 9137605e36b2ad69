using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Replay;

/// <summary>Sends a recording: in file order, at its own pace or faster, and waits for every acknowledgement.</summary>
public sealed class ReplayRun
{
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    private readonly ReplayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ReplayCounts _counts = new();
    private readonly Lock _gate = new();
    private long? _started;

    /// <exception cref="ArgumentException">An option is wrong; the message names every one.</exception>
    public ReplayRun(ReplayOptions options, TimeProvider time, ILogger? logger = null)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        _options = options;
        _time = time;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>
    /// Returns once every row sent has its answer. Throws <see cref="RecordingException"/> for the file,
    /// <see cref="BrokerUnreachableException"/> where no first connection can be made; a later loss is waited out.
    /// </summary>
    public async Task<ReplayCounts> RunAsync(CancellationToken cancellation)
    {
        using var recording = new Recording(_options, _counts);
        await using var connection = new DeviceConnection(_options.Broker, _options.ClientId, _time, _logger);
        await connection.ConnectAsync(cancellation).ConfigureAwait(false);
        var window = Math.Min(_options.Window, connection.ReceiveMaximum);
        // Answers come in the order of sending, so the oldest is the one to wait for.
        var inFlight = new Queue<Task>(window);
        foreach (var (publication, dueAfter) in Publications(recording))
        {
            await WaitAsync(dueAfter, cancellation).ConfigureAwait(false);
            if (inFlight.Count == window) await inFlight.Dequeue().ConfigureAwait(false);
            _counts.Sent += publication.Readings;
            inFlight.Enqueue(SendAsync(publication));
        }
        await Task.WhenAll(inFlight).ConfigureAwait(false);
        return _counts;

        async Task SendAsync(Publication publication)
        {
            var outcome = await connection.PublishAsync(publication.Topic, publication.Payload, 1, cancellation)
                .ConfigureAwait(false);
            Book(publication.Readings, outcome);
        }
    }

    // With the time since the first reading, as recorded.
    private IEnumerable<(Publication Publication, TimeSpan DueAfter)> Publications(Recording recording)
    {
        var waiting = new Dictionary<string, List<ReadOnlyMemory<byte>>>(StringComparer.Ordinal);
        long? first = null;
        var due = TimeSpan.Zero;
        foreach (var (recorded, message) in recording.Readings(Shift))
        {
            first ??= recorded;
            due = TimeSpan.FromMilliseconds(recorded - first.Value);
            if (!waiting.TryGetValue(message.Topic, out var objects)) waiting[message.Topic] = objects = [];
            objects.Add(message.Json);
            if (message.TimeMs > (_time.GetUtcNow() + MostAhead).ToUnixTimeMilliseconds()) _counts.Ahead++;
            if (objects.Count < _options.Batch) continue;
            yield return (Backlog.Publish(message.Topic, objects), due);
            objects.Clear();
        }
        foreach (var (topic, objects) in waiting)
        {
            if (objects.Count > 0) yield return (Backlog.Publish(topic, objects), due);
        }
    }

    private long Shift(long firstMs) => _options.ShiftToNow
        ? _time.GetUtcNow().ToUnixTimeMilliseconds() - firstMs
        : (long)_options.Shift.TotalMilliseconds;

    private async Task WaitAsync(TimeSpan dueAfter, CancellationToken cancellation)
    {
        if (_options.Speed is not { } speed) return;
        _started ??= _time.GetTimestamp();
        var wait = dueAfter / speed - _time.GetElapsedTime(_started.Value);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
    }

    private void Book(int rows, PublishOutcome outcome)
    {
        lock (_gate)
        {
            if (outcome == PublishOutcome.Acknowledged) _counts.Acknowledged += rows;
            else _counts.Refused += rows;
        }
    }
}
