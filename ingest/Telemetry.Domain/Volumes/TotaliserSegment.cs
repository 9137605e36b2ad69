using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Volumes;

/// <summary>Two totals that follow each other, with no declared event between them.</summary>
public readonly record struct TotaliserSegment(TotalPoint From, TotalPoint To)
{
    const double MsPerHour = 3_600_000;

    public long LengthMs => To.TimeMs - From.TimeMs;

    /// <summary>
    /// Says which volume went by, or that nobody can know. Of all that the totaliser may have done — risen, wrapped
    /// once or several times, stepped back — exactly one thing must be possible at the meter's full scale.
    /// </summary>
    public SegmentVerdict Judge(MeterRules rules)
    {
        var difference = To.TotalM3 - From.TotalM3;
        var step = rules.ResolutionM3 + Noise;
        // A totaliser shows whole steps: between two readings it may show up to one more than went by.
        double? most = rules.FullScaleM3H is { } fullScale
            ? fullScale * Meter.FullScaleMargin * (LengthMs / MsPerHour) + step
            : null;

        if (rules.ModulusM3 is { } modulus)
        {
            // A step back over the wrap looks like a rise by nearly the whole modulus.
            if (difference >= modulus - step && !(difference <= most)) return new(difference - modulus);
            if (difference < -step) return JudgeWrap(difference + modulus, modulus, most);
            if (difference + modulus <= most) return new(null, VolumeChecks.AmbiguousTurns);
        }
        if (difference < -step) return new(null, VolumeChecks.UnexplainedFall);
        return difference > most ? new(null, VolumeChecks.ImplausibleRise) : new(difference);
    }

    static SegmentVerdict JudgeWrap(double wrapped, double modulus, double? most)
    {
        if (wrapped + modulus <= most) return new(null, VolumeChecks.AmbiguousTurns);
        // Where no full scale tells, the shorter way round is the likelier one.
        var plausible = wrapped >= 0 && (most is { } limit ? wrapped <= limit : wrapped < modulus / 2);
        return plausible ? new(wrapped, VolumeChecks.Wrap) : new(null, VolumeChecks.UnexplainedFall);
    }

    // Decimal totals are binary fractions here: 100.2 − 100.1 is a hair more than 0.1.
    double Noise
    {
        get
        {
            var larger = Math.Max(Math.Abs(From.TotalM3), Math.Abs(To.TotalM3));
            return 4 * (Math.BitIncrement(larger) - larger);
        }
    }
}

/// <param name="DifferenceM3">Null where the volume is unknown; negative by at most a step, for jitter.</param>
/// <param name="Checks">What is remarkable about it.</param>
public readonly record struct SegmentVerdict(double? DifferenceM3, VolumeChecks Checks = VolumeChecks.None);
