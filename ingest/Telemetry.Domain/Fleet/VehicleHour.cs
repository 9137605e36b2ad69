using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Volumes;

namespace Telemetry.Domain.Fleet;

/// <summary>
/// What a vehicle did in an hour: a pure function of the hour's pings, the state that the nearest earlier hour with
/// pings handed on, and the vehicle's rules. What goes on at its end is in the state; a piece belongs to the hour in
/// which its end is seen.
/// </summary>
public sealed record VehicleHour
{
    public required HourFigures Figures { get; init; }

    /// <summary>Those whose end was seen in this hour, by time.</summary>
    public required ImmutableArray<Trip> Trips { get; init; }

    public required ImmutableArray<Stop> Stops { get; init; }

    public required ImmutableArray<Speeding> Speedings { get; init; }

    /// <summary>Of all places of <see cref="VehicleRules.Places"/>.</summary>
    public required ImmutableArray<Visit> Visits { get; init; }

    /// <summary>What the next hour with pings goes on from.</summary>
    public required VehicleState Exit { get; init; }

    public LocalHour Hour => Figures.Hour;

    /// <summary>Not one ping lies in the hour: no row is kept of it.</summary>
    public bool IsEmpty => Figures.IsEmpty;

    /// <param name="hour">The hour, as <see cref="CityCalendar"/> cuts it.</param>
    /// <param name="pings">
    /// The vehicle's, in any order, repeated or not; those outside the hour are passed over.
    /// </param>
    /// <param name="entry">What the nearest earlier hour with pings handed on.</param>
    /// <param name="rules">The vehicle's.</param>
    /// <param name="notAfterMs">
    /// Pings after this are from a clock that is ahead, and passed over; Unix ms. An hour that is over by it has none.
    /// </param>
    public static VehicleHour Compute(
        LocalHour hour, ReadOnlySpan<Ping> pings, VehicleState entry, VehicleRules rules,
        long notAfterMs = long.MaxValue)
    {
        var fold = new HourTrack(hour, rules, entry);
        foreach (ref readonly var ping in InOrder.Of(pings, hour, Ping.InOrder, static ping => ping.TimeMs))
        {
            if (ping.TimeMs > notAfterMs) break;
            fold.Take(ping);
        }
        return fold.Result();
    }
}
