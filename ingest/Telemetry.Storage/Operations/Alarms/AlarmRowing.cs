using System.Globalization;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Alarms;

/// <summary>An alarm as its row, and back.</summary>
internal static class AlarmRowing
{
    public static AlarmRow RowOf(Alarm alarm)
    {
        var row = new AlarmRow
        {
            Id = alarm.Id.Value,
            Rule = WireNames.Of(alarm.Rule),
            Asset = alarm.Asset.ToString(),
            FloodGroup = alarm.Group,
            OnsetMs = alarm.Onset.ToUnixTimeMilliseconds(),
            Priority = (int)alarm.Priority,
            District = alarm.District?.Value,
            UnitEn = alarm.ResponsibleUnit?.En,
            UnitZh = alarm.ResponsibleUnit?.Zh,
            NameEn = alarm.Name.En,
            NameZh = alarm.Name.Zh,
            RaisedMs = alarm.RaisedAt.ToUnixTimeMilliseconds(),
        };
        Write(row, alarm);
        return row;
    }

    /// <summary>What may change of it.</summary>
    public static void Write(AlarmRow row, Alarm alarm)
    {
        row.Value = alarm.Value;
        row.LimitValue = alarm.Limit;
        row.Detail = alarm.Detail;
        row.Active = alarm.Active;
        row.Late = alarm.Late;
        row.ReturnedMs = alarm.ReturnedAt?.ToUnixTimeMilliseconds();
        row.AckBy = alarm.Acknowledgement?.By;
        row.AckMs = alarm.Acknowledgement?.At.ToUnixTimeMilliseconds();
        row.AckNote = alarm.Acknowledgement?.Note;
        row.ShelfBy = alarm.Shelf?.By;
        row.ShelfMs = alarm.Shelf?.At.ToUnixTimeMilliseconds();
        row.ShelfReason = alarm.Shelf?.Reason;
        row.ShelfUntilMs = alarm.Shelf?.Until.ToUnixTimeMilliseconds();
        row.ClosedMs = alarm.ClosedAt?.ToUnixTimeMilliseconds();
        row.Occurrences = alarm.Occurrences;
    }

    public static Alarm AlarmOf(AlarmRow row) => new()
    {
        Id = new AlarmId(row.Id),
        Rule = Parsed<AlarmRule>(row.Rule, row.Id),
        Asset = AlarmAsset.TryParse(row.Asset, out var asset)
            ? asset : throw new InvalidDataException($"alarm {row.Id} has an unknown asset '{row.Asset}'"),
        Onset = Instant(row.OnsetMs),
        Priority = (AlarmPriority)row.Priority,
        District = row.District is { } district ? new DistrictId(district) : null,
        ResponsibleUnit = row is { UnitEn: { } en, UnitZh: { } zh } ? new LocalizedName(en, zh) : null,
        Name = new LocalizedName(row.NameEn, row.NameZh),
        Value = row.Value,
        Limit = row.LimitValue,
        Detail = row.Detail,
        RaisedAt = Instant(row.RaisedMs),
        Active = row.Active,
        Late = row.Late,
        ReturnedAt = Instant(row.ReturnedMs),
        Acknowledgement = row is { AckBy: { } ackBy, AckMs: { } ackMs }
            ? new Acknowledgement(ackBy, Instant(ackMs), row.AckNote ?? "") : null,
        Shelf = row is { ShelfBy: { } shelfBy, ShelfMs: { } shelfMs, ShelfUntilMs: { } untilMs }
            ? new Shelf(shelfBy, Instant(shelfMs), row.ShelfReason ?? "", Instant(untilMs)) : null,
        ClosedAt = Instant(row.ClosedMs),
        Occurrences = row.Occurrences,
    };

    public static AlarmEventRow RowOf(AlarmEvent happened) => new()
    {
        Alarm = happened.Alarm.Value,
        Kind = WireNames.Of(happened.Kind),
        AtMs = happened.At.ToUnixTimeMilliseconds(),
        Actor = happened.By,
        Why = happened.Why,
        Before = happened.Before is { } before ? WireNames.Of(before) : null,
        After = WireNames.Of(happened.After),
    };

    public static AlarmEvent EventOf(AlarmEventRow row) => new(
        new AlarmId(row.Alarm), Parsed<AlarmEventKind>(row.Kind, row.Alarm), Instant(row.AtMs), row.Actor, row.Why,
        row.Before is null ? null : Parsed<AlarmState>(row.Before, row.Alarm),
        Parsed<AlarmState>(row.After, row.Alarm));

    /// <summary>Where a page ended: newest first, then by id.</summary>
    public static string CursorOf(AlarmRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.RaisedMs}.{row.Id}");

    /// <summary>Null for what is no cursor.</summary>
    public static (long RaisedMs, string Id)? ParseCursor(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? (ms, text[(dot + 1)..]) : null;
    }

    private static T Parsed<T>(string name, string alarm)
        where T : struct, Enum => WireNames.TryParse<T>(name, out var value)
            ? value : throw new InvalidDataException($"alarm {alarm} has an unknown {typeof(T).Name} '{name}'");

    private static DateTimeOffset Instant(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static DateTimeOffset? Instant(long? ms) => ms is { } some ? Instant(some) : null;
}
