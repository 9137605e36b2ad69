using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Protocol;

namespace Telemetry.Mqtt.Probing;

/// <summary>
/// Measures a session's limits from outside: subscribes to a topic of its own, publishes to it, acknowledges nothing,
/// and counts what arrives (the window); then acknowledges all, and counts what was kept beyond it (the queue).
/// </summary>
internal sealed class SessionMeasure
{
    /// <summary>A window is followed up to this; beyond it never is what binds.</summary>
    internal const int MostInFlight = 2_000;

    /// <summary>Messages laid beyond the window: more than the 1,000 of a mosquitto that nobody configured.</summary>
    internal const int MostQueued = 1_100;

    // At once, and so at most this many on the way to the other subscribers of the live topics.
    private const int MostAtOnce = 64;
    private const int QuietRoundTrips = 10;
    private static readonly TimeSpan LeastQuiet = TimeSpan.FromMilliseconds(400);

    private readonly ConcurrentQueue<MqttApplicationMessageReceivedEventArgs> _unacknowledged = new();
    private readonly ProbeVisit _visit;
    private readonly string _topic;
    private readonly int _atOnce;
    private readonly TimeProvider _time;
    private readonly TimeSpan _quiet;
    private int _arrived;
    private int _sent;

    public SessionMeasure(
        ProbeVisit visit, string topic, int? brokersReceiveMaximum, TimeSpan roundTrip, TimeProvider time)
    {
        _visit = visit;
        _topic = topic;
        _atOnce = Math.Clamp(brokersReceiveMaximum ?? MostAtOnce, 1, MostAtOnce);
        _time = time;
        _quiet = roundTrip * QuietRoundTrips > LeastQuiet ? roundTrip * QuietRoundTrips : LeastQuiet;
        visit.Client.ApplicationMessageReceivedAsync += ReceiveAsync;
    }

    /// <param name="ours">Receive Maximum of our own; null with 3.1.1.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<SessionLimits> RunAsync(int? ours, CancellationToken stopping)
    {
        if (await SubscribeAsync(stopping) is { } refusal) return Unseen(refusal);

        var more = Math.Min(ours ?? MostInFlight, MostInFlight) + 1;
        if (await PublishAsync(more, stopping) is { } words) return Unseen(words);
        await QuietAsync(stopping);
        var window = Volatile.Read(ref _arrived);
        if (window == 0)
            return Unseen($"nothing that was published to {_topic} came back; its user must be allowed to write and "
                + $"read there");
        var isMore = window == _sent;

        var alreadyQueued = _sent - window;
        if (alreadyQueued < MostQueued && await PublishAsync(MostQueued - alreadyQueued, stopping) is { } later)
            return new SessionLimits(window, isMore, null, false, later);
        await AcknowledgeAllAsync(stopping);
        var kept = Volatile.Read(ref _arrived);
        return new SessionLimits(window, isMore, kept - window, kept == _sent);
    }

    private static SessionLimits Unseen(string words) => new(null, false, null, false, words);

    private async Task<string?> SubscribeAsync(CancellationToken stopping)
    {
        var wanted = new MqttClientSubscribeOptions
        {
            TopicFilters = { new() { Topic = _topic, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce } },
        };
        var granted = await _visit.CallAsync(timeout => _visit.Client.SubscribeAsync(wanted, timeout), stopping);
        var item = granted.Items.First();
        return item.ResultCode == MqttClientSubscribeResultCode.GrantedQoS1
            ? null : $"the broker refuses a subscription to {_topic}: {item.ResultCode}";
    }

    /// <returns>The broker's refusal in words; null where it took all.</returns>
    private async Task<string?> PublishAsync(int count, CancellationToken stopping)
    {
        // Without payload, so that a board of live values finds nothing in it to keep.
        var message = new MqttApplicationMessage
        {
            Topic = _topic, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        for (var left = count; left > 0; left -= _atOnce)
        {
            var together = new Task<MqttClientPublishResult>[Math.Min(left, _atOnce)];
            for (var i = 0; i < together.Length; i++)
                together[i] = _visit.CallAsync(timeout => _visit.Client.PublishAsync(message, timeout), stopping);
            foreach (var result in await Task.WhenAll(together))
            {
                if (!result.IsSuccess) return $"the broker refuses to take a message for {_topic}: {result.ReasonCode}";
            }
            _sent += together.Length;
        }
        return null;
    }

    /// <summary>Until all that was sent is here, or nothing has come for a while.</summary>
    private async Task QuietAsync(CancellationToken stopping)
    {
        int before;
        do
        {
            before = Volatile.Read(ref _arrived);
            if (before >= _sent) return;
            await Task.Delay(_quiet, _time, stopping);
        }
        while (Volatile.Read(ref _arrived) != before);
    }

    private async Task AcknowledgeAllAsync(CancellationToken stopping)
    {
        do
        {
            while (_unacknowledged.TryDequeue(out var received)) await received.AcknowledgeAsync(stopping);
            await QuietAsync(stopping);
        }
        while (!_unacknowledged.IsEmpty);
    }

    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        received.AutoAcknowledge = false;
        _unacknowledged.Enqueue(received);
        Interlocked.Increment(ref _arrived);
        return Task.CompletedTask;
    }
}
