using Telemetry.Domain.Registry;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City.Plants;

/// <summary>
/// One sampling point: raw sewage is strong and thinned by rain; what leaves keeps its limits, nearly always.
/// </summary>
public sealed class QualitySampler(
    Plant plant, QualityPoint point, RainCalendar? rain, LocalDays days, string topicOfPlant, Chance chance)
{
    private static readonly (string Name, double Raw, double Treated)[] Parameters =
    [
        ("cod_mgl", 320, 32), ("bod5_mgl", 150, 5.5), ("nh3n_mgl", 30, 2.6), ("tn_mgl", 41, 10.5),
        ("tp_mgl", 4.6, 0.32),
        ("ss_mgl", 210, 7.5),
    ];

    private readonly string _topic = $"{topicOfPlant}/quality/{point.Id}";

    public IEnumerable<DeviceMessage> Between(long from, long until)
    {
        using var json = new ObjectWriter();
        foreach (var mark in Cadence.Marks(from, until, Cadence.AtLeast(point.Interval, TimeSpan.Zero)))
        {
            if (plant.CapacityAt(LocalDays.Date(days.DayOf(mark))) is { Treats: true }) yield return Sample(json, mark);
        }
    }

    private DeviceMessage Sample(ObjectWriter json, long ms)
    {
        json.Begin(ms);
        var treated = point.Role == MeterRole.Effluent;
        var strength = plant.Kind == PlantKind.Sewage || treated ? 1.0 : 12.0;
        foreach (var (name, raw, clean) in Parameters)
        {
            var draw = chance.For(name);
            var swell = 1 + 0.12 * draw.Smooth(ms, 6 * 3_600_000) + 0.06 * draw.Normal(ms);
            json.Number(name, (treated ? Clean(name, clean) * Slip(ms) : raw * strength * Thinned(ms)) * swell, 2);
        }
        json.Number("ph", 7.2 + 0.15 * chance.For("ph").Smooth(ms, 12 * 3_600_000), 2);
        json.Number("temp_c", Temperature(ms), 1);
        return json.End(_topic, ms);
    }

    // Half of the limit where there is one: a plant that is run well.
    private double Clean(string name, double usual)
    {
        foreach (var limit in point.Limits)
        {
            if (limit.Parameter == name && limit.Max is { } most) return Math.Min(usual, 0.62 * most);
        }
        return usual;
    }

    // One sample in eighty is bad.
    private double Slip(long ms) => chance.For("slip").Unit(ms) < 1.0 / 80 ? 2.1 : 1;

    private double Thinned(long ms)
    {
        var last = rain?.LastBegun(ms) ?? -1;
        return last < 0 ? 1 : 1 / (1 + rain!.Events[last].Intensity * rain.Events[last].Shape(ms));
    }

    private double Temperature(long ms)
    {
        var day = LocalDays.Date(days.DayOf(ms)).DayOfYear;
        var season = 20 - 6.5 * Math.Cos(2 * Math.PI * (day - 35) / 365.25);
        return season + 0.4 * chance.For("temp").Smooth(ms, 24 * 3_600_000);
    }
}
