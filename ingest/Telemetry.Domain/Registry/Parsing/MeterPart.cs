using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// The rule of <c>treated</c>: a sewage or fecal plant that has meters marks at least one. Several add up (parallel
/// lines), so they must measure at one end: all influent or all effluent, or the same water would count twice. Bypass
/// is never treated. What landfills, incinerators and transfer stations handle is weighed, so none of their meters is.
/// </summary>
internal static class MeterPart
{
    private const double OneCubicMetre = 1;

    public static List<Meter> Read(Section plant, PlantId plantId, PlantKind? kind, IdSet ids)
    {
        var meters = new List<Meter>();
        var before = plant.Findings.Count;
        foreach (var section in plant.Children("meters"))
        {
            var id = new MeterId(ids.Claim(section));
            var name = section.Name("name");
            var role = section.Choice<MeterRole>("role");
            var fullScale = section.Number("full_scale_m3h", above: 0);
            var modulus = section.Number("modulus_m3", above: 0);
            var resolution = section.Number("resolution_m3", above: 0) ?? OneCubicMetre;
            var interval = section.Interval("interval", required: true) ?? default;
            var treated = section.Flag("treated");
            var missingTime = section.Flag("allow_missing_time");
            bool? totaliser = section.Has("totaliser") ? section.Flag("totaliser") : null;
            var dayTolerance = section.Interval("day_tolerance") ?? TimeSpan.Zero;
            section.Close();
            if (dayTolerance > Meter.LongestDayTolerance)
                section.Wrong("day_tolerance", "at most 15m: a reading farther from the day's border is not its end");
            if (resolution >= modulus)
            {
                section.Wrong(section.Has("resolution_m3") ? "resolution_m3" : "modulus_m3",
                    "one step of the totaliser (1 m³ where not given) has to be smaller than its modulus");
            }
            if (treated && role == MeterRole.Bypass)
                section.Wrong("treated", "a bypass is generated, not treated; allowed on influent or effluent");
            if (treated && kind is PlantKind.Landfill or PlantKind.Incineration or PlantKind.Transfer)
                section.Wrong("treated", $"what a plant of kind {WireNames.Of(kind.Value)} treats is weighed");
            meters.Add(new Meter(
                plantId, id, name, role ?? default, fullScale, modulus, resolution, interval, treated, missingTime,
                totaliser)
            {
                DayTolerance = dayTolerance,
            });
        }
        // A meter with a fault of its own may be the treated one.
        if (plant.Findings.Count == before) CheckTreated(plant, kind, meters);
        return meters;
    }

    private static void CheckTreated(Section plant, PlantKind? kind, List<Meter> meters)
    {
        if (meters.Count == 0 || kind is not (PlantKind.Sewage or PlantKind.Fecal)) return;
        var treated = meters.Where(m => m.Treated).ToList();
        if (treated.Count == 0)
            plant.Wrong("meters", "none is marked \"treated\": true; mark the one (or the parallel ones) whose " +
                "volume is the plant's treated volume");
        if (treated.Any(m => m.Role == MeterRole.Influent) && treated.Any(m => m.Role == MeterRole.Effluent))
            plant.Wrong("meters",
                $"treated meters {string.Join(", ", treated.Select(m => m.Id))} stand at both ends; " +
                "they are added up, so mark influent meters or effluent meters, not both");
    }
}
