using System.Buffers;
using System.Text.Json;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Readings;
using Telemetry.Host.Observing;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Live;

/// <summary>Once a second, publishes the values that changed; and this host's own sign of life.</summary>
internal sealed class LiveBeat(
    LiveState state, ILivePublisher publisher, IHostStatus status, TelemetryOptions options, TimeProvider time,
    FleetSigns? fleet = null) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Live topics published a second. Where more assets report than that the rest come a second later: what people
    /// look at must not slow down what is acknowledged.
    /// </summary>
    private const int MostAtOnce = 2_500;

    /// <summary>How often a host tells of itself; silent for five times as long, it is stale.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(2);

    /// <summary>
    /// So many slots before its turn what a vehicle is doing is asked for, and twice as many the slot that leads there:
    /// among 20,000 neither is in a cache.
    /// </summary>
    private const int Ahead = 3;

    private readonly List<LatestSlot> _changed = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly string _hostTopic = $"host/{options.Host.Name}";
    private DateTimeOffset _lastSign = DateTimeOffset.MinValue;

    /// <summary>Publishes what changed since the last time.</summary>
    public void Publish()
    {
        var now = time.GetUtcNow();
        var nowMs = now.ToUnixTimeMilliseconds();
        using var json = new Utf8JsonWriter(_buffer);
        foreach (var topic in state.FollowRegistry()) publisher.Clear(topic);
        _changed.Clear();
        _changed.AddRange(state.TakeChanged(MostAtOnce));
        for (var i = 0; i < _changed.Count; i++)
        {
            FetchAhead(i);
            var slot = _changed[i];
            Begin(json);
            var timeMs = slot.Write(json, nowMs, options.Host.Name, fleet);
            Post(json, slot.Topic, timeMs);
        }
        if (now - _lastSign < SignOfLife) return;
        _lastSign = now;
        SayState(json, nowMs, "running");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            do Publish();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Publish();
            using var json = new Utf8JsonWriter(_buffer);
            SayState(json, time.GetUtcNow().ToUnixTimeMilliseconds(), "stopping");
        }
    }

    private void SayState(Utf8JsonWriter json, long nowMs, string word)
    {
        Begin(json);
        json.WriteStartObject();
        json.WriteNumber("ts"u8, nowMs);
        json.WriteNumber("published_at"u8, nowMs);
        json.WriteNumber("stale_after_s"u8, (long)(SignOfLife * 5).TotalSeconds);
        json.WriteString("state"u8, word);
        json.WriteString("version"u8, HostStatus.Version);
        json.WritePropertyName("status"u8);
        JsonSerializer.Serialize(json, status.Snapshot(), HostSigns.Json);
        json.WriteEndObject();
        Post(json, _hostTopic, nowMs);
    }

    private void FetchAhead(int at)
    {
        if (at + 2 * Ahead < _changed.Count) CacheAhead.FetchBoth(_changed[at + 2 * Ahead]);
        if (at + Ahead < _changed.Count) _changed[at + Ahead].Vehicle?.FetchAhead();
    }

    private void Begin(Utf8JsonWriter json)
    {
        _buffer.ResetWrittenCount();
        json.Reset(_buffer);
    }

    private void Post(Utf8JsonWriter json, string topic, long timeMs)
    {
        json.Flush();
        publisher.Post(topic, timeMs, _buffer.WrittenSpan.ToArray());
    }
}
