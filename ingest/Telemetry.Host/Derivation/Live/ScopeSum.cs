using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Derivation.Live;

/// <summary>Today so far of the plants that serve a district or the city, by their shares.</summary>
/// <param name="Reason">Why a figure is not there; none where both are.</param>
internal sealed record ScopeSum(
    double? SoFarM3, double? ProjectedM3, long NewestMs, TimeSpan StaleAfter, Reason Reason)
{
    /// <summary>Null where no metered plant in service serves the scope for the indicator.</summary>
    public static ScopeSum? Of(
        CityRegistry registry, Indicator indicator, DistrictId? scope, IReadOnlyList<PlantToday> plants, DateOnly day)
    {
        ScopeSum? sum = null;
        foreach (var plant in registry.Plants.Values.OrderBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            if (!DayFigures.Counts(indicator.Kind, plant.Kind) || plant.CapacityAt(day) is not { Treats: true })
                continue;
            var share = DayFigures.ShareOf(plant, scope, day);
            if (share <= 0) continue;
            // What is weighed is known when the loads have come in.
            if (plants.FirstOrDefault(one => one.Plant.Id == plant.Id) is not { } today) return null;
            var figures = today.Figures;
            var own = new ScopeSum(
                share * figures.SoFarM3, share * figures.ProjectedM3, today.NewestMs, today.StaleAfter,
                figures.SoFarM3 is null ? new Reason(ReasonCode.MeterMissing, plant.Id.Value)
                    : figures.Reason.IsNone ? Reason.None : figures.Reason.Within(plant.Id.Value));
            sum = sum is null ? own : sum.With(own);
        }
        return sum;
    }

    // As old as its oldest part.
    private ScopeSum With(ScopeSum other) => new(
        SoFarM3 + other.SoFarM3, ProjectedM3 + other.ProjectedM3, Math.Min(NewestMs, other.NewestMs),
        StaleAfter > other.StaleAfter ? StaleAfter : other.StaleAfter, Reason.IsNone ? other.Reason : Reason);
}
