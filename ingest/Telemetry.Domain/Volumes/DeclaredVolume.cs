namespace Telemetry.Domain.Volumes;

public enum DeclaredVolumeKind
{
    /// <summary>The day's volume is this, whatever was measured.</summary>
    Correction,

    /// <summary>So much went by while nothing was measured: it is added.</summary>
    Missed,
}

/// <summary>What a person declared of a meter's day, cubic metres.</summary>
public readonly record struct DeclaredVolume(DeclaredVolumeKind Kind, double VolumeM3);
