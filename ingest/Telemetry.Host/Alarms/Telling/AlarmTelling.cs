using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Words;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Notices;
using Telemetry.Storage.Operations.Alarms;

namespace Telemetry.Host.Alarms.Telling;

/// <summary>
/// Decides how people are told of an alarm: a line of the log where it is pressing, and a notice on each channel that
/// it is pressing enough for; in a flood one of the whole group.
/// </summary>
internal sealed class AlarmTelling(
    IEnumerable<INoticeChannel> channels, IRegistrySource registry, AlarmOptions options, TimeProvider time,
    ILogger<AlarmTelling> logger)
{
    private readonly INoticeChannel[] _channels = [.. channels];
    private readonly FloodGate _gate = new(options.FloodMost, options.FloodWindow);

    /// <summary>What is to be told of an alarm, now that people are to be told of it.</summary>
    public IEnumerable<NewNotice> Notices(Alarm alarm)
    {
        var (current, now) = (registry.Current, time.GetUtcNow());
        var zone = current.City.TimeZone;
        switch (_gate.Count(alarm.Group, now))
        {
            case FloodWord.Each:
                Say(alarm, zone);
                return On(alarm, NoticeContent.Of(alarm, zone));
            case FloodWord.Group:
                var count = _gate.CountOf(alarm.Group, now);
                AlarmLog.Flood(logger, alarm.Group, count);
                return On(alarm, NoticeContent.Flood(alarm, count, NameOf(alarm.Group, current), zone));
            default:
                return [];
        }
    }

    private void Say(Alarm alarm, TimeZoneInfo zone)
    {
        if (alarm.Priority < AlarmPriority.High) return;
        var text = AlarmText.Of(alarm, zone);
        AlarmLog.Raised(
            logger, WireNames.Of(alarm.Priority), text.Text.En, text.FirstAction.En, alarm.Id.Value);
    }

    private NewNotice[] On(Alarm alarm, NoticeContent content)
    {
        var json = content.ToJson();
        return
        [
            .. _channels.Where(channel => alarm.Priority >= channel.LeastPriority)
                .Select(channel => new NewNotice(channel.Name, alarm.Id, json)),
        ];
    }

    private static LocalizedName NameOf(string group, CityRegistry registry)
    {
        var id = group[(group.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var name = group.StartsWith("plant:", StringComparison.Ordinal)
            ? registry.Plants.GetValueOrDefault(new PlantId(id))?.Name
            : group.StartsWith("district:", StringComparison.Ordinal)
                ? registry.Districts.GetValueOrDefault(new DistrictId(id))?.Name
                : null;
        return name ?? (group == "city" ? registry.City.Name : new LocalizedName(id, id));
    }
}
