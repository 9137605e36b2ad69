using System.Globalization;
using CsCheck;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Indicators.Town;

namespace Telemetry.Domain.Tests.Indicators;

/// <summary>What holds for any volumes: of three sewage plants that serve two districts by shares.</summary>
public sealed class IndicatorPropertyTests
{
    private static readonly Gen<double> Volume = Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 200_000]);

    private static readonly Gen<(double Treated, double Bypass)[]> Volumes =
        Gen.Select(Volume, Volume).Array[3];

    private static readonly Gen<double[]> Shares = Gen.Double[0.01, 0.99].Array[3];

    [Fact]
    public void A_citys_rate_is_a_sum_by_a_sum_and_lies_between_its_districts() =>
        Gen.Select(Shares, Volumes).Where((_, v) => v.Sum(p => p.Treated + p.Bypass) > 1).Sample((shares, volumes) =>
        {
            var rates = Metered(City(shares), volumes);
            var (city, north, south) = (rates[null], rates[North], rates[South]);

            Near(volumes.Sum(v => v.Treated) / volumes.Sum(v => v.Treated + v.Bypass), city.Rate!.Value);
            Near(city.Numerator!.Value, north.Numerator!.Value + south.Numerator!.Value);
            Near(city.Denominator!.Value, north.Denominator!.Value + south.Denominator!.Value);
            double[] parts = [.. new[] { north.Rate, south.Rate }.OfType<double>()];
            Assert.InRange(city.Rate.Value, parts.Min() - 1e-9, parts.Max() + 1e-9);
        });

    [Fact]
    public void A_citys_rate_is_not_the_mean_of_its_districts()
    {
        // All of plant 1 serves the north, all of plant 2 the south: 10 of 10, and 0 of 90.
        var rates = Metered(City([0.99, 0.01, 0.5]), [(10, 0), (0, 90), (0, 0)]);

        Assert.Equal(0.1, rates[null].Rate!.Value, 1e-12);
        var mean = (rates[North].Rate!.Value + rates[South].Rate!.Value) / 2;
        Assert.True(Math.Abs(rates[null].Rate!.Value - mean) > 0.3);
    }

    [Fact]
    public void More_treated_never_lowers_a_rate_and_more_by_the_plant_never_raises_it() =>
        Gen.Select(Shares, Volumes, Gen.Int[0, 2], Gen.Double[0, 50_000]).Sample((shares, volumes, plant, more) =>
        {
            if (volumes.Sum(v => v.Treated + v.Bypass) < 1) return;
            var city = City(shares);
            var before = Metered(city, volumes)[null].Rate;
            var treated = volumes.ToArray();
            treated[plant].Treated += more;
            var bypassed = volumes.ToArray();
            bypassed[plant].Bypass += more;

            Assert.True(Metered(city, treated)[null].Rate >= before - 1e-12);
            Assert.True(Metered(city, bypassed)[null].Rate <= before + 1e-12);
        });

    [Fact]
    public void Any_unknown_meter_makes_every_rate_that_needs_it_unknown_and_none_zero() =>
        Gen.Select(Shares, Volumes, Gen.Int[0, 2], Gen.Bool).Sample((shares, volumes, plant, treated) =>
        {
            var city = City(shares);
            var figures = FiguresOf(city, volumes, plant, treated ? Effluent : Bypass);

            foreach (var rate in Rates.Compute(figures).Where(r => r.Kind == IndicatorKind.SewageTreatmentRate))
            {
                Assert.Equal(treated, rate.Numerator is null);
                if (rate.BasisKind == DenominatorBasis.Metered) Assert.Null(rate.Denominator);
                if (!treated && rate.BasisKind != DenominatorBasis.Metered) Assert.NotNull(rate.Rate);
                else
                {
                    Assert.Null(rate.Rate);
                    Assert.Equal(ReasonCode.MeterMissing, rate.Reason.Code);
                }
            }
        });

    [Fact]
    public void The_order_of_the_inputs_decides_not_a_bit() =>
        Gen.Select(Shares, Volumes).Sample((shares, volumes) =>
        {
            var figures = FiguresOf(City(shares), volumes);
            var turned = figures with { Plants = figures.Plants.Reverse().ToDictionary() };

            Assert.Equal(
                Rates.Compute(figures).Select(Bits), Rates.Compute(turned).Select(Bits));

            static (long?, long?) Bits(RateDay r) => (
                r.Numerator is { } n ? BitConverter.DoubleToInt64Bits(n) : null,
                r.Denominator is { } d ? BitConverter.DoubleToInt64Bits(d) : null);
        });

    [Fact]
    public void A_month_is_the_sum_of_the_days_that_have_both_sides_and_never_a_mean() =>
        Gen.Double[0, 100_000].Array[31].SelectMany(v => Gen.Bool.Array[31].Select(known => (v, known))).Sample(month =>
        {
            var city = InService().Registry();
            var july = new LocalMonth(2009, 7);
            var days = july.Days.SelectMany((d, i) => SewageRates(
                Figures(city, d, Meters(month.v[i], month.known[i] ? month.v[i] : null)), null));
            var declared = RateMonth.Compute(city, july, days.Select(r => (r, DayState.Final)), [])
                .Single(r => r.Basis == "declared");
            var count = month.known.Count(k => k);

            Assert.Equal(count, declared.DaysCounted);
            if (count == 0)
            {
                Assert.Null(declared.Rate);
                Assert.Equal(ReasonCode.MeterMissing, declared.Reason.Code);
                return;
            }
            var sum = month.v.Zip(month.known).Where(d => d.Second).Sum(d => d.First);
            Near(sum, declared.Numerator!.Value);
            Near(sum / (count * 100_000.0), declared.Rate!.Value);
        }, iter: 50);

    [Fact]
    public void A_reason_is_read_as_it_was_written() =>
        Gen.Select(Gen.Enum<ReasonCode>(), Gen.String[Gen.Char["abc/-:"], 0, 8]).Sample((code, subject) =>
        {
            var reason = code == ReasonCode.None ? Reason.None : new Reason(code, subject);

            Assert.True(Reason.TryParse(reason.ToString(), out var read));
            Assert.Equal(reason, read);
        });

    [Theory]
    [InlineData("none")]
    [InlineData("lost")]
    [InlineData("meter missing")]
    public void What_is_no_reason_is_not_read(string text) => Assert.False(Reason.TryParse(text, out _));

    /// <summary>The part of each plant that serves the north; the rest serves the south.</summary>
    private static CityRegistry City(double[] shares)
    {
        var city = InService().With("indicators/0/denominators/3",
            """{ "id": "all", "basis": "metered", "from": "2009-01-01", "source": "Meters" }""")
            .With("indicators/0/denominators/4",
                """
                { "id": "all", "basis": "metered", "from": "2009-01-01", "scope": "north", "official": true,
                  "source": "Meters" }
                """)
            .With("indicators/0/denominators/2/id", "\"all\"");
        for (var i = 0; i < shares.Length; i++)
        {
            var path = i == 0 ? "plants/0" : $"plants/{i + 1}";
            var north = shares[i].ToString("R", CultureInfo.InvariantCulture);
            var south = (1 - shares[i]).ToString("R", CultureInfo.InvariantCulture);
            if (i > 0)
            {
                city.With(path,
                    $$"""
                    {
                      "id": "sewage-{{i + 1}}", "kind": "sewage", "name": "Sewage", "district": "north",
                      "capacity": [{ "from": "2009-01-01", "state": "in_service" }],
                      "meters": [
                        { "id": "effluent", "name": "Out", "role": "effluent", "interval": "5m", "treated": true },
                        { "id": "bypass", "name": "By", "role": "bypass", "interval": "5m" }
                      ]
                    }
                    """);
            }
            city.With($"{path}/serves",
                $$"""
                [
                  { "district": "north", "from": "2009-01-01", "share": {{north}} },
                  { "district": "south", "from": "2009-01-01", "share": {{south}} }
                ]
                """);
        }
        return city.With("plants/0/meters/0", null).Registry();
    }

    private static Dictionary<DistrictId, RateDay> Of(IEnumerable<RateDay> rates) =>
        rates.ToDictionary(r => r.Scope ?? default);

    private static ByScope Metered(CityRegistry city, (double Treated, double Bypass)[] volumes) =>
        new(Of(Rates.Compute(FiguresOf(city, volumes)).Where(r => r.Basis == "all")));

    private static DayFigures FiguresOf(
        CityRegistry city, (double Treated, double Bypass)[] volumes, int? without = null, MeterId? meter = null)
    {
        var weighed = WeighedDay.Empty(city, July);
        var plants = new Dictionary<PlantId, PlantDay>();
        for (var i = 0; i < volumes.Length; i++)
        {
            var plant = city.Plants[new PlantId($"sewage-{i + 1}")];
            MeterDay[] meters = [Meter(Effluent, volumes[i].Treated), Meter(Bypass, volumes[i].Bypass)];
            if (without == i) meters = [.. meters.Where(m => m.Meter != meter)];
            plants[plant.Id] = PlantDay.Compute(city, plant, July, meters, weighed, []);
        }
        return new DayFigures(city, July, plants, weighed, DeclaredFigures.None);
    }

    private static void Near(double expected, double actual) =>
        Assert.True(
            Math.Abs(expected - actual) <= 1e-9 * Math.Max(1, Math.Abs(expected)),
            string.Create(CultureInfo.InvariantCulture, $"expected {expected}, got {actual}"));

    private sealed class ByScope(Dictionary<DistrictId, RateDay> rates)
    {
        public RateDay this[DistrictId? scope] => rates[scope ?? default];
    }
}
