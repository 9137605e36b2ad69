using Telemetry.Domain.Indicators;
using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Indicators.Town;

namespace Telemetry.Domain.Tests.Indicators;

public sealed class DataQualityTests
{
    private static readonly LocalMonth Month = new(2009, 4);
    private static readonly DateOnly After = new(2009, 5, 1);

    [Fact]
    public void A_whole_month_in_order_meets_all_four_words()
    {
        var quality = Judge([.. Month.Days.Select(d => new QualityDay(d, 1, false))], [Agreed(1)], 30_000, 30);

        Assert.Equal(new QualityWord(QualityVerdict.Met, 1, 30, 30), quality.Accurate);
        Assert.Equal(new QualityWord(QualityVerdict.Met, 1, 1, 1), quality.Logical);
        Assert.Equal(new QualityWord(QualityVerdict.Met, 0.999, 29_970, 30_000), quality.InForm);
        Assert.Equal(new QualityWord(QualityVerdict.Met, 1, 30, 30), quality.Complete);
    }

    [Fact]
    public void Silence_meets_nothing_and_is_not_complete()
    {
        var quality = Judge([], [], 0, 0);

        Assert.Equal(QualityVerdict.Unknown, quality.Accurate.Verdict);
        Assert.Null(quality.Accurate.Share);
        Assert.Equal(QualityVerdict.Unknown, quality.Logical.Verdict);
        Assert.Equal(QualityVerdict.Unknown, quality.InForm.Verdict);
        Assert.Equal(new QualityWord(QualityVerdict.NotMet, 0, 0, 30), quality.Complete);
    }

    [Fact]
    public void Doubtful_days_are_not_accurate_and_missing_days_not_complete()
    {
        var quality = Judge(
            [.. Month.Days.Take(20).Select(d => new QualityDay(d, d.Day <= 10 ? 0.5 : 1, Doubtful: d.Day <= 2))],
            [], 10, 1);

        Assert.Equal(new QualityWord(QualityVerdict.NotMet, 0.9, 18, 20), quality.Accurate);
        Assert.Equal(new QualityWord(QualityVerdict.NotMet, 0.5, 15, 30), quality.Complete);
        Assert.Equal(new QualityWord(QualityVerdict.NotMet, 0.9, 9, 10), quality.InForm);
    }

    [Fact]
    public void Balances_that_differ_by_more_than_a_fifth_are_not_logical()
    {
        var quality = Judge([],
        [
            Agreed(1), Agreed(2) with { Second = 80 }, Agreed(3) with { Second = 79 }, Agreed(4) with { Second = 121 },
            Agreed(5) with { Second = null },
        ], 0, 0);

        Assert.Equal(new QualityWord(QualityVerdict.NotMet, 0.5, 2, 4), quality.Logical);
    }

    [Fact]
    public void The_day_that_runs_and_those_after_it_are_not_judged()
    {
        var quality = DataQuality.Judge(
            "sewage-1/effluent", Month, new DateOnly(2009, 4, 11),
            Month.Days.Select(d => new QualityDay(d, 1, Doubtful: d.Day > 10)), [Agreed(20) with { Second = 0 }], 0, 0,
            new DataQualityOptions());

        Assert.Equal(10, quality.Accurate.Judged);
        Assert.Equal(1, quality.Accurate.Share);
        Assert.Equal(new QualityWord(QualityVerdict.Met, 1, 10, 10), quality.Complete);
        Assert.Equal(QualityVerdict.Unknown, quality.Logical.Verdict);
    }

    [Theory]
    [InlineData(VolumeChecks.None, false)]
    [InlineData(VolumeChecks.Wrap | VolumeChecks.Declared, false)]
    [InlineData(VolumeChecks.FrozenTotaliser, true)]
    [InlineData(VolumeChecks.Wrap | VolumeChecks.TotaliserAgainstIntegral, true)]
    [InlineData(VolumeChecks.UnexplainedFall, true)]
    public void A_meters_day_is_doubtful_by_what_nothing_explains(VolumeChecks checks, bool doubtful)
    {
        var day = QualityDay.Of(July, Meter(Effluent, 20_000, 0.75) with { Checks = (int)checks });

        Assert.Equal(new QualityDay(July, 0.75, doubtful), day);
    }

    [Fact]
    public void A_plants_balances_are_those_that_have_both_sides()
    {
        var city = InService().Registry();

        var both = Balance.Of(Day(city, July, Meters(20_000, 19_000)));
        var one = Balance.Of(Day(city, July, Meters(null, 19_000)));

        Assert.Equal([new Balance(July, "influent_effluent", 20_000, 19_000)], both);
        Assert.Empty(one);
    }

    private static Balance Agreed(int day) => new(new DateOnly(2009, 4, day), Balance.InfluentEffluent, 100, 100);

    private static DataQuality Judge(
        IReadOnlyList<QualityDay> days, IReadOnlyList<Balance> balances, long received, long rejected) =>
        DataQuality.Judge(
            "sewage-1/effluent", Month, After, days, balances, received, rejected, new DataQualityOptions());
}
