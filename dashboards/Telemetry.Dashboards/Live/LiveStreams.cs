using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Telemetry.Dashboards.Live;

/// <summary>
/// One stream a browser: a snapshot, then what changed, once a pace; a sign of life where nothing does.
/// </summary>
internal sealed class LiveStreams(LiveFeed feed, TimeProvider time, IOptions<DashboardsOptions> options)
{
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(2);

    private readonly DashboardsOptions _options = options.Value;
    private int _open;

    public int Open => Volatile.Read(ref _open);

    /// <summary>False where there are as many streams as may be; else <see cref="ReadAsync"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= _options.MaxLiveStreams) return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    /// <param name="lastEventId">Where the browser had come before it lost the connection.</param>
    /// <param name="mayGoOn">Asked once a pace; the stream ends where it says no.</param>
    /// <param name="cancellationToken">The request's end, or the host's.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(
        string? lastEventId, Func<CancellationToken, ValueTask<bool>> mayGoOn,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(_options.LivePace, time);
            var frame = Resume(lastEventId) ?? feed.TakeSnapshot();
            var sequence = frame.Sequence;
            yield return Item(frame);

            var sentAt = time.GetTimestamp();
            while (await TickAsync(timer, mayGoOn, cancellationToken))
            {
                var next = feed.ChangesSince(sequence);
                if (next is null && time.GetElapsedTime(sentAt) < _options.Heartbeat) continue;
                next ??= feed.BeatAt(sequence);
                sequence = next.Sequence;
                sentAt = time.GetTimestamp();
                yield return Item(next);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private LiveFrame? Resume(string? lastEventId) =>
        long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? feed.ChangesSince(sequence) ?? feed.BeatAt(sequence)
            : null;

    private static SseItem<string> Item(LiveFrame frame) => new(frame.Data, frame.Event)
    {
        EventId = frame.Sequence.ToString(CultureInfo.InvariantCulture),
        ReconnectionInterval = frame.Event == LiveFeed.Snapshot ? ReconnectAfter : null,
    };

    /// <summary>A browser that leaves is no error.</summary>
    private static async Task<bool> TickAsync(
        PeriodicTimer timer, Func<CancellationToken, ValueTask<bool>> mayGoOn, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken) && await mayGoOn(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
