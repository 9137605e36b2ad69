using Microsoft.Extensions.Logging;
using Telemetry.Domain.Live;

namespace Telemetry.Mqtt.Live;

/// <summary>
/// Publishes live states retained and conflated: at most one message a topic and second, always the newest. What can't
/// be published stays due, in memory bounded by the number of topics. What is due of many topics is spread over the
/// second: a broker drops what lies before a subscriber beyond the length of a queue, 1,000 messages in many.
/// </summary>
public sealed class LivePublisher : ILivePublisher, IAsyncDisposable
{
    /// <summary>Of a second; a fifth of it is to spare.</summary>
    private const int Slices = 16;

    /// <summary>Fewer are not worth a pause.</summary>
    private const int LeastSlice = 25;

    /// <summary>5,000 a second: of more, such as all of them at the start, the rest follows in the next.</summary>
    private const int MostSlice = 250;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenSlices = TimeSpan.FromMilliseconds(50);

    private readonly ILiveChannel _channel;
    private readonly DeviceTopics _topics;
    private readonly LiveBoard? _board;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Conflation _states = new();
    private readonly CancellationTokenSource _stopping = new();
    private bool _disposed;
    private Task _running = Task.CompletedTask;
    private bool _failing;
    private long _published;

    /// <param name="channel">The way to the broker.</param>
    /// <param name="topics">The root they stand under.</param>
    /// <param name="board">Filled as well where the dashboards live in this process; else null.</param>
    /// <param name="time">Drives the one-second beat.</param>
    /// <param name="log">Says when publishing stops and starts to work.</param>
    public LivePublisher(
        ILiveChannel channel, DeviceTopics topics, LiveBoard? board, TimeProvider time, ILogger<LivePublisher> log)
    {
        _channel = channel;
        _topics = topics;
        _board = board;
        _time = time;
        _log = log;
        _channel.BecameReady += _states.AllDue;
    }

    /// <summary>Messages the broker took.</summary>
    public long Published => Interlocked.Read(ref _published);

    public void Post(string topic, long tsMs, ReadOnlyMemory<byte> json)
    {
        if (_states.Post(topic, tsMs, json)) _board?.Post(new LiveMessage(topic, tsMs, json));
    }

    public void Clear(string topic)
    {
        _states.Clear(topic);
        _board?.Post(new LiveMessage(topic, 0, default));
    }

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Publishes what is due once more, then stops.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        await _stopping.CancelAsync();
        await _running;
        if (!deadline.IsCancellationRequested) await FlushAsync(deadline);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _channel.BecameReady -= _states.AllDue;
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!_channel.IsReady) return;
        var due = _states.TakeDue();
        var slice = Math.Clamp(due.Count / Slices, LeastSlice, MostSlice);
        var handed = 0;
        foreach (var (topic, state) in due)
        {
            if (handed > 0 && handed % slice == 0)
            {
                await Task.Delay(BetweenSlices, _time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            handed++;
            var taken = !cancellationToken.IsCancellationRequested
                && await _channel.PublishAsync(_topics.Live(topic), state.Json, cancellationToken);
            if (taken) Interlocked.Increment(ref _published);
            else _states.GiveBack(topic, state);
            Note(taken || cancellationToken.IsCancellationRequested);
        }
    }

    private async Task RunAsync()
    {
        using var beat = new PeriodicTimer(Interval, _time);
        try
        {
            while (await beat.WaitForNextTickAsync(_stopping.Token)) await FlushAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Note(bool taken)
    {
        if (taken != _failing) return;
        _failing = !taken;
        if (_failing) LiveLog.PublishingFails(_log);
        else LiveLog.PublishingWorks(_log);
    }
}
