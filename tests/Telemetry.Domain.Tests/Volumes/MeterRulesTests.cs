using Telemetry.Domain.Tests.Registry;
using Telemetry.Domain.Volumes;

namespace Telemetry.Domain.Tests.Volumes;

public sealed class MeterRulesTests
{
    // What the registry says of modulus and totaliser.
    [Theory]
    [InlineData(null, null, TotaliserUse.Auto)]
    [InlineData(null, "true", TotaliserUse.Always)]
    [InlineData(null, "false", TotaliserUse.Never)]
    [InlineData("1000000", null, TotaliserUse.Always)]
    [InlineData("1000000", "true", TotaliserUse.Always)]
    [InlineData("1000000", "false", TotaliserUse.Never)]
    public void Of_takes_the_registrys_word_and_else_the_modulus_for_one(
        string? modulus, string? totaliser, TotaliserUse use)
    {
        var city = new SmallCity().With("plants/0/meters/0/modulus_m3", modulus)
            .With("plants/0/meters/0/totaliser", totaliser).Parse();
        var meter = city.Registry!.Plants[new("sewage-1")].Meters[new("influent")];

        var rules = MeterRules.Of(meter);

        Assert.Equal(new MeterRules(2_000, meter.ModulusM3, 0.1, use, TimeSpan.FromHours(1)), rules);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(61)]
    public void A_gap_that_could_touch_three_hours_is_refused(int minutes) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Arrange.Rules(maxGap: TimeSpan.FromMinutes(minutes)));
}
