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
    public double LengthM { get; } = Legs.Sum(static leg => leg.LengthM);

    /// <summary>The leg it is in; null before and after the shift.</summary>
    public TruckLeg? At(long ms)
    {
        if (Legs.Count == 0 || ms < Legs[0].StartMs || ms >= Legs[^1].EndMs) return null;
        int low = 0, high = Legs.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Legs[middle].StartMs <= ms) low = middle;
            else high = middle - 1;
        }
        return Legs[low];
    }

    /// <summary>Metres driven since the day began.</summary>
    public double DrivenM(long ms)
    {
        var sum = 0.0;
        foreach (var leg in Legs)
        {
            if (leg.StartMs > ms) break;
            sum += ms >= leg.EndMs ? leg.LengthM : leg.At(ms).Metres - leg.FromM;
        }
        return sum;
    }
}
