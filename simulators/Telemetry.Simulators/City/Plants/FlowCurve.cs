using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Plants;

/// <summary>Flow over the hours of a day, mean about 1: two waves, of one and of two periods a day.</summary>
/// <param name="DayHour">Hour at which the slow wave peaks.</param>
/// <param name="HalfHour">Hour at which the fast wave first peaks.</param>
public readonly record struct FlowCurve(double Day, double DayHour, double Half, double HalfHour)
{
    /// <summary>
    /// Towns wake at eight and cook at eight; tankers come by day; basins delay and flatten what leaves.
    /// </summary>
    public static FlowCurve Of(PlantKind kind, MeterRole role)
    {
        var inflow = kind switch
        {
            PlantKind.Sewage => new FlowCurve(0.24, 15, 0.15, 9),
            PlantKind.Fecal => new FlowCurve(0.75, 12, 0.12, 9),
            PlantKind.Landfill => new FlowCurve(0.05, 14, 0, 0),
            _ => new FlowCurve(0.3, 13, 0.05, 9),
        };
        return role == MeterRole.Effluent
            ? new FlowCurve(inflow.Day * 0.8, inflow.DayHour + 2.5, inflow.Half * 0.6, inflow.HalfHour + 2.5)
            : inflow;
    }

    public double At(double hour) =>
        1 + Day * Math.Cos(2 * Math.PI * (hour - DayHour) / 24) + Half * Math.Cos(4 * Math.PI * (hour - HalfHour) / 24);
}
