using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

public sealed class TotaliserSegmentTests
{
    const VolumeChecks Nothing = VolumeChecks.None;

    // from, to, minutes, full scale, modulus, step, difference, remark
    public static TheoryData<double, double, double, double?, double?, double, double?, VolumeChecks> Cases => new()
    {
        // Rises: 2,000 m³/h × 1.05 are 175 m³ in five minutes, and a totaliser of whole steps may show one more.
        { 1_000, 1_100, 5, 2_000, null, 1, 100, Nothing },
        { 1_000, 1_000, 5, 2_000, null, 1, 0, Nothing },
        { 1_000, 1_176, 5, 2_000, null, 1, 176, Nothing },
        { 1_000, 1_177, 5, 2_000, null, 1, null, VolumeChecks.ImplausibleRise },
        { 1_000, 900_000, 5, null, null, 1, 899_000, Nothing },
        // A small meter read every five seconds: 50 m³/h are 0.07 m³, but it shows nothing or 1.
        { 1_000, 1_001, 5 / 60.0, 50, null, 1, 1, Nothing },
        { 1_000, 1_002, 5 / 60.0, 50, null, 1, null, VolumeChecks.ImplausibleRise },

        // Jitter: at most a step back, with its sign.
        { 1_000, 999, 5, 2_000, null, 1, -1, Nothing },
        { 1_000, 998.9, 5, 2_000, null, 1, null, VolumeChecks.UnexplainedFall },
        // Decimals are binary fractions: this difference is a hair more than 0.1.
        { 123_456.7, 123_456.6, 5, 2_000, null, 0.1, -0.1, Nothing },
        { 1_000, 999, 5, 2_000, 1e6, 1, -1, Nothing },
        // A step back over the wrap.
        { 0, 999_999, 5, 2_000, 1e6, 1, -1, Nothing },
        { 0, 999_999, 5, null, 1e6, 1, -1, Nothing },

        // Wraps.
        { 999_950, 50, 5, 2_000, 1e6, 1, 100, VolumeChecks.Wrap },
        { 99_999_950, 50, 5, 2_000, 1e8, 1, 100, VolumeChecks.Wrap },
        { 999_950, 126, 5, 2_000, 1e6, 1, 176, VolumeChecks.Wrap },
        { 999_950, 127, 5, 2_000, 1e6, 1, null, VolumeChecks.UnexplainedFall },
        { 999_950, 50, 5, 2_000, null, 1, null, VolumeChecks.UnexplainedFall },
        { 700_000, 199_999, 5, null, 1e6, 1, 499_999, VolumeChecks.Wrap },
        { 700_000, 200_000, 5, null, 1e6, 1, null, VolumeChecks.UnexplainedFall },
        // Above its modulus it was never: not a wrap by a negative volume.
        { 1_000_200, 100, 5, 2_000, 1e6, 1, null, VolumeChecks.UnexplainedFall },

        // To zero, and from zero: neither is a volume.
        { 5_000, 0, 5, 2_000, 1e6, 1, null, VolumeChecks.UnexplainedFall },
        { 0, 5_000, 5, 2_000, 1e6, 1, null, VolumeChecks.ImplausibleRise },

        // Ten hours are at most 21,001 m³. It may have gone round once more than can be seen.
        { 1_000, 2_000, 600, 2_000, 1e4, 1, null, VolumeChecks.AmbiguousTurns },
        { 9_000, 500, 600, 2_000, 1e4, 1, null, VolumeChecks.AmbiguousTurns },
        { 1_000, 2_000, 600, 2_000, 20_002, 1, 1_000, Nothing },

        // A declared event and a reading of the same instant.
        { 1_000, 1_001, 0, 2_000, 1e6, 1, 1, Nothing },
        { 1_000, 1_003, 0, 2_000, 1e6, 1, null, VolumeChecks.ImplausibleRise },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Judge_says_what_one_thing_is_possible(
        double from, double to, double minutes, double? fullScale, double? modulus, double step, double? difference,
        VolumeChecks checks)
    {
        var sut = new TotaliserSegment(new(0, from), new((long)(minutes * MinuteMs), to));

        var verdict = sut.Judge(Rules(fullScale, modulus, step));

        Assert.Equal(difference is null, verdict.DifferenceM3 is null);
        if (difference is { } expected) Assert.Equal(expected, verdict.DifferenceM3!.Value, 1e-9);
        Assert.Equal(checks, verdict.Checks);
    }
}
