using Telemetry.Domain.Calendar;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Declared;
using DeclaredGeneration = Telemetry.Domain.Indicators.DeclaredGeneration;
using StatedFigures = Telemetry.Domain.Indicators.DeclaredFigures;
using StatedGeneration = Telemetry.Storage.Operations.Declared.DeclaredGeneration;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>Declared figures of one local day, as the rules of plants and rates take them.</summary>
internal static class DeclaredOfDay
{
    private const string City = "city";

    public static StatedFigures Figures(CityRegistry registry, FiguresInForce figures, DateOnly day)
    {
        var scopes = Scopes(registry);
        return new StatedFigures(
            [
                .. scopes.SelectMany(scope => figures.On(FigureKind.WaterSupply, scope, day))
                    .Select(figure => Supply((WaterSupply)figure.Declaration)),
            ],
            [
                .. scopes.SelectMany(scope => figures.On(FigureKind.DeclaredGeneration, scope, day))
                    .Select(figure => Generation((StatedGeneration)figure.Declaration)).OfType<DeclaredGeneration>(),
            ]);
    }

    public static IEnumerable<WeighingRow> Weighings(CityBook city, FiguresInForce figures, LocalDay day)
    {
        for (var offset = -RawDays.TicketDays; offset <= RawDays.TicketDays; offset++)
        {
            foreach (var figure in WeighingsOn(city.Registry, figures, day.Date.AddDays(offset)))
            {
                var weighing = (DeclaredWeighing)figure.Declaration;
                yield return new WeighingRow(
                    weighing.Facility, MaterialOf(weighing.Material), "-", weighing.Ticket,
                    weighing.At.ToUnixTimeMilliseconds(), weighing.GrossKg, weighing.TareKg, weighing.NetKg,
                    weighing.District, weighing.Vehicle);
            }
        }
    }

    public static IEnumerable<(PlantId Plant, QualityMean Mean)> Means(
        CityRegistry registry, FiguresInForce figures, DateOnly day) =>
        registry.Plants.Values.OrderBy(plant => plant.Id.Value, StringComparer.Ordinal)
            .SelectMany(plant => Laboratory(plant, figures, day))
            .Select(figure => (LaboratoryResult)figure.Declaration)
            .Select(result => (
                result.Plant, new QualityMean(result.Point, result.Parameter, result.Value, Laboratory: true)));

    /// <summary>Figures that take part in a plant's own day, beside those of its meters.</summary>
    public static IEnumerable<DeclaredFigure> OfPlant(
        CityRegistry registry, Plant plant, FiguresInForce figures, DateOnly day) =>
    [
        .. Laboratory(plant, figures, day),
        .. WeighedDay.Gates(registry, plant.Id)
            .SelectMany(gate => figures.On(FigureKind.Weighing, gate.Value, day)),
    ];

    /// <summary>Figures that take part in the rates of an indicator.</summary>
    public static IEnumerable<DeclaredFigure> OfIndicator(
        CityRegistry registry, Indicator indicator, FiguresInForce figures, DateOnly day)
    {
        var scopes = Scopes(registry);
        var stated = scopes.SelectMany(scope => figures.On(FigureKind.DeclaredGeneration, scope, day))
            .Where(figure => ((StatedGeneration)figure.Declaration).Indicator == indicator.Id);
        return indicator.Kind == IndicatorKind.SewageTreatmentRate
            ? [.. stated, .. scopes.SelectMany(scope => figures.On(FigureKind.WaterSupply, scope, day))]
            : [.. stated, .. WeighingsOn(registry, figures, day)];
    }

    private static IEnumerable<DeclaredFigure> WeighingsOn(
        CityRegistry registry, FiguresInForce figures, DateOnly day) =>
        registry.Facilities.Keys.OrderBy(id => id.Value, StringComparer.Ordinal)
            .SelectMany(id => figures.On(FigureKind.Weighing, id.Value, day));

    private static IEnumerable<DeclaredFigure> Laboratory(Plant plant, FiguresInForce figures, DateOnly day) =>
        plant.QualityPoints.Keys.OrderBy(point => point.Value, StringComparer.Ordinal)
            .SelectMany(point => figures.On(FigureKind.LaboratoryResult, $"{plant.Id}/{point}", day));

    private static string[] Scopes(CityRegistry registry) =>
        [City, .. registry.Districts.Keys.Select(id => id.Value).Order(StringComparer.Ordinal)];

    private static DeclaredSupply Supply(WaterSupply supply) => new(
        supply.Scope, WireNames.Of(supply.Customers), supply.SupplyM3D, supply.Coefficient, supply.From, supply.Until,
        supply.Source);

    private static DeclaredGeneration? Generation(StatedGeneration stated) =>
        (stated.ValueM3D ?? stated.ValueTD) is { } perDay
            ? new DeclaredGeneration(stated.Indicator, stated.Scope, perDay, stated.From, stated.Until, stated.Source)
            : null;

    private static Material MaterialOf(WeighedMaterial material) => material switch
    {
        WeighedMaterial.Fecal => Material.Fecal,
        WeighedMaterial.Garbage => Material.Garbage,
        _ => Material.Sludge,
    };
}
