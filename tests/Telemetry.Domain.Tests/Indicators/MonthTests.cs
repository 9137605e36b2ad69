using System.Collections.Immutable;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Indicators.Town;

namespace Telemetry.Domain.Tests.Indicators;

/// <summary>
/// July 2009, plant of 25,000 m³/d against a declared 100,000 m³/d, 20,000 m³ on an ordinary day. A gap from the 10th,
/// noon, to the 13th, noon, has 60,000 m³, of which no day has any.
/// </summary>
public sealed class MonthTests
{
    private const string Second =
        """{ "id": "effluent-2", "name": "Out 2", "role": "effluent", "interval": "5m", "treated": true }""";

    private static readonly LocalMonth Month = new(2009, 7);

    [Fact]
    public void A_month_is_the_sum_of_its_days()
    {
        var sut = new CityMonth();

        Assert.Equal(31 * 20_000, sut.Plant.TreatedM3);
        Assert.Equal(0.8, sut.Plant.Load);
        Assert.Equal(31 * 25_000, sut.Plant.CapacityM3);
        Assert.Equal(31 * 20_000, sut.Rate.Numerator);
        Assert.Equal(31 * 100_000, sut.Rate.Denominator);
        Assert.Equal(0.2, sut.Rate.Rate);
        Assert.Equal(1, sut.Rate.Completeness);
        Assert.Equal(new DayCounts(0, 31, 0, 0, 0, 31), sut.Rate.Counts);
    }

    [Fact]
    public void A_volume_across_days_is_the_months_and_its_days_count_in_the_denominator()
    {
        var sut = new CityMonth
        {
            [10] = Effluent(10_000), [11] = [], [12] = [], [13] = Effluent(10_000, gap: 60_000, from: 10),
        };

        // 27 ordinary days, half of the 10th and 13th each, and the gap between.
        Assert.Equal(27 * 20_000 + 20_000 + 60_000, sut.Plant.TreatedM3);
        Assert.Equal(60_000, sut.Plant.UndistributedM3);
        Assert.Equal(0, sut.Plant.LeftOutM3);
        Assert.Equal(620_000 / (31 * 25_000.0), sut.Plant.Load!.Value, 1e-12);
        Assert.Equal(620_000, sut.Rate.Numerator);
        Assert.Equal(3_100_000, sut.Rate.Denominator);
        Assert.Equal(60_000, sut.Rate.Undistributed);
        Assert.Equal(31, sut.Rate.DaysCounted);
        Assert.Equal(29, sut.Rate.Counts.WithFigure);
    }

    [Fact]
    public void Days_that_nothing_measured_are_left_out_on_both_sides()
    {
        var sut = new CityMonth { [11] = [], [12] = [] };

        Assert.Equal(29 * 20_000, sut.Rate.Numerator);
        Assert.Equal(2_900_000, sut.Rate.Denominator);
        Assert.Equal(0.2, sut.Rate.Rate);
        Assert.Equal(29 / 31.0, sut.Rate.Completeness, 1e-12);
        Assert.Equal(29, sut.Plant.Counts.WithFigure);
    }

    [Fact]
    public void A_gap_that_began_in_the_month_before_is_in_no_figure_and_is_said()
    {
        var sut = new CityMonth { [1] = [], [2] = Effluent(10_000, gap: 40_000, from: 0) };

        Assert.Equal(29 * 20_000 + 10_000, sut.Plant.TreatedM3);
        Assert.Equal(0, sut.Plant.UndistributedM3);
        Assert.Equal(40_000, sut.Plant.LeftOutM3);
        Assert.Equal(3_000_000, sut.Rate.Denominator);
        Assert.Equal(40_000, sut.Rate.LeftOut);
    }

