namespace Telemetry.Domain.Volumes;

/// <summary>The rules by which volumes are computed.</summary>
public static class VolumeAlgorithm
{
    /// <summary>
    /// Part of what a derived row says it was computed from. Raised with every change that could alter a stored volume,
    /// so that all rows are computed anew.
    /// </summary>
    public const int Version = 2;
}
