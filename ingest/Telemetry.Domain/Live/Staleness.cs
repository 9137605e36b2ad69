namespace Telemetry.Domain.Live;

/// <summary>How long a newest value speaks for the present; one rule for live topics, API and page.</summary>
public static class Staleness
{
    /// <summary>A value is stale after this many of its reporting intervals.</summary>
    private const int Intervals = 3;

    /// <summary>Where nobody names an interval.</summary>
    private static readonly TimeSpan Unnamed = TimeSpan.FromMinutes(15);

    /// <summary>
    /// A tracker sleeps while the engine is off, and wakes once a minute to once an hour: within that, silence is no
    /// news.
    /// </summary>
    private static readonly TimeSpan EngineOff = TimeSpan.FromHours(1);

    /// <summary>A plant's state is sent on change, with a sign of life every day.</summary>
    public static TimeSpan OfPlantState { get; } = TimeSpan.FromHours(25);

    /// <param name="interval">How often it reports; null where nobody says.</param>
    public static TimeSpan Of(TimeSpan? interval) => (interval * Intervals) ?? Unnamed;

    /// <param name="interval">How often its tracker reports while it moves; null where nobody says.</param>
    /// <param name="ignition">As of the newest position; null where the tracker does not tell.</param>
    public static TimeSpan OfVehicle(TimeSpan? interval, bool? ignition)
    {
        var usual = Of(interval);
        return ignition is false && usual < EngineOff ? EngineOff : usual;
    }
}
