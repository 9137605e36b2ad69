namespace Telemetry.Domain.Volumes;

/// <summary>A reading of a flow meter.</summary>
/// <param name="TimeMs">Device time, Unix milliseconds.</param>
/// <param name="FlowM3H">Cubic metres an hour; null where the reading has none.</param>
/// <param name="TotalM3">What the totaliser shows, cubic metres; null where the reading has none.</param>
/// <param name="Quality">The HJ 212 letter; <c>N</c> where the device said none.</param>
public readonly record struct FlowSample(long TimeMs, double? FlowM3H, double? TotalM3, char Quality)
{
    /// <summary>
    /// The flow where it counts in an integral: letters N (normal) and S (manual). Null where it doesn't.
    /// </summary>
    public double? CountedFlowM3H => IntegralLetter && FlowM3H is { } flow && double.IsFinite(flow) ? flow : null;

    /// <summary>Whether an integral can't go across it, whatever its flow says.</summary>
    public bool BreaksIntegral => !IntegralLetter;

    /// <summary>
    /// The total where it can end a segment: N, S, and B and T, as a totaliser goes on counting through a fault of
    /// communication and a flow over range. Null where it can't.
    /// </summary>
    public double? CountedTotalM3 =>
        Quality is 'N' or 'S' or 'B' or 'T' && TotalM3 is { } total && double.IsFinite(total) ? total : null;

    bool IntegralLetter => Quality is 'N' or 'S';
}

/// <summary>
/// A declared reset or replacement: at this instant the totaliser went from one value to another without any water.
/// </summary>
/// <param name="TimeMs">Unix milliseconds.</param>
/// <param name="LastM3">The last value shown before, cubic metres.</param>
/// <param name="FirstM3">The first value shown after, cubic metres.</param>
public readonly record struct TotaliserEvent(long TimeMs, double LastM3, double FirstM3);

/// <summary>What a totaliser showed, by a reading or by a declared event.</summary>
public readonly record struct TotalPoint(long TimeMs, double TotalM3);

/// <param name="FlowM3H">Null where the reading's letter forbids integration across it.</param>
public readonly record struct FlowPoint(long TimeMs, double? FlowM3H);
