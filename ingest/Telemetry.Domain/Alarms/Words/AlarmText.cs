using System.Globalization;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Alarms.Words;

/// <summary>An alarm in words, in both languages.</summary>
/// <param name="Title">What is wrong with what, in a few words.</param>
/// <param name="Text">One sentence with value, limit and since when.</param>
/// <param name="FirstAction">What to do first.</param>
public sealed record AlarmText(LocalizedName Title, LocalizedName Text, LocalizedName FirstAction)
{
    /// <param name="alarm">Which.</param>
    /// <param name="zone">Times are said as the city's clocks show them.</param>
    public static AlarmText Of(Alarm alarm, TimeZoneInfo zone)
    {
        var words = RuleWords.Of(alarm.Rule);
        return new AlarmText(
            new LocalizedName(
                Filled(words.TitleEn, alarm, alarm.Name.En, zone), Filled(words.TitleZh, alarm, alarm.Name.Zh, zone)),
            new LocalizedName(
                Filled(words.TextEn, alarm, alarm.Name.En, zone), Filled(words.TextZh, alarm, alarm.Name.Zh, zone)),
            new LocalizedName(words.ActionEn, words.ActionZh));
    }

    private static string Filled(string template, Alarm alarm, string name, TimeZoneInfo zone)
    {
        var measure = RuleWords.Of(alarm.Rule).Measure;
        return template
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{value}", Said(alarm.Value, measure), StringComparison.Ordinal)
            .Replace("{limit}", Said(alarm.Limit, measure), StringComparison.Ordinal)
            .Replace("{since}", Local(alarm.Onset, zone), StringComparison.Ordinal)
            .Replace(" {detail}", alarm.Detail.Length > 0 ? $" {alarm.Detail}" : "", StringComparison.Ordinal)
            .Replace("{（detail）}", alarm.Detail.Length > 0 ? $"（{alarm.Detail}）" : "", StringComparison.Ordinal)
            .Replace("{detail}", alarm.Detail, StringComparison.Ordinal);
    }

    /// <summary>What isn't known is a dash, never 0.</summary>
    private static string Said(double? value, Measure measure) => value is not { } number ? "–" : measure switch
    {
        Measure.Fraction => string.Create(CultureInfo.InvariantCulture, $"{number * 100:0.#} %"),
        Measure.CubicMetresAnHour => string.Create(CultureInfo.InvariantCulture, $"{number:0.#} m³/h"),
        Measure.KilometresAnHour => string.Create(CultureInfo.InvariantCulture, $"{number:0} km/h"),
        Measure.Minutes => Span(TimeSpan.FromMinutes(number)),
        Measure.Hours => Span(TimeSpan.FromHours(number)),
        Measure.PerMinute => string.Create(CultureInfo.InvariantCulture, $"{number:0.#}/min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number:0.###}"),
    };

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} d"),
    };

    private static string Local(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>How a rule's value and limit are written.</summary>
internal enum Measure
{
    Plain,
    Fraction,
    CubicMetresAnHour,
    KilometresAnHour,
    Minutes,
    Hours,
    PerMinute,
}
