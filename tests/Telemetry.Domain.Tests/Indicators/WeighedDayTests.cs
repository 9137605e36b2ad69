using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Indicators.Town;

namespace Telemetry.Domain.Tests.Indicators;

public sealed class WeighedDayTests
{
    [Fact]
    public void The_newest_row_of_a_ticket_counts_and_only_on_its_own_day()
    {
        WeighingRow[] rows =
        [
            Weighing("a", 5_000, 100), Weighing("a", 6_000, 200), Weighing("b", 1_000, 300),
            // Written again on the next day: it moves there.
            Weighing("c", 2_000, 900), Weighing("c", 2_500, 1_100),
        ];

        var first = WeighedDay.Compute(City, July, 0, 1_000, rows);
        var second = WeighedDay.Compute(City, July.AddDays(1), 1_000, 2_000, rows);

        Assert.Equal(7_000, first.At(Gate, Material.Fecal).Kg);
        Assert.Equal(2_500, second.At(Gate, Material.Fecal).Kg);
    }

    [Fact]
    public void The_order_of_rows_decides_nothing()
    {
        WeighingRow[] rows =
        [
            Weighing("a", 5_000, 100), Weighing("a", 6_000, 100) with { Scale = "2" }, Weighing("b", 0.1, 3),
            Weighing("", 0.2, 4), Weighing("", 0.3, 5),
        ];

        var forward = WeighedDay.Compute(City, July, 0, 1_000, rows).Total(Material.Fecal);
        var backward = WeighedDay.Compute(City, July, 0, 1_000, rows.Reverse()).Total(Material.Fecal);

        Assert.Equal(forward, backward);
        Assert.Equal(4, forward.Weighings);
        Assert.Equal(6_000.6, forward.Kg!.Value, 1e-9);
    }

    [Fact]
    public void A_ticket_is_one_facilitys()
    {
        var day = WeighedDay.Compute(City, July, 0, 1_000,
            [Weighing("1", 5_000, 100), Weighing("1", 6_000, 200, facility: new("elsewhere"))]);

        Assert.Equal(11_000, day.Total(Material.Fecal).Kg);
    }

    [Fact]
    public void A_load_belongs_to_its_source_or_else_to_the_district_of_its_vehicle()
    {
        var day = WeighedDay.Compute(City, July, 0, 1_000,
        [
            Weighing("1", 1_000, 1, source: North, vehicle: new("truck-2")),
            Weighing("2", 2_000, 2, vehicle: new("truck-2")),
            Weighing("3", 4_000, 3, source: new DistrictId("atlantis")),
        ]);

        Assert.Equal(1_000, day.From(North, Material.Fecal).Kg);
        Assert.Equal(2_000, day.From(South, Material.Fecal).Kg);
        Assert.Equal(4_000, day.Unassigned(Material.Fecal).Kg);
        Assert.Equal(7_000, day.Total(Material.Fecal).Kg);
    }

    [Fact]
    public void Nothing_weighed_in_the_city_is_unknown_and_in_one_district_of_several_zero()
    {
        var none = WeighedDay.Empty(City, July);
        var some = WeighedDay.Compute(City, July, 0, 1_000, [Weighing("1", 1_000, 1, source: North)]);

        Assert.Null(none.Total(Material.Fecal).Kg);
        Assert.Null(none.From(South, Material.Fecal).Kg);
        Assert.Equal("nothing_weighed", none.Total(Material.Fecal).Reason.ToString());
        Assert.Equal(0, some.From(South, Material.Fecal).Kg);
        Assert.Null(some.From(South, Material.Garbage).Kg);
    }

    [Fact]
    public void A_load_is_counted_where_it_ends()
    {
        var city = InService().With("facilities/2",
            """
            {
              "id": "station", "kind": "transfer_station", "name": "Station", "district": "north",
              "location": { "lat": 30.0, "lon": 122.1 }
            }
            """).Registry();

        var day = WeighedDay.Compute(city, July, 0, 1_000,
            [Weighing("1", 1_000, 1, facility: new("station")), Weighing("2", 1_000, 2)]);

        Assert.Equal(1_000, day.Total(Material.Fecal).Kg);
        Assert.Equal(1_000, day.At(new FacilityId("station"), Material.Fecal).Kg);
    }

    [Fact]
    public void Net_is_gross_less_tare_and_an_unknown_weight_makes_the_sum_unknown()
    {
        var both = Weighing("1", null, 1) with { GrossKg = 12_000, TareKg = 7_500 };
        var gross = Weighing("2", null, 2) with { GrossKg = 12_000 };

        var known = WeighedDay.Compute(City, July, 0, 1_000, [both]).Total(Material.Fecal);
        var unknown = WeighedDay.Compute(City, July, 0, 1_000, [both, gross]).Total(Material.Fecal);

        Assert.Equal(4_500, known.Kg);
        Assert.Null(unknown.Kg);
        Assert.Equal("weight_unknown:2", unknown.Reason.ToString());
    }

    private static CityRegistry City { get; } = InService().Registry();
}
