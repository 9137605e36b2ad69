namespace Telemetry.Domain.Readings;

/// <summary>Whether this host's own clock can be trusted to judge the time in a reading.</summary>
public interface IHostClock
{
    /// <summary>
    /// True while the clock is synchronised (NTP, PTP, a receiver). While false nothing is rejected for its time, and
    /// readings are flagged <see cref="ReadingFlags.HostClockUnsure"/>.
    /// </summary>
    bool IsSynchronised { get; }
}
