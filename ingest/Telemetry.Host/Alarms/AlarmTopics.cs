using Telemetry.Domain.Alarms;
using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Alarms;

/// <summary>
/// The live topics of alarms: one for each that is open, published anew where it changed and now and then so that it
/// isn't stale, cleared once it is history.
/// </summary>
internal sealed class AlarmTopics(ILivePublisher publisher, string host)
{
    /// <summary>How often an alarm that doesn't change is published all the same.</summary>
    private static readonly TimeSpan Anew = TimeSpan.FromMinutes(1);

    private readonly Dictionary<AlarmId, (Alarm Alarm, DateTimeOffset At)> _posted = [];

    /// <summary>Clears what an earlier process may have left of alarms that are history.</summary>
    public void Clear(IEnumerable<Alarm> history)
    {
        foreach (var alarm in history) publisher.Clear(AlarmMessages.TopicOf(alarm.Id));
    }

    public void Publish(IReadOnlyCollection<Alarm> open, TimeZoneInfo zone, DateTimeOffset now)
    {
        foreach (var alarm in open)
        {
            if (_posted.TryGetValue(alarm.Id, out var last) && last.Alarm == alarm && now - last.At < Anew) continue;
            publisher.Post(
                AlarmMessages.TopicOf(alarm.Id), now.ToUnixTimeMilliseconds(),
                AlarmMessages.Write(alarm, zone, now, 3 * Anew, host));
            _posted[alarm.Id] = (alarm, now);
        }
        var ids = open.Select(static alarm => alarm.Id).ToHashSet();
        foreach (var gone in _posted.Keys.Where(id => !ids.Contains(id)).ToList())
        {
            publisher.Clear(AlarmMessages.TopicOf(gone));
            _posted.Remove(gone);
        }
    }
}