    [Fact]
    public void A_gap_with_a_day_in_it_that_another_meter_leaves_unknown_is_in_no_figure()
    {
        MeterDay other = Meter(new("effluent-2"), 1_000);
        var sut = new CityMonth(InService().With("plants/0/meters/3", Second).Registry(), other)
        {
            [10] = [.. Effluent(10_000), other],
            [11] = [other],
            // Neither of the two.
            [12] = [],
            [13] = [.. Effluent(10_000, gap: 60_000, from: 10), other],
        };

        Assert.Equal(27 * 21_000 + 2 * 11_000, sut.Plant.TreatedM3);
        Assert.Equal(60_000, sut.Plant.LeftOutM3);
        Assert.Equal(2_900_000, sut.Rate.Denominator);
        Assert.Equal(60_000, sut.Rate.LeftOut);
    }

    [Fact]
    public void A_bridged_day_keeps_what_the_other_meters_measured()
    {
        MeterDay other = Meter(new("effluent-2"), 1_000);
        var sut = new CityMonth(InService().With("plants/0/meters/3", Second).Registry(), other)
        {
            [10] = [.. Effluent(10_000), other],
            [11] = [other],
            [12] = [other],
            [13] = [.. Effluent(10_000, gap: 60_000, from: 10), other],
        };

        Assert.Equal(31 * 21_000, sut.Plant.TreatedM3);
        Assert.Equal(31 * 21_000, sut.Rate.Numerator);
        Assert.Equal(3_100_000, sut.Rate.Denominator);
    }

    [Fact]
    public void A_districts_part_of_a_gap_is_its_share()
    {
        var sut = new CityMonth(InService()
            .With("plants/0/serves/2", """{ "district": "north", "from": "2009-07-01", "share": 0.4 }""")
            .With("plants/0/serves/3", """{ "district": "south", "from": "2009-07-01", "share": 0.6 }""").Registry())
        {
            [10] = Effluent(10_000), [11] = [], [12] = [], [13] = Effluent(10_000, gap: 60_000, from: 10),
        };
        var declared = new DeclaredFigures([],
            [new DeclaredGeneration("sewage-rate", North, 50_000, new(2009, 1, 1), null, "Bureau")]);

        var north = sut.Rates(declared).Single(r => r.Scope == North && r.Basis == "declared");

        Assert.Equal(0.4 * 620_000, north.Numerator!.Value, 1e-6);
        Assert.Equal(0.4 * 60_000, north.Undistributed, 1e-6);
        Assert.Equal(31 * 50_000, north.Denominator);
    }

    [Fact]
    public void A_metered_denominator_takes_what_its_own_meters_measured_across_midnight()
    {
        // 25,000 m³ arrive and 20,000 leave on an ordinary day. Both meters are silent for nine hours over midnight.
        var sut = new CityMonth(Metered(), Whole)
        {
            [10] = Both(influent: 18_000, effluent: 14_500), [11] = Both(22_500, 18_000, 9_500, 7_500, from: 10),
        };

        var rate = sut.Rates().Single(r => r.Scope is null && r.Basis == "metered");

        Assert.Equal(31 * 20_000, rate.Numerator);
        Assert.Equal(31 * 25_000, rate.Denominator);
        Assert.Equal(0.8, rate.Rate!.Value, 1e-12);
        Assert.Equal((7_500, 9_500), (rate.Undistributed, rate.UndistributedDenominator));
        Assert.Equal(0, rate.LeftOut);
        Assert.Null(rate.CompliantNumerator);
        // Held against a figure, what arrived is no matter.
        Assert.Equal(3_100_000, sut.Rate.Denominator);
        Assert.Equal(0, sut.Rate.UndistributedDenominator);
    }

    [Fact]
    public void A_day_whose_metered_denominator_a_gap_bridges_counts_on_both_sides()
    {
        var sut = new CityMonth(Metered(), Whole)
        {
            [10] = Both(influent: 12_500, effluent: 20_000),
            // Nothing came from the inlet all day.
            [11] = Both(influent: null, effluent: 20_000),
            [12] = Both(12_500, 20_000, influentGap: 50_000, effluentGap: 0, from: 10),
        };

        var rate = sut.Rates().Single(r => r.Scope is null && r.Basis == "metered");

        Assert.Equal(31, rate.DaysCounted);
        Assert.Equal(30, rate.Counts.WithFigure);
        Assert.Equal(31 * 20_000, rate.Numerator);
        Assert.Equal(31 * 25_000, rate.Denominator);
        Assert.Equal((0, 50_000), (rate.Undistributed, rate.UndistributedDenominator));
    }

