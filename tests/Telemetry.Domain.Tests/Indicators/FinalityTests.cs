using CsCheck;
using Telemetry.Domain.Indicators;

namespace Telemetry.Domain.Tests.Indicators;

public sealed class FinalityTests
{
    private static readonly DateTimeOffset End = new(2009, 7, 2, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly FinalityOptions Options = new();

    [Theory]
    [InlineData(-1, 1, DayState.Provisional)]
    [InlineData(0.99, 1, DayState.Provisional)]
    [InlineData(1, 1, DayState.Final)]
    [InlineData(1, 0.95, DayState.Final)]
    [InlineData(1, 0.949, DayState.Provisional)]
    [InlineData(71.9, 0.949, DayState.Provisional)]
    [InlineData(72, 0.949, DayState.FinalIncomplete)]
    [InlineData(720, 0, DayState.FinalIncomplete)]
    [InlineData(720, 0.96, DayState.Final)]
    public void A_day_is_final_when_it_is_over_and_covered_or_its_grace_is(
        double hoursAfterEnd, double completeness, DayState expected) =>
        Assert.Equal(expected, Finality.Of(End, End.AddHours(hoursAfterEnd), completeness, Options));

    [Fact]
    public void Time_alone_never_takes_a_state_back() =>
        Gen.Select(Gen.Double[-100, 200], Gen.Double[0, 200], Gen.Double[0, 1]).Sample((hours, later, completeness) =>
        {
            var before = Finality.Of(End, End.AddHours(hours), completeness, Options);
            var after = Finality.Of(End, End.AddHours(hours + later), completeness, Options);
            return before == DayState.Provisional || after == before;
        });

    [Fact]
    public void More_coverage_never_makes_a_day_less_firm() =>
        Gen.Select(Gen.Double[-100, 200], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((hours, one, other) =>
        {
            DayState Of(double completeness) => Finality.Of(End, End.AddHours(hours), completeness, Options);
            var (less, more) = (Of(Math.Min(one, other)), Of(Math.Max(one, other)));
            return less switch
            {
                DayState.Final => more == DayState.Final,
                DayState.FinalIncomplete => more is DayState.Final or DayState.FinalIncomplete,
                _ => true,
            };
        });

    [Fact]
    public void The_next_change_is_where_the_state_changes() =>
        Gen.Select(Gen.Double[-100, 200], Gen.Double[0, 1]).Sample((hours, completeness) =>
        {
            var now = End.AddHours(hours);
            if (Finality.NextChange(End, now, completeness, Options) is not { } next)
                return Finality.Of(End, now, completeness, Options) != DayState.Provisional;
            return Finality.Of(End, next.AddTicks(-1), completeness, Options) == DayState.Provisional
                && Finality.Of(End, next, completeness, Options) != DayState.Provisional;
        });
}
