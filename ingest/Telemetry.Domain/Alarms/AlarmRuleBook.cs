using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Alarms;

/// <summary>What the registry says otherwise about one rule; what is null stays as it was.</summary>
/// <param name="Plant">Of this plant alone; null for all.</param>
/// <param name="Meter">Of this meter of it alone.</param>
/// <param name="VehicleKind">Of vehicles of this kind alone.</param>
public sealed record RuleOverride(AlarmRule Rule, PlantId? Plant, MeterId? Meter, VehicleKind? VehicleKind)
{
    public bool? Enabled { get; init; }

    public double? Limit { get; init; }

    public double? Hysteresis { get; init; }

    public TimeSpan? OnDelay { get; init; }

    public TimeSpan? OffDelay { get; init; }

    public TimeSpan? Grace { get; init; }

    public AlarmPriority? Priority { get; init; }

    /// <summary>Who answers for it instead of the district's unit (责任单位).</summary>
    public LocalizedName? ResponsibleUnit { get; init; }

    /// <summary>How narrow it is: what is said of a meter goes before what is said of its plant.</summary>
    internal int Depth => Meter is not null ? 2 : Plant is not null || VehicleKind is not null ? 1 : 0;

    internal bool Covers(AlarmRule rule, AlarmAsset asset, VehicleKind? kind) =>
        Rule == rule && (Plant is null || asset.Plant == Plant) && (VehicleKind is null || VehicleKind == kind)
        && (Meter is not { } meter || (asset.Subject == AlarmSubject.Meter && asset.Part == meter.Value));

    internal RuleSettings Over(RuleSettings settings) => settings with
    {
        Enabled = Enabled ?? settings.Enabled,
        Limit = Limit ?? settings.Limit,
        Hysteresis = Hysteresis ?? settings.Hysteresis,
        OnDelay = OnDelay ?? settings.OnDelay,
        OffDelay = OffDelay ?? settings.OffDelay,
        Grace = Grace ?? settings.Grace,
        Priority = Priority ?? settings.Priority,
    };
}

/// <summary>The rules in force: the defaults, and over them what the registry says, the narrower last.</summary>
public sealed class AlarmRuleBook(ImmutableArray<RuleOverride> overrides)
{
    public static readonly AlarmRuleBook Default = new([]);

    public ImmutableArray<RuleOverride> Overrides { get; } = [.. overrides.OrderBy(one => one.Depth)];

    /// <param name="rule">Which.</param>
    /// <param name="asset">Of what.</param>
    /// <param name="kind">Of a vehicle, its kind.</param>
    public RuleSettings Of(AlarmRule rule, AlarmAsset asset, VehicleKind? kind = null)
    {
        var settings = RuleCatalogue.Of(rule).Defaults;
        foreach (var one in Overrides)
        {
            if (one.Covers(rule, asset, kind)) settings = one.Over(settings);
        }
        return settings;
    }

    /// <summary>Who answers for it, where the registry says so for the rule; null else.</summary>
    public LocalizedName? UnitOf(AlarmRule rule, AlarmAsset asset, VehicleKind? kind = null)
    {
        LocalizedName? unit = null;
        foreach (var one in Overrides)
        {
            if (one.Covers(rule, asset, kind)) unit = one.ResponsibleUnit ?? unit;
        }
        return unit;
    }
}
