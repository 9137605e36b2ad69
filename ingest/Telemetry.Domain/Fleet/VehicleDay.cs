using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Motion;

namespace Telemetry.Domain.Fleet;

/// <summary>What a vehicle did on a city's day: the sum of its hours, and what it brought to the scales.</summary>
public sealed record VehicleDay
{
    const double MsPerHour = 3_600_000;

    public required LocalDay Day { get; init; }

    public required Tally Tally { get; init; }

    /// <summary>All that it drove, km.</summary>
    public double DrivenKm => Tally.DrivenM / 1_000;

    /// <summary>The part of it with the body at work, km.</summary>
    public double WorkingKm => Tally.WorkingM / 1_000;

    /// <summary>In service: on the move, at work, or with the engine on. Hours.</summary>
    public double Hours => Tally.ServiceMs / MsPerHour;

    public required int Trips { get; init; }

    public required int Stops { get; init; }

    /// <summary>Different collection points at which something was collected.</summary>
    public required int PointsServed { get; init; }

    /// <summary>Weighings of what it brought.</summary>
    public required int Loads { get; init; }

    /// <summary>What it brought, kg; null where a weight is unknown, 0 where nothing was weighed.</summary>
    public required double? NetKg { get; init; }

    /// <summary>Straight distance across long silences and jumps, km; not part of what it drove.</summary>
    public required double UnseenKm { get; init; }

    /// <summary>The part of the day, 0 to 1, in which the feed was alive.</summary>
    public required double Coverage { get; init; }

    public required int Pings { get; init; }

    public required int Accepted { get; init; }

    /// <param name="day">The day, as <see cref="CityCalendar"/> cuts it.</param>
    /// <param name="hours">Those of its hours that have pings, in any order.</param>
    /// <param name="freshBeforeMs">
    /// Until when the last ping before the day speaks for the present (<see cref="HourFigures.FreshUntilMs"/>), Unix
    /// ms; 0 where there is none.
    /// </param>
    /// <param name="work">What it served and brought that day.</param>
    public static VehicleDay Compute(
        LocalDay day, IEnumerable<HourFigures> hours, long freshBeforeMs, VehicleWork work)
    {
        HourFigures[] ordered = [.. hours.Where(h => day.Contains(h.Hour.StartMs)).OrderBy(h => h.Hour.StartMs)];
        var tally = default(Tally);
        var unseenM = 0.0;
        var coveredMs = 0L;
        // Hours without a ping have no row: what the last one before speaks for is counted here.
        var (silentFrom, fresh) = (day.StartMs, freshBeforeMs);
        foreach (var hour in ordered)
        {
            tally += hour.Tally;
            unseenM += hour.UnseenM;
            coveredMs += hour.CoveredMs + Math.Max(0, Math.Min(fresh, hour.Hour.StartMs) - silentFrom);
            (silentFrom, fresh) = (hour.Hour.EndMs, hour.FreshUntilMs);
        }
        coveredMs += Math.Max(0, Math.Min(fresh, day.EndMs) - silentFrom);
        return new()
        {
            Day = day,
            Tally = tally,
            Trips = ordered.Sum(h => h.TripsEnded),
            Stops = ordered.Sum(h => h.StopsBegun),
            PointsServed = work.PointsServed,
            Loads = work.Loads,
            NetKg = work.NetKg,
            UnseenKm = unseenM / 1_000,
            Coverage = day.LengthMs == 0 ? 0 : (double)coveredMs / day.LengthMs,
            Pings = ordered.Sum(h => h.Pings),
            Accepted = ordered.Sum(h => h.Accepted),
        };
    }
}
