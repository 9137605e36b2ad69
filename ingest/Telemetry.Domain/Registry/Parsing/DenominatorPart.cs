using System.Collections.Immutable;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// Each definition has an id, its basis unless given, that names the series of its rates: so two of one id may not hold
/// on one day. One of a scope is official on any day; the others are kept beside it.
/// </summary>
internal static class DenominatorPart
{
    // Sewage comes from the water supplied, and from rain and wells; twice the supply is a slip of the pen.
    private const double HighestCoefficient = 2;

    public static ImmutableArray<Denominator> Read(Section indicator, IndicatorKind? kind, ReadSoFar soFar)
    {
        var denominators = ImmutableArray.CreateBuilder<Denominator>();
        var before = indicator.Findings.Count;
        foreach (var section in indicator.Children("denominators"))
        {
            var id = section.Id("id");
            var basis = section.Choice<DenominatorBasis>("basis");
            var (from, until) = section.Days();
            var scope = DistrictPart.Scope(section, soFar);
            var figures = DenominatorFigures.Read(section, kind, basis);
            var source = section.Text("source", required: true) ?? "";
            var official = section.Flag("official");
            section.Close();
            if (from == DateOnly.MinValue || basis is not { } known) continue;
            var denominator = new Denominator(
                known, from, until, scope, figures.Value, figures.Supply, figures.Coefficient, source, official);
            if (id is not null) denominator = denominator with { Id = id };
            foreach (var other in denominators) CheckPair(section, denominator, other);
            denominators.Add(denominator);
        }
        // One with a fault of its own may be the official one.
        if (indicator.Findings.Count == before) CheckOfficial(indicator, kind, denominators);
        return denominators.ToImmutable();
    }

    private static void CheckPair(Section section, Denominator one, Denominator other)
    {
        if (one.Scope != other.Scope || !IndicatorPart.Overlap(one.From, one.Until, other.From, other.Until)) return;
        var where = IndicatorPart.Words(one.Scope);
        if (one.Id == other.Id)
            section.Wrong(section.Has("id") ? "id" : "basis",
                $"\"{one.Id}\" is defined twice for {where} on one day; end the earlier one, or give this one an id");
        if (one.Official && other.Official)
            section.Wrong("official",
                $"\"{other.Id}\" is official for {where} as well from {Section.Iso(other.From)}; " +
                "only one may be on any day");
    }

    private static void CheckOfficial(
        Section indicator, IndicatorKind? kind, ImmutableArray<Denominator>.Builder denominators)
    {
        if (kind == IndicatorKind.PlantLoad)
        {
            if (denominators.Count > 0)
                indicator.Wrong("denominators", "a plant's load is held against its design capacity; leave them out");
            return;
        }
        foreach (var scope in denominators.Select(d => d.Scope).Distinct())
        {
            if (!denominators.Any(d => d.Scope == scope && d.Official))
                indicator.Wrong("denominators",
                    $"none is official for {IndicatorPart.Words(scope)}; mark one \"official\": true");
        }
    }

    /// <summary>The figures a basis needs, and none that it doesn't.</summary>
    private readonly record struct DenominatorFigures(double? Value, double? Supply, double? Coefficient)
    {
        public static DenominatorFigures Read(Section section, IndicatorKind? kind, DenominatorBasis? basis)
        {
            var weighed = kind == IndicatorKind.GarbageHarmlessRate;
            var cubic = section.Number("value_m3d", above: 0);
            var tonnes = section.Number("value_td", above: 0);
            var supply = section.Number("supply_m3d", above: 0);
            var coefficient = section.Number("coefficient", above: 0, atMost: HighestCoefficient);
            if (basis is not { } known || kind is null) return default;

            var unit = weighed ? "value_td" : "value_m3d";
            string[] needed = known switch
            {
                DenominatorBasis.Declared => [unit],
                DenominatorBasis.Estimated => ["supply_m3d", "coefficient"],
                _ => [],
            };
            foreach (var key in (string[])["value_m3d", "value_td", "supply_m3d", "coefficient"])
            {
                if (needed.Contains(key) && !section.Has(key))
                    section.Wrong(key, $"is missing; the basis {WireNames.Of(known)} needs it");
                if (!needed.Contains(key) && section.Has(key))
                    section.Wrong(key, $"has no use with the basis {WireNames.Of(known)}" +
                        (needed.Length > 0 ? $"; it takes {string.Join(" and ", needed)}" : "; it takes no figure"));
            }
            var sewage = kind == IndicatorKind.SewageTreatmentRate;
            var weighable = known is DenominatorBasis.Declared or DenominatorBasis.Collected;
            if (sewage ? known == DenominatorBasis.Collected : !weighable)
                section.Wrong("basis", $"{WireNames.Of(known)} is no basis of a " +
                    $"{WireNames.Of(kind.Value)}; allowed: " +
                    (sewage ? "metered, estimated, declared" : "declared, collected"));
            return new DenominatorFigures(weighed ? tonnes : cubic, supply, coefficient);
        }
    }
}
