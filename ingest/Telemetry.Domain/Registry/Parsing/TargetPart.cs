using System.Collections.Immutable;

namespace Telemetry.Domain.Registry.Parsing;

internal static class TargetPart
{
    // Rates are fractions and may pass 1; above 2 it is a percentage written by mistake.
    public const double HighestRate = 2;

    public static ImmutableArray<Target> Read(Section indicator, ReadSoFar soFar)
    {
        var targets = ImmutableArray.CreateBuilder<Target>();
        foreach (var section in indicator.Children("targets"))
        {
            var rate = section.Number("rate", above: 0, atMost: HighestRate, required: true) ?? 1;
            var edition = section.Text("edition", required: true) ?? "";
            var (from, until) = section.Days();
            var scope = DistrictPart.Scope(section, soFar);
            section.Close();
            if (from == DateOnly.MinValue) continue;
            foreach (var other in targets)
            {
                if (other.Scope != scope) continue;
                if (IndicatorPart.Overlap(from, until, other.From, other.Until))
                    section.Wrong("from",
                        $"two targets for {IndicatorPart.Words(scope)} hold on one day: this one and the " +
                        $"one from {Section.Iso(other.From)}; end the earlier one with until");
                else if (from < other.From)
                    section.Wrong("from",
                        $"{Section.Iso(from)} stands after {Section.Iso(other.From)}; " +
                        "write the targets of one scope in order of date");
            }
            targets.Add(new Target(rate, edition, from, until, scope));
        }
        return targets.ToImmutable();
    }
}
