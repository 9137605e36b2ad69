namespace Telemetry.Domain.Indicators;

/// <summary>How a month's rate stands to its target.</summary>
public enum TargetVerdict
{
    Met,

    NotMet,

    /// <summary>The days that are known come to the target; too few are for the month to have met it.</summary>
    MetIncomplete,

    /// <summary>The days that are known stay below it; too few are for the month to have missed it.</summary>
    NotMetIncomplete,
}
