namespace Telemetry.Domain.Registry.Parsing;

internal static class YardstickPart
{
    private const int LongestGraceMonths = 120;

    public static List<Yardstick> Read(Section file)
    {
        var ids = new IdSet("yardstick");
        var yardsticks = new List<Yardstick>();
        foreach (var section in file.Children("yardsticks"))
        {
            var id = ids.Claim(section);
            var kind = section.Choice<IndicatorKind>("indicator");
            var name = section.Name("name");
            var rate = section.Number("rate", above: 0, atMost: TargetPart.HighestRate, required: true) ?? 1;
            var edition = section.Text("edition", required: true) ?? "";
            var (from, until) = section.Days();
            var grace = section.WholeNumber("months_after_start", 0, LongestGraceMonths);
            if (grace > 0 && kind is { } other && other != IndicatorKind.PlantLoad)
                section.Wrong("months_after_start", "only a plant starts; allowed with the indicator plant_load");
            section.Close();
            yardsticks.Add(new Yardstick(id, kind ?? default, name, rate, edition, from, until, grace ?? 0));
        }
        return yardsticks;
    }
}