    [Fact]
    public void What_goes_by_across_midnight_is_the_months_too()
    {
        var sut = new CityMonth(Metered(), Whole)
        {
            [10] = [.. Both(25_000, 20_000)[..2], Meter(Town.Bypass, 300)],
            [11] =
            [
                .. Both(25_000, 20_000)[..2],
                Meter(Town.Bypass, 200) with { UndistributedM3 = 150, GapFrom = Month.First.AddDays(9) },
            ],
        };

        Assert.Equal(650, sut.Plant.BypassM3);
        Assert.Equal(31 * 25_000 + 650, sut.Rates().Single(r => r.Scope is null && r.Basis == "metered").Denominator);
    }

    [Fact]
    public void What_is_missing_is_written_in_one_line_and_read_again()
    {
        ImmutableArray<MissingMeter> missing = [new(Sewage, Town.Effluent), new(Fecal, Town.Influent)];

        Assert.Equal("sewage-1/effluent fecal-1/influent", MissingMeter.Text(missing));
        Assert.Equal(missing, MissingMeter.Parse(MissingMeter.Text(missing).Split(' ')));
        Assert.Equal("", MissingMeter.Text([]));
        Assert.Empty(MissingMeter.Parse([""]));
    }

    [Theory]
    [InlineData(0.65, 0.95, TargetVerdict.Met)]
    [InlineData(0.649, 0.95, TargetVerdict.NotMet)]
    [InlineData(1.0, 0.09, TargetVerdict.MetIncomplete)]
    [InlineData(0.65, 0.949, TargetVerdict.MetIncomplete)]
    [InlineData(0.4, 0.949, TargetVerdict.NotMetIncomplete)]
    public void A_month_is_held_to_its_target_only_where_it_is_whole(
        double rate, double completeness, TargetVerdict verdict)
    {
        var city = InService().Registry();
        var days = Month.Days.Select(d => SewageRates(Figures(city, d, Meters(20_000, 20_000)), null)
            .Single(r => r.Basis == "declared"));
        var month = RateMonth.Compute(city, Month, days.Select(r => (r, DayState.Final)), []).Single();
        var target = new Target(0.65, "2009", new DateOnly(2009, 1, 1), null, null);

        var sut = month with
        {
            Target = target, Numerator = rate * 1000, Denominator = 1000, Completeness = completeness,
        };

        Assert.Equal(verdict, sut.Verdict);
        Assert.Null((sut with { Target = null }).Verdict);
        Assert.Null((sut with { Numerator = null }).Verdict);
    }

    [Fact]
    public void A_definition_that_ended_within_the_month_is_said_as_it_last_held()
    {
        var city = InService().Registry();
        var days = Month.Days.Select(d => SewageRates(Figures(city, d, Meters(20_000, 20_000)), null)
            .Single(r => r.Basis == "declared")).ToList();
        // From the 20th on its rows say nothing but that no definition holds.
        var rows = days.Select(d => d.Day.Day < 20 ? d : d with
        {
            Numerator = null, CompliantNumerator = null, Denominator = null, Official = false, BasisKind = null,
            Version = "", Source = "", Reason = new Reason(ReasonCode.NoDenominator),
        });

        var month = RateMonth.Compute(city, Month, rows.Select(r => (r, DayState.Final)), []).Single();

        Assert.True(month.Official);
        Assert.Equal(19, month.DaysCounted);
        Assert.Equal(days[0].Source, month.Source);
        Assert.Equal([days[0].Version], month.Versions);
    }

