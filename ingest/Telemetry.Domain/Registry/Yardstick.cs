namespace Telemetry.Domain.Registry;

/// <summary>
/// What a ministry or a standard asked of every city at some time: a mark to compare with, not the city's own target.
/// </summary>
/// <param name="Indicator">The kind of rate it is held against.</param>
/// <param name="Rate">The least that counts as enough, as a fraction: 0.6 is 60 %.</param>
/// <param name="Edition">The document that sets it.</param>
/// <param name="From">First local day it holds, inclusive.</param>
/// <param name="Until">First local day it no longer holds; null while it lasts.</param>
/// <param name="MonthsAfterStart">For plant loads: whole months a plant is in service before it is measured by this; 0
/// for none.</param>
public sealed record Yardstick(
    string Id, IndicatorKind Indicator, LocalizedName Name, double Rate, string Edition, DateOnly From, DateOnly? Until,
    int MonthsAfterStart);
