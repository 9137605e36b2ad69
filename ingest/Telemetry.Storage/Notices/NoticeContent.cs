using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Words;
using Telemetry.Domain.Registry;

namespace Telemetry.Storage.Notices;

/// <summary>
/// What is told, in both languages: the body of a webhook, and what a mail is written from. Made when the alarm is
/// raised, so that it says what was so then.
/// </summary>
public sealed record NoticeContent
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Names stay readable; the text is never put into a page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary><c>alarm</c>, or <c>flood</c> where a group has too many to be told one by one.</summary>
    public required string Kind { get; init; }

    public required string Alarm { get; init; }

    public required string Rule { get; init; }

    public required string Priority { get; init; }

    public required string Asset { get; init; }

    public required string Group { get; init; }

    public required LocalizedName Title { get; init; }

    public required LocalizedName Text { get; init; }

    public required LocalizedName FirstAction { get; init; }

    public LocalizedName? ResponsibleUnit { get; init; }

    public required DateTimeOffset Onset { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public double? Value { get; init; }

    public double? Limit { get; init; }

    /// <summary>How many the group has, in a flood.</summary>
    public int? Count { get; init; }

    public static NoticeContent Of(Alarm alarm, TimeZoneInfo zone)
    {
        var text = AlarmText.Of(alarm, zone);
        return new NoticeContent
        {
            Kind = "alarm",
            Alarm = alarm.Id.Value,
            Rule = WireNames.Of(alarm.Rule),
            Priority = WireNames.Of(alarm.Priority),
            Asset = alarm.Asset.ToString(),
            Group = alarm.Group,
            Title = text.Title,
            Text = text.Text,
            FirstAction = text.FirstAction,
            ResponsibleUnit = alarm.ResponsibleUnit,
            Onset = TimeZoneInfo.ConvertTime(alarm.Onset, zone),
            RaisedAt = TimeZoneInfo.ConvertTime(alarm.RaisedAt, zone),
            Value = alarm.Value,
            Limit = alarm.Limit,
        };
    }

    /// <summary>That a group has many, told with the one that was too many.</summary>
    public static NoticeContent Flood(Alarm alarm, int count, LocalizedName group, TimeZoneInfo zone)
    {
        var number = count.ToString(CultureInfo.InvariantCulture);
        return Of(alarm, zone) with
        {
            Kind = "flood",
            Title = new LocalizedName($"{group.En}: many alarms", $"{group.Zh}告警集中"),
            Text = new LocalizedName(
                $"{group.En} has {number} alarms within a few minutes; no more are told of one by one.",
                $"{group.Zh}短时间内出现{number}条告警，其余不再逐条通知。"),
            FirstAction = new LocalizedName("Look at the list of alarms.", "查看告警列表。"),
            Value = null,
            Limit = null,
            Count = count,
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">It is none.</exception>
    public static NoticeContent Parse(string json) =>
        JsonSerializer.Deserialize<NoticeContent>(json, Json) ?? throw new JsonException("it is null");
}
