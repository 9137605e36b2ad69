using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Latest;

/// <summary>When a value counts as stale, and how old it is.</summary>
internal static class Freshness
{
    /// <summary>A value is stale after this many of its reporting intervals.</summary>
    private const int IntervalsUntilStale = 3;

    /// <summary>Where nobody names an interval.</summary>
    private static readonly TimeSpan Unnamed = TimeSpan.FromMinutes(15);

    /// <summary>A plant's state is sent on change, with a sign of life every day.</summary>
    private static readonly TimeSpan State = TimeSpan.FromHours(25);

    public static double StaleAfterSeconds(TimeSpan? interval) =>
        ((interval * IntervalsUntilStale) ?? Unnamed).TotalSeconds;

    public static double StateStaleAfterSeconds => State.TotalSeconds;

    public static double AgeSeconds(this LatestReading reading, DateTimeOffset now) =>
        Math.Round((now - reading.Time).TotalSeconds, 3);

    public static DateTimeOffset LocalTime(this LatestReading reading, City city) => city.Local(reading.Time);
}
