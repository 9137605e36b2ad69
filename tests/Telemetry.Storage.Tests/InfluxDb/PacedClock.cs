using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>
/// A clock that stands until something waits by it, then jumps to that wait's end. The limit of an attempt is no wait:
/// it is let run out only where the test says so.
/// </summary>
internal sealed class PacedClock(TimeSpan attemptLimit) : FakeTimeProvider(
    new DateTimeOffset(2009, 3, 1, 0, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();
    private Task<TimeSpan>? _next;

    /// <summary>Waits jumped over so far.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != attemptLimit && dueTime != Timeout.InfiniteTimeSpan) _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Runs to the end of the task, jumping over every wait.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        while (await Task.WhenAny(task, Next()) != task) JumpOver(await TakeAsync());
        return await task;
    }

    /// <summary>The next wait, not jumped over yet.</summary>
    public async Task<TimeSpan> NextWaitAsync() =>
        await TakeAsync().WaitAsync(TimeSpan.FromSeconds(20), System);

    public void JumpOver(TimeSpan wait)
    {
        Waits.Add(wait);
        Advance(wait);
    }

    // One read at a time, kept until it is used: an abandoned one would swallow a later wait.
    private Task<TimeSpan> Next() => _next ??= _timers.Reader.ReadAsync().AsTask();

    private async Task<TimeSpan> TakeAsync()
    {
        var wait = await Next();
        _next = null;
        return wait;
    }
}
