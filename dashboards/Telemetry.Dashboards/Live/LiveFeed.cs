using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Screens;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Live;

namespace Telemetry.Dashboards.Live;

/// <summary>One event of the stream.</summary>
/// <param name="Sequence">How far the reader has come with it.</param>
internal sealed record LiveFrame(string Event, long Sequence, string Data);

/// <summary>
/// What changed since a reader last looked. Only the number of each topic's last change is kept, and its payload is
/// taken from the board when a frame is made: a slow reader costs no memory and always gets the newest values.
/// </summary>
internal sealed class LiveFeed : IDisposable
{
    public const string Snapshot = "snapshot";
    public const string Delta = "delta";
    public const string Heartbeat = "heartbeat";

    /// <summary>Topics that went away and are still named to readers that have not heard of it.</summary>
    private const int MaxGone = 10_000;

    private readonly LiveBoard _board;
    private readonly IHostStatus _status;
    private readonly TimeProvider _time;
    private readonly JsonSerializerOptions _json;
    private readonly TimeSpan _pace;
    private readonly TimeSpan _heartbeat;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _changes = new(StringComparer.Ordinal);
    private long _sequence;
    private long _horizon;
    private int _gone;

    private long _statusSequence;

    private readonly Lock _statusGate = new();
    private byte[] _statusJson = [];
    private byte[] _statusApartFromNow = [];
    private long? _statusAt;

    public LiveFeed(
        LiveBoard board, IHostStatus status, TimeProvider time, IOptions<JsonOptions> json,
        IOptions<DashboardsOptions> options)
    {
        _board = board;
        _status = status;
        _time = time;
        _json = json.Value.SerializerOptions;
        _pace = options.Value.LivePace;
        _heartbeat = options.Value.Heartbeat;
        // Numbers of an earlier process must not look like this one's.
        _sequence = _horizon = time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        board.Changed += OnChanged;
        foreach (var message in board.Messages) OnChanged(message);
    }

    /// <summary>Everything as it is now.</summary>
    public LiveFrame TakeSnapshot()
    {
        RefreshStatus();
        long sequence;
        lock (_gate) sequence = _sequence;
        // What changes from here on is in this frame already, and comes once more with the next: no harm.
        var topics = _board.Messages.Select(message => message.Topic);
        return new LiveFrame(Snapshot, sequence, Write(topics, withStatus: true, isWhole: true));
    }

    /// <summary>
    /// What changed after <paramref name="sequence"/>; null where nothing did; a snapshot where the reader is too far
    /// behind, or its number is another process's.
    /// </summary>
    public LiveFrame? ChangesSince(long sequence)
    {
        RefreshStatus();
        List<string> topics = [];
        long reached;
        bool withStatus;
        bool lost;
        // The board's posters pass through this gate, so only names are gathered in it.
        lock (_gate)
        {
            reached = _sequence;
            withStatus = _statusSequence > sequence;
            lost = sequence < _horizon || sequence > reached;
            if (!lost && sequence < reached)
            {
                foreach (var (topic, changed) in _changes)
                {
                    if (changed > sequence) topics.Add(topic);
                }
            }
        }
        if (lost) return TakeSnapshot();
        return sequence == reached ? null : new LiveFrame(Delta, reached, Write(topics, withStatus));
    }

    public LiveFrame BeatAt(long sequence) => new(Heartbeat, sequence, Write([], withStatus: false));

    public void Dispose() => _board.Changed -= OnChanged;

    private void OnChanged(LiveMessage message)
    {
        lock (_gate)
        {
            _changes[message.Topic] = ++_sequence;
            if (!message.Json.IsEmpty || ++_gone <= MaxGone) return;
            var gone = _changes.Keys.Where(topic => _board.Find(topic) is null).ToList();
            foreach (var topic in gone) _changes.Remove(topic);
            _gone = 0;
            _horizon = _sequence;
        }
    }

    /// <summary>
    /// At most once a pace, however many readers there are; a number of its own only when it changed.
    /// </summary>
    private void RefreshStatus()
    {
        lock (_statusGate)
        {
            if (_statusAt is { } at && _time.GetElapsedTime(at) < _pace / 2) return;
            _statusAt = _time.GetTimestamp();
            var status = _status.Snapshot();
            var apartFromNow = JsonSerializer.SerializeToUtf8Bytes(status with { Now = status.StartedAt }, _json);
            if (apartFromNow.AsSpan().SequenceEqual(_statusApartFromNow)) return;
            _statusApartFromNow = apartFromNow;
            Volatile.Write(ref _statusJson, JsonSerializer.SerializeToUtf8Bytes(status, _json));
            lock (_gate) _statusSequence = ++_sequence;
        }
    }

    /// <summary>
    /// <c>now</c>, <c>status</c> where it changed, and under <c>live</c> the payload by topic, null where it went away;
    /// in a snapshot, what a page needs to know of the stream, too.
    /// </summary>
    private string Write(IEnumerable<string> topics, bool withStatus, bool isWhole = false)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("now"u8, _time.GetUtcNow());
            if (isWhole)
            {
                writer.WriteNumber("heartbeat_s"u8, _heartbeat.TotalSeconds);
                if (ScreenFiles.Version is { } version) writer.WriteString("console"u8, version);
            }
            if (withStatus)
            {
                writer.WritePropertyName("status"u8);
                writer.WriteRawValue(Volatile.Read(ref _statusJson), skipInputValidation: true);
            }
            writer.WriteStartObject("live"u8);
            foreach (var topic in topics) WriteTopic(writer, topic);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void WriteTopic(Utf8JsonWriter writer, string topic)
    {
        if (_board.Find(topic) is not { } message)
        {
            writer.WriteNull(topic);
            return;
        }
        try
        {
            writer.WritePropertyName(topic);
            writer.WriteRawValue(message.Json.Span);
        }
        catch (JsonException)
        {
            // Another program may have published it; it must not end everybody's stream.
            writer.WriteNullValue();
        }
    }
}
