using System.Globalization;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// What the city says otherwise about alarm rules. An entry names its rule and, where it isn't for all, a plant (with a
/// meter) or a kind of vehicle, as the rule has it; it gives what it changes, and no limit that the rule doesn't know.
/// </summary>
internal static class AlarmPart
{
    public static AlarmRuleBook Read(Section file, ReadSoFar soFar)
    {
        var overrides = new List<RuleOverride>();
        foreach (var section in file.Children("alarms"))
        {
            var rule = section.Choice<AlarmRule>("rule");
            var plant = soFar.Plants.Refer(section, "plant");
            var meter = ReadMeter(section, plant, soFar);
            var kind = section.Choice<VehicleKind>("vehicle_kind", required: false);
            var one = new RuleOverride(
                rule ?? default, plant is null ? null : new PlantId(plant), meter is null ? null : new MeterId(meter),
                kind)
            {
                Enabled = section.Has("enabled") ? section.Flag("enabled") : null,
                Limit = section.Number("limit"),
                Hysteresis = section.Number("hysteresis"),
                OnDelay = section.Delay("on_delay"),
                OffDelay = section.Delay("off_delay"),
                Grace = section.Delay("grace"),
                Priority = section.Choice<AlarmPriority>("priority", required: false),
                ResponsibleUnit = section.Has("responsible_unit") ? section.Name("responsible_unit") : null,
            };
            section.Close();
            if (rule is not { } known) continue;
            CheckScope(section, RuleCatalogue.Of(known), one);
            CheckLimit(section, RuleCatalogue.Of(known), one);
            if (overrides.Exists(other => IsSame(one, other)))
                section.Wrong("rule", $"\"{WireNames.Of(known)}\" stands here twice for the same; keep one entry");
            overrides.Add(one);
        }
        return overrides.Count == 0 ? AlarmRuleBook.Default : new AlarmRuleBook([.. overrides]);
    }

    private static string? ReadMeter(Section section, string? plant, ReadSoFar soFar)
    {
        if (!string.IsNullOrEmpty(plant)) return soFar.Meters[plant].Refer(section, "meter");
        if (plant is null && section.Has("meter"))
            section.Wrong("plant", "is missing; a meter is named with its plant");
        return section.Has("meter") ? section.Id("meter") ?? "" : null;
    }

    private static void CheckScope(Section section, RuleDefinition rule, RuleOverride one)
    {
        var name = WireNames.Of(rule.Rule);
        if (one.Plant is not null
            && rule.Subject is not (AlarmSubject.Plant or AlarmSubject.Meter or AlarmSubject.Point))
            section.Wrong("plant", $"the rule {name} is about no plant");
        if (one.Meter is not null && rule.Subject != AlarmSubject.Meter)
            section.Wrong("meter", $"the rule {name} is about no meter");
        if (one.VehicleKind is not null && rule.Subject != AlarmSubject.Vehicle)
            section.Wrong("vehicle_kind", $"the rule {name} is about no vehicle");
    }

    private static void CheckLimit(Section section, RuleDefinition rule, RuleOverride one)
    {
        var name = WireNames.Of(rule.Rule);
        if (rule.Side == LimitSide.State)
        {
            if (one.Limit is not null) section.Wrong("limit", $"the rule {name} knows states, and no limit");
            if (one.Hysteresis is not null) section.Wrong("hysteresis", $"the rule {name} knows states, and no limit");
            return;
        }
        if (rule.LimitStandsIn is { } place)
        {
            if (one.Limit is not null)
                section.Wrong("limit", $"the limit of the rule {name} stands in {place}, for tracks and alarms alike");
        }
        else if (one.Limit is { } limit && (limit < rule.Least || limit > rule.Most))
        {
            section.Wrong("limit", string.Create(
                CultureInfo.InvariantCulture,
                $"{limit} is out of range; allowed: {rule.Least} to {rule.Most} ({WireNames.Of(rule.Unit)})"));
        }
        var held = one.Limit ?? rule.Defaults.Limit;
        if (one.Hysteresis is { } hysteresis && (hysteresis < 0 || (rule.Side == LimitSide.Above && hysteresis > held)))
        {
            section.Wrong("hysteresis", string.Create(
                CultureInfo.InvariantCulture,
                $"{hysteresis} is out of range; allowed: 0 to the limit, {held} ({WireNames.Of(rule.Unit)})"));
        }
    }

    private static bool IsSame(RuleOverride one, RuleOverride other) =>
        one.Rule == other.Rule && one.Plant == other.Plant && one.Meter == other.Meter
        && one.VehicleKind == other.VehicleKind;
}
