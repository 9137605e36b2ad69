using System.ComponentModel.DataAnnotations;

namespace Telemetry.Domain.Indicators;

/// <summary>How firm a daily value is.</summary>
public enum DayState
{
    /// <summary>The day runs, or waits for late readings.</summary>
    Provisional,

    /// <summary>The day is over and every required meter covered enough of it.</summary>
    Final,

    /// <summary>The grace is over and readings are missing all the same.</summary>
    FinalIncomplete,

    /// <summary>Its month is reported and locked: said by a person, never by the clock.</summary>
    Locked,
}

/// <summary>When a day is final.</summary>
public sealed class FinalityOptions
{
    /// <summary>Completeness from which a day is whole, a fraction. Default: 0.95, some 70 minutes missing.</summary>
    [Range(0.0, 1.0, ErrorMessage = "0 to 1")]
    public double LeastCompleteness { get; set; } = 0.95;

    /// <summary>How long after its end a whole day waits for late readings to be final. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ErrorMessage = "00:00:00 to 7.00:00:00")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after its end a day may stay provisional for want of readings. Default: 3 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "62.00:00:00", ErrorMessage = "00:00:00 to 62.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(3);
}

/// <summary>The state of a daily value: a function of its day, its completeness and the time alone.</summary>
public static class Finality
{
    /// <summary>
    /// Never goes back to provisional as time passes; late readings may still make an incomplete day final.
    /// </summary>
    /// <param name="dayEnd">The instant at which the local day ends.</param>
    /// <param name="completeness">The lowest coverage of what the value needs, a fraction.</param>
    public static DayState Of(DateTimeOffset dayEnd, DateTimeOffset now, double completeness, FinalityOptions options)
    {
        var age = now - dayEnd;
        if (age < TimeSpan.Zero) return DayState.Provisional;
        if (completeness >= options.LeastCompleteness)
            return age >= options.Settle ? DayState.Final : DayState.Provisional;
        return age >= options.Grace ? DayState.FinalIncomplete : DayState.Provisional;
    }

    /// <summary>
    /// The next instant at which the state may change without a new reading; null where it won't.
    /// </summary>
    public static DateTimeOffset? NextChange(
        DateTimeOffset dayEnd, DateTimeOffset now, double completeness, FinalityOptions options)
    {
        if (Of(dayEnd, now, completeness, options) != DayState.Provisional) return null;
        return dayEnd + (completeness >= options.LeastCompleteness ? options.Settle : options.Grace);
    }
}
