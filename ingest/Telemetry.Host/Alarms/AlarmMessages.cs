using System.Buffers;
using System.Text.Json;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Words;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Alarms;

/// <summary>An open alarm as its live message, <c>alarms/{id}</c>; what isn't known is left out.</summary>
internal static class AlarmMessages
{
    public static string TopicOf(AlarmId id) => $"alarms/{id}";

    /// <param name="alarm">As it stands.</param>
    /// <param name="zone">Of the city, for times in words.</param>
    /// <param name="now">Its <c>ts</c>: when this was so.</param>
    /// <param name="staleAfter">How long it speaks for the present.</param>
    /// <param name="host">Who publishes it.</param>
    public static byte[] Write(
        Alarm alarm, TimeZoneInfo zone, DateTimeOffset now, TimeSpan staleAfter, string host)
    {
        var text = AlarmText.Of(alarm, zone);
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("ts"u8, now.ToUnixTimeMilliseconds());
            json.WriteNumber("published_at"u8, now.ToUnixTimeMilliseconds());
            json.WriteNumber("stale_after_s"u8, (long)staleAfter.TotalSeconds);
            json.WriteString("host"u8, host);
            json.WriteString("id"u8, alarm.Id.Value);
            json.WriteString("rule"u8, WireNames.Of(alarm.Rule));
            json.WriteString("asset"u8, alarm.Asset.ToString());
            json.WriteString("group"u8, alarm.Group);
            json.WriteString("priority"u8, WireNames.Of(alarm.Priority));
            json.WriteString("state"u8, WireNames.Of(alarm.State));
            json.WriteBoolean("active"u8, alarm.Active);
            if (alarm.Late) json.WriteBoolean("late"u8, true);
            json.WriteNumber("occurrences"u8, alarm.Occurrences);
            json.WriteNumber("onset"u8, alarm.Onset.ToUnixTimeMilliseconds());
            json.WriteNumber("raised_at"u8, alarm.RaisedAt.ToUnixTimeMilliseconds());
            if (alarm.ReturnedAt is { } returned)
                json.WriteNumber("returned_at"u8, returned.ToUnixTimeMilliseconds());
            if (alarm.Value is { } value) json.WriteNumber("value"u8, value);
            if (alarm.Limit is { } limit) json.WriteNumber("limit"u8, limit);
            if (alarm.Detail.Length > 0) json.WriteString("detail"u8, alarm.Detail);
            if (alarm.District is { } district) json.WriteString("district"u8, district.Value);
            Write(json, "name", alarm.Name);
            Write(json, "title", text.Title);
            Write(json, "text", text.Text);
            Write(json, "first_action", text.FirstAction);
            if (alarm.ResponsibleUnit is { } unit) Write(json, "responsible_unit", unit);
            WriteActions(json, alarm);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteActions(Utf8JsonWriter json, Alarm alarm)
    {
        if (alarm.Acknowledgement is { } known)
        {
            json.WriteString("acknowledged_by"u8, known.By);
            json.WriteNumber("acknowledged_at"u8, known.At.ToUnixTimeMilliseconds());
            if (known.Note.Length > 0) json.WriteString("acknowledged_note"u8, known.Note);
        }
        if (alarm.Shelf is { } shelf)
        {
            json.WriteString("shelved_by"u8, shelf.By);
            json.WriteNumber("shelved_until"u8, shelf.Until.ToUnixTimeMilliseconds());
            json.WriteString("shelved_reason"u8, shelf.Reason);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, LocalizedName words)
    {
        json.WriteStartObject(name);
        json.WriteString("en"u8, words.En);
        json.WriteString("zh"u8, words.Zh);
        json.WriteEndObject();
    }
}
