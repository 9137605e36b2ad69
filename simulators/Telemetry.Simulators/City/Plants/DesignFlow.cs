using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Plants;

/// <summary>What reaches a plant in dry weather, day by day: scaled to the design capacity in force.</summary>
public sealed class DesignFlow
{
    private readonly double[] _m3D;

    public DesignFlow(Plant plant, Chance chance, LocalDays days)
    {
        Kind = plant.Kind;
        var use = chance.Within(0, 0.86, 0.95);
        _m3D = new double[days.Count];
        for (var day = 0; day < days.Count; day++)
        {
            var date = LocalDays.Date(day);
            if (plant.CapacityAt(date) is not { Treats: true } period) continue;
            var week = plant.Kind == PlantKind.Fecal
                ? date.DayOfWeek is DayOfWeek.Sunday ? 0.55 : 1.05
                : date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.03 : 0.99;
            var design = period.DesignM3D ?? Assumed(plant.Kind);
            _m3D[day] = design * use * week * (1 + 0.025 * chance.For("day").Normal(day));
        }
    }

    public PlantKind Kind { get; }

    /// <summary>Dry volume of the local day, m³; 0 while the plant treats nothing.</summary>
    public double M3D(int day) => _m3D[Math.Clamp(day, 0, _m3D.Length - 1)];

    // Where a capacity was never given, m³/d: the size that such plants have in a town like this one.
    private static double Assumed(PlantKind kind) => kind switch
    {
        PlantKind.Sewage => 10_000,
        PlantKind.Fecal => 150,
        PlantKind.Landfill => 300,
        PlantKind.Incineration => 60,
        _ => 40,
    };
}
