using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;

namespace Telemetry.Domain.Fleet;

/// <summary>What a vehicle served and brought on a day.</summary>
/// <param name="PointsServed">Different collection points.</param>
/// <param name="Loads">Weighings.</param>
/// <param name="NetKg">Their sum, kg; null where a weight is unknown, 0 where nothing was weighed.</param>
public readonly record struct VehicleWork(int PointsServed, int Loads, double? NetKg)
{
    public static readonly VehicleWork Nothing = new(0, 0, 0);

    /// <param name="visits">The vehicle's; those that began on other days are passed over.</param>
    /// <param name="rows">
    /// Weighings of the day and of the days around it in which a ticket may come again; those of other vehicles are
    /// passed over.
    /// </param>
    public static VehicleWork Of(
        LocalDay day, VehicleId vehicle, VehicleLimits limits, IEnumerable<Visit> visits, IEnumerable<WeighingRow> rows)
    {
        var points = visits.Where(v => day.Contains(v.EnterMs) && v.Serves(limits)).Select(v => v.Place).Distinct();
        WeighingRow[] own =
            [.. WeighingRow.Newest(rows).Where(r => r.Vehicle == vehicle && day.Contains(r.TimeMs))];
        return new(
            points.Count(), own.Length, own.All(r => r.KnownKg is not null) ? own.Sum(r => r.KnownKg ?? 0) : null);
    }
}
