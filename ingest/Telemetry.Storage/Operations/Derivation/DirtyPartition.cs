namespace Telemetry.Storage.Operations.Derivation;

/// <summary>What is derived as one piece, in the order in which one follows from the other.</summary>
public enum PartitionKind
{
    MeterHour,
    MeterDay,
    PlantDay,
    IndicatorDay,
    VehicleHour,
    VehicleDay,

    /// <summary>The rounds of all vehicles, and what was weighed and belongs to no load.</summary>
    ServiceDay,

    /// <summary>A city's loads against the scales, and what was weighed against what fecal plants metered.</summary>
    LoadDay,
}

/// <param name="Subject">As the derivation names it, such as <c>sewage-1/influent</c>.</param>
/// <param name="StartMs">When the hour or local day begins, Unix milliseconds, UTC.</param>
public readonly record struct NewPartition(PartitionKind Kind, string Subject, long StartMs, ChangeCause Cause);

/// <param name="Cause">Everything it was noted for since it was last settled.</param>
/// <param name="Note">Which note this is; another one means that it changed again.</param>
public readonly record struct DirtyPartition(
    PartitionKind Kind, string Subject, long StartMs, ChangeCause Cause, long Note);

/// <param name="OldestNotedAt">When the one that waits longest was first noted.</param>
public sealed record Backlog(PartitionKind Kind, long Count, DateTimeOffset OldestNotedAt);
