using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Fleet;

/// <param name="Material"><c>sludge</c>, <c>fecal</c> or <c>garbage</c>.</param>
/// <param name="Source">The district the load comes from.</param>
public readonly record struct PlannedWeighing(
    long AtMs, FacilityId Facility, string Ticket, string Material, double GrossKg, double TareKg, DistrictId Source);

/// <summary>What a truck does on one local day, complete before it begins.</summary>
/// <param name="Legs">By time, without gaps; empty on a day off.</param>
/// <param name="Home">Where it stands before the first and after the last leg.</param>
public sealed record TruckDay(IReadOnlyList<TruckLeg> Legs, IReadOnlyList<PlannedWeighing> Weighings, GeoPoint Home)
{
    private readonly double[] _metresBefore = Sums(Legs);

    public double LengthM => _metresBefore[^1];

    /// <summary>The leg it is in; null before and after the shift.</summary>
    public TruckLeg? At(long ms) =>
        Legs.Count == 0 || ms < Legs[0].StartMs || ms >= Legs[^1].EndMs ? null : Legs[IndexAt(ms)];

    /// <summary>Metres driven since the day began.</summary>
    public double DrivenM(long ms)
    {
        if (Legs.Count == 0 || ms < Legs[0].StartMs) return 0;
        if (ms >= Legs[^1].EndMs) return LengthM;
        var index = IndexAt(ms);
        return _metresBefore[index] + Legs[index].At(ms).Metres - Legs[index].FromM;
    }

    private int IndexAt(long ms)
    {
        int low = 0, high = Legs.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Legs[middle].StartMs <= ms) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private static double[] Sums(IReadOnlyList<TruckLeg> legs)
    {
        var sums = new double[legs.Count + 1];
        for (var i = 0; i < legs.Count; i++) sums[i + 1] = sums[i] + legs[i].LengthM;
        return sums;
    }
}
