using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Readings;

/// <summary>
/// What a reading belongs to at one moment. A value, as it lies in the subject, and no wait for memory away from it.
/// </summary>
/// <param name="series">
/// Ready where the topic alone decides it; null where the payload adds a tag (unit, material, scale).
/// </param>
/// <param name="meter">As registered; null for other kinds and for unregistered meters.</param>
/// <param name="qualityPoint">As registered; null for other kinds and for unregistered points.</param>
/// <param name="allowMissingTime">A reading without <c>ts</c> may be stamped on receipt.</param>
public readonly struct Standing(
    Series? series, Meter? meter = null, QualityPoint? qualityPoint = null, bool allowMissingTime = false)
{
    public Series? Series { get; } = series;

    public QualityPoint? QualityPoint { get; } = qualityPoint;

    public bool AllowMissingTime { get; } = allowMissingTime;

    /// <summary>m³/h beyond which a flow is doubted; infinite where the registry names no full scale.</summary>
    public double MostFlowM3H { get; } = meter?.FullScaleM3H * Meter.FullScaleMargin ?? double.PositiveInfinity;

    /// <summary>m³ beyond which a totaliser is doubted; infinite where the registry names no modulus.</summary>
    public double MostTotalM3 { get; } = meter?.ModulusM3 ?? double.PositiveInfinity;
}

/// <summary>What a device speaks for from one moment, inclusive, until another, exclusive; Unix ms.</summary>
public sealed record DatedStanding(long FromMs, long UntilMs, Standing Standing);
