namespace Telemetry.Domain.Readings;

/// <summary>
/// How far one device's clock is from this host's, seen from when its readings arrive. A clock that is wrong keeps its
/// distance while time goes on; a backlog closes it, so a distance counts only once it has stood for a while. Kept in
/// place by its owner: with every reading it is met, and an object of its own would be one more miss of the caches.
/// </summary>
public struct ClockSkew
{
    /// <summary>A distance that moves by more is a new one.</summary>
    const long SteadyWithinMs = 30_000;

    /// <summary>How long it must have stood before anything is said about it.</summary>
    const long StandsAfterMs = 60_000;

    /// <summary>So near to a whole hour that it is a time zone.</summary>
    const long WholeHourWithinMs = 120_000;

    const long HourMs = 3_600_000;

    /// <summary>One hour is left alone: hourly values, stamped where their hour begins, arrive when it ends.</summary>
    const long LeastHours = 2;

    /// <summary>UTC−12 to UTC+14.</summary>
    const long MostHours = 14;

    long _anchorMs;
    long _sinceMs;

    /// <summary>Receipt minus device time of the last reading noted, ms; positive where the device is behind.</summary>
    public long BehindMs { readonly get; private set; }

    /// <summary>Notes a reading that came by itself, live.</summary>
    /// <returns>Whether the device stands off by whole hours.</returns>
    public bool Note(long timeMs, long receivedMs)
    {
        BehindMs = receivedMs - timeMs;
        if (_sinceMs == 0 || Math.Abs(BehindMs - _anchorMs) > SteadyWithinMs)
        {
            _anchorMs = BehindMs;
            _sinceMs = receivedMs;
            return false;
        }
        if (receivedMs - _sinceMs < StandsAfterMs) return false;
        var distance = Math.Abs(BehindMs);
        var hours = (distance + HourMs / 2) / HourMs;
        return hours is >= LeastHours and <= MostHours && Math.Abs(distance - hours * HourMs) <= WholeHourWithinMs;
    }
}
