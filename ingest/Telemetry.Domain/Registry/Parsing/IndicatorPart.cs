using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class IndicatorPart
{
    public static List<Indicator> Read(Section file, ReadSoFar soFar)
    {
        var ids = new IdSet("indicator");
        var indicators = new List<Indicator>();
        foreach (var section in file.Children("indicators"))
        {
            var id = ids.Claim(section);
            var kind = section.Choice<IndicatorKind>("kind");
            var name = section.Name("name");
            var targets = TargetPart.Read(section, soFar);
            var denominators = DenominatorPart.Read(section, kind, soFar);
            indicators.Add(new Indicator(id, kind ?? default, name, targets, denominators));
            section.Close();
        }
        return indicators;
    }

    /// <summary>Whether two periods share a day; a null end lasts for ever.</summary>
    public static bool Overlap(DateOnly from, DateOnly? until, DateOnly otherFrom, DateOnly? otherUntil) =>
        from < (otherUntil ?? DateOnly.MaxValue) && otherFrom < (until ?? DateOnly.MaxValue);

    public static string Words(DistrictId? scope) => scope is { } district ? $"district \"{district}\"" : "the city";
}