    [Fact]
    public void Days_are_counted_by_state_and_those_without_a_row_are_absent()
    {
        DayState[] days =
            [DayState.Provisional, DayState.Final, DayState.Final, DayState.FinalIncomplete, DayState.Locked];
        var city = InService().Registry();

        var month = PlantMonth.Compute(city.Plants[Sewage], Month, days.Select((state, i) =>
            (Day(city, Month.First.AddDays(i), i == 3 ? [] : Meters(20_000, 20_000)), state)), []);

        Assert.Equal(new DayCounts(1, 2, 1, 1, 26, 4), month.Counts);
        Assert.Equal(31, month.Counts.Total);
    }

    [Fact]
    public void A_month_without_a_day_is_unknown_and_not_zero()
    {
        var month = PlantMonth.Compute(InService().Registry().Plants[Sewage], Month, [], []);

        Assert.Null(month.TreatedM3);
        Assert.Null(month.Load);
        Assert.Equal("no_days", month.Reason.ToString());
        Assert.Empty(RateMonth.Compute(InService().Registry(), Month, [], []));
    }

    private static MeterDay[] Effluent(double volume, double gap = 0, int from = 1) =>
    [
        Meter(Town.Effluent, volume, 0.5) with
        {
            UndistributedM3 = gap, GapFrom = gap == 0 ? null : Month.First.AddDays(from - 1),
        },
    ];

    private static CityRegistry Metered() => InService()
        .With("indicators/0/denominators/3", """{ "basis": "metered", "from": "2009-01-01", "source": "Meters" }""")
        .Registry();

    private static MeterDay[] Whole => [Meter(Town.Influent, 25_000), Meter(Town.Bypass, 0)];

    private static MeterDay[] Both(
        double? influent, double effluent, double influentGap = 0, double effluentGap = 0, int from = 1)
    {
        DateOnly? Began(double gap) => gap == 0 ? null : Month.First.AddDays(from - 1);
        return
        [
            Meter(Town.Influent, influent) with { UndistributedM3 = influentGap, GapFrom = Began(influentGap) },
            Meter(Town.Effluent, effluent) with { UndistributedM3 = effluentGap, GapFrom = Began(effluentGap) },
            Meter(Town.Bypass, 0),
        ];
    }

    private sealed class CityMonth(CityRegistry city, params MeterDay[] others)
    {
        private readonly Dictionary<int, MeterDay[]> _odd = [];

        public CityMonth()
            : this(InService().Registry())
        {
        }

        public MeterDay[] this[int day]
        {
            set => _odd[day] = value;
        }

        public PlantMonth Plant => PlantMonth.Compute(
            city.Plants[Sewage], Month, Month.Days.Select(d => (Figures(d).Plants[Sewage], DayState.Final)), Gaps);

        public RateMonth Rate => Rates().Single(r => r.Scope is null && r.Basis == "declared"
            && r.Indicator == "sewage-rate");

        public ImmutableArray<RateMonth> Rates(DeclaredFigures? declared = null)
        {
            DayFigures[] days = [.. Month.Days.Select(d => Figures(d, declared))];
            return RateMonth.Compute(
                city, Month, days.SelectMany(d => Telemetry.Domain.Indicators.Rates.Compute(d))
                    .Select(r => (r, DayState.Final)),
                Gaps);
        }

        // As they would be read from the meters' rows.
        private IEnumerable<MeterGap> Gaps =>
            from day in Month.Days
            from meter in MetersOf(day)
            where meter.UndistributedM3 != 0
            select new MeterGap(Sewage, meter.Meter, meter.GapFrom!.Value, day, meter.UndistributedM3);

        private MeterDay[] MetersOf(DateOnly day) =>
            _odd.TryGetValue(day.Day, out var odd) ? odd : [Meter(Town.Effluent, 20_000), .. others];

        private DayFigures Figures(DateOnly day, DeclaredFigures? declared = null) => Town.Figures(
            city, day, MetersOf(day), declared);
    }
}
