using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>What the rates of one local day are made of.</summary>
/// <param name="Plants">
/// A plant that isn't here gave nothing: its volume is unknown while it is in service.
/// </param>
public sealed record DayFigures(
    CityRegistry City, DateOnly Day, IReadOnlyDictionary<PlantId, PlantDay> Plants, WeighedDay Weighed,
    DeclaredFigures Declared)
{
    /// <summary>
    /// The days of the plants that serve a scope and count for an indicator, with the part of each, in the order of
    /// their names.
    /// </summary>
    internal ImmutableArray<(PlantDay Day, double Share)> Serving(IndicatorKind kind, DistrictId? scope)
    {
        var serving = ImmutableArray.CreateBuilder<(PlantDay, double)>();
        foreach (var plant in City.Plants.Values.OrderBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            if (!Counts(kind, plant.Kind)) continue;
            var share = ShareOf(plant, scope, Day);
            if (share > 0) serving.Add((Of(plant), share));
        }
        return serving.ToImmutable();
    }

    /// <summary>The part of a plant that serves a scope on a day: 1 for the city.</summary>
    public static double ShareOf(Plant plant, DistrictId? scope, DateOnly day)
    {
        if (scope is null) return 1;
        var share = 0.0;
        foreach (var part in plant.SharesAt(day))
        {
            if (part.District == scope) share += part.Share;
        }
        return share;
    }

    /// <summary>Whether what a kind of plant processes counts for an indicator.</summary>
    public static bool Counts(IndicatorKind indicator, PlantKind plant) => indicator switch
    {
        IndicatorKind.SewageTreatmentRate => plant == PlantKind.Sewage,
        IndicatorKind.FecalHarmlessRate => plant == PlantKind.Fecal,
        IndicatorKind.GarbageHarmlessRate => plant is PlantKind.Landfill or PlantKind.Incineration,
        _ => false,
    };

    private PlantDay Of(Plant plant) =>
        Plants.TryGetValue(plant.Id, out var day) ? day : PlantDay.Compute(City, plant, Day, [], Weighed, []);
}
