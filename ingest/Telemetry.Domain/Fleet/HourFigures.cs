using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Motion;

namespace Telemetry.Domain.Fleet;

/// <summary>The numbers of a vehicle-hour: what is stored of it beside its sets, and what a day adds up.</summary>
/// <param name="Tally">Of the legs that end in the hour.</param>
/// <param name="UnseenM">Straight distance across silences longer than the limit and across jumps, metres.</param>
/// <param name="Pings">That came, whatever became of them.</param>
/// <param name="Accepted">That were used.</param>
/// <param name="NoFix">At (0, 0).</param>
/// <param name="Inaccurate">Less accurate than allowed.</param>
/// <param name="Far">Held as jumps, those that were believed later as well.</param>
/// <param name="TripsEnded">Trips that ended, as far as it can be known in the hour.</param>
/// <param name="StopsBegun">Stops that became one in the hour: in their 180th second.</param>
/// <param name="CoveredMs">The part of the hour in which the newest ping spoke for the present.</param>
/// <param name="FreshUntilMs">Until when the hour's last ping speaks for the present, Unix ms.</param>
public readonly record struct HourFigures(
    LocalHour Hour, Tally Tally, double UnseenM, int Pings, int Accepted, int NoFix, int Inaccurate, int Far,
    int TripsEnded, int StopsBegun, long CoveredMs, long FreshUntilMs)
{
    /// <summary>Not one ping lies in the hour: no row is kept of it.</summary>
    public bool IsEmpty => Pings == 0;

    /// <summary>The part of the hour, 0 to 1, in which the feed was alive.</summary>
    public double Coverage => Hour.LengthMs == 0 ? 0 : (double)CoveredMs / Hour.LengthMs;
}
