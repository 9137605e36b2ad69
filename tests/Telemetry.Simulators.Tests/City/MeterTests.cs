using System.Text.Json;
using Telemetry.Simulators.City;
using Telemetry.Simulators.City.Plants;

namespace Telemetry.Simulators.Tests.City;

public sealed class MeterTests
{
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;
    private static readonly CitySimulation Sut = TestCity.CreateSut();

    [Theory]
    [InlineData("sewage-1", "influent")]
    [InlineData("sewage-1", "effluent")]
    [InlineData("lincheng", "influent")]
    [InlineData("xincheng-fecal", "influent")]
    [InlineData("tuanjishan", "leachate")]
    public void The_totaliser_moves_by_the_integral_of_the_flow(string plant, string meter)
    {
        var sut = Meter(plant, meter);
        var from = TestCity.Ms("2026-02-02T00:00:00+08:00");
        var until = from + 3 * Day;

        // Trapezoids of one minute, by hand.
        var integral = 0.0;
        for (var ms = from; ms < until; ms += 60_000)
            integral += (sut.TrueFlowM3H(ms) + sut.TrueFlowM3H(ms + 60_000)) / 2 / 60;

        var moved = sut.TrueVolumeM3(until) - sut.TrueVolumeM3(from);
        Assert.InRange(moved / integral, 0.9995, 1.0005);
    }

    [Fact]
    public void Heavy_rain_spills_over_the_bypass_and_its_totaliser_counts_that()
    {
        var sut = Meter("sewage-1", "bypass");
        var rain = new CityScene(TestCity.Reference, new CitySimulationOptions()).Rain;
        var spell = rain.Events.First(static e => e.Intensity > 0.9 && e.StartMs > TestCity.Ms("2020-01-01T00:00:00Z"));

        var integral = 0.0;
        for (var ms = spell.StartMs; ms < spell.EndMs; ms += 60_000)
            integral += (sut.TrueFlowM3H(ms) + sut.TrueFlowM3H(ms + 60_000)) / 2 / 60;

        Assert.True(integral > 100, $"only {integral} m³ went over");
        var moved = sut.TrueVolumeM3(spell.EndMs) - sut.TrueVolumeM3(spell.StartMs);
        Assert.InRange(moved / integral, 0.999, 1.001);
    }

    [Fact]
    public void Volume_never_falls_not_even_between_days()
    {
        foreach (var meter in Sut.Plants.SelectMany(static plant => plant.Meters))
        {
            var from = TestCity.Ms("2026-05-30T16:00:00Z");
            for (var ms = from; ms < from + 3 * Day; ms += 7 * 60_000)
            {
                var (before, after) = (meter.TrueVolumeM3(ms), meter.TrueVolumeM3(ms + 7 * 60_000));
                Assert.True(after >= before - 1e-6, $"{meter.Meter.Id} fell from {before} to {after} at {ms}");
            }
        }
    }

    [Fact]
    public void Dry_days_come_near_to_the_capacity_in_force_and_rain_adds_to_them()
    {
        var sut = Meter("sewage-1", "influent");
        var from = TestCity.Ms("2026-01-01T00:00:00+08:00");

        var volumes = Enumerable.Range(0, 365)
            .Select(day => sut.TrueVolumeM3(from + (day + 1) * Day) - sut.TrueVolumeM3(from + day * Day)).ToList();

        // 40,000 m³/d of design, used to 86 to 95 %, by weekday 0.99 to 1.03, with 2.5 % of chance (3.5 deviations at
        // most).
        Assert.All(
            volumes, volume => Assert.InRange(volume, 40_000 * 0.86 * 0.99 * 0.91, 40_000 * 0.95 * 1.03 * 1.09 * 1.45));
        Assert.Contains(volumes, static volume => volume > 40_000);
    }

    [Fact]
    public void Flow_peaks_by_day_and_sinks_at_night()
    {
        var sut = Meter("sewage-1", "influent");
        double night = 0, morning = 0;
        var from = TestCity.Ms("2026-07-01T00:00:00+08:00");
        for (var day = 0; day < 28; day++)
        {
            night += sut.TrueFlowM3H(from + day * Day + 4 * Hour);
            morning += sut.TrueFlowM3H(from + day * Day + 9 * Hour);
        }

        Assert.True(morning > 1.3 * night, $"morning {morning / 28}, night {night / 28} m³/h");
    }

    [Fact]
    public void A_plant_without_its_network_sends_standby_and_nothing_else()
    {
        var plant = Sut.Plants.Single(static p => p.Name == "lincheng");
        var from = TestCity.Ms("2009-03-10T00:00:00+08:00");

        var messages = plant.Lines(from, from + Day, Cadence.History);

        Assert.Equal(24, messages.Count);
        Assert.All(messages, static line => Assert.Contains("\"state\":\"standby\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_plant_that_is_only_planned_sends_nothing()
    {
        var plant = Sut.Plants.Single(static p => p.Name == "incinerator");

        Assert.Empty(
            plant.Lines(TestCity.Ms("2026-03-10T00:00:00Z"), TestCity.Ms("2026-03-20T00:00:00Z"), Cadence.Live));
    }

    [Fact]
    public void A_partly_connected_plant_starts_at_local_midnight_with_the_capacity_of_its_period()
    {
        var sut = Meter("lincheng", "influent");
        var start = TestCity.Ms("2009-04-01T00:00:00+08:00");

        Assert.Equal(0, sut.TrueVolumeM3(start));
        var volume = sut.TrueVolumeM3(start + 10 * Day) - sut.TrueVolumeM3(start);
        // 12,500 m³/d of its period.
        Assert.InRange(volume / 10, 12_500 * 0.8, 12_500 * 1.45);
    }

    [Fact]
    public void A_fall_of_a_totaliser_is_a_wrap_or_a_declared_exchange()
    {
        var (wraps, exchanges) = (0, 0);
        var from = TestCity.Ms("2026-01-01T00:00:00Z");
        var sut = new CitySimulation(TestCity.WithModulus(1_000_000), new CitySimulationOptions(), TimeProvider.System);
        foreach (var meter in sut.Plants.SelectMany(static plant => plant.Meters))
        {
            double? last = null;
            var messages = meter.Between(from, from + 200 * Day, new Cadence(TimeSpan.FromHours(1), default, default))
                .OrderBy(static message => message.TimeMs);
            foreach (var message in messages)
            {
                var json = JsonDocument.Parse(message.Json).RootElement;
                if (message.Topic.EndsWith("/reset", StringComparison.Ordinal))
                {
                    Assert.True(
                        json.GetProperty("last_m3").GetDouble() >= last,
                        "the old meter ends at or after its last reading");
                    Assert.InRange(json.GetProperty("first_m3").GetDouble(), 0, 4);
                    last = json.GetProperty("first_m3").GetDouble();
                    exchanges++;
                    continue;
                }
                var total = json.GetProperty("total_m3").GetDouble();
                Assert.InRange(total, 0, meter.Meter.ModulusM3!.Value - meter.Meter.ResolutionM3);
                if (total < last)
                {
                    Assert.True(
                        last > 0.99 * meter.Meter.ModulusM3,
                        $"{meter.Meter.Plant}/{meter.Meter.Id} fell from {last} to {total}");
                    wraps++;
                }
                last = total;
            }
        }

        // One exchange a month in turn.
        Assert.InRange(exchanges, 6, 7);
        // 200 days of about 38,000 m³ through two meters of one plant and 23,000 through two of another: 24 million.
        Assert.InRange(wraps, 18, 32);
    }

    [Theory]
    [InlineData(1, 1000.0, 998, 1.9, 999)]
    [InlineData(1, 1000.0, 998, 2.0, 0)]
    [InlineData(1, 1000.0, 998, 2005.0, 3)]
    [InlineData(0.1, 100.0, 99.9, 0.05, 99.9)]
    [InlineData(0.1, 100.0, 99.9, 0.1, 0)]
    [InlineData(0.1, null, 12.3, 0.0, 12.3)]
    [InlineData(10, null, 0, 1234.5, 1230)]
    public void A_totaliser_shows_whole_steps_and_wraps_at_its_modulus(
        double resolution, double? modulus, double first, double volume, double shown)
    {
        Assert.Equal(shown, new Totaliser(resolution, modulus).Show(first, volume));
    }

    [Fact]
    public void A_frozen_totaliser_stands_while_water_flows_and_then_shows_the_truth_again()
    {
        var sut = Meter("sewage-1", "effluent");
        var fault = Fault(sut, MeterFaultKind.FrozenTotaliser);

        var readings = Readings(sut, fault.StartMs, fault.EndMs);
        var after = Readings(sut, fault.EndMs, fault.EndMs + 600_000);

        Assert.True(readings.Count >= 12, "an hour of five minutes");
        Assert.Single(readings.Select(static r => r.GetProperty("total_m3").GetDouble()).Distinct());
        Assert.All(readings, static r => Assert.True(r.GetProperty("flow_m3h").GetDouble() > 0));
        Assert.Equal(sut.ShownM3(after[0].GetProperty("ts").GetInt64()), after[0].GetProperty("total_m3").GetDouble());
        Assert.True(
            after[0].GetProperty("total_m3").GetDouble() > readings[0].GetProperty("total_m3").GetDouble() + 500);
    }

    [Theory]
    [InlineData(MeterFaultKind.Defect, "D")]
    [InlineData(MeterFaultKind.Maintenance, "M")]
    [InlineData(MeterFaultKind.Communication, "B")]
    public void A_fault_has_its_letter_from_first_to_last(MeterFaultKind kind, string letter)
    {
        var sut = Meter("sewage-1", "effluent");
        var fault = Fault(sut, kind);

        var during = Readings(sut, fault.StartMs, fault.EndMs);
        var before = Readings(sut, fault.StartMs - 1_800_000, fault.StartMs);

        Assert.NotEmpty(during);
        Assert.All(during, r => Assert.Equal(letter, r.GetProperty("q").GetString()));
        Assert.NotEmpty(before);
        Assert.All(before, static r => Assert.False(r.TryGetProperty("q", out _)));
    }

    [Fact]
    public void A_silent_meter_leaves_a_gap()
    {
        var sut = Meter("sewage-1", "effluent");
        var fault = Fault(sut, MeterFaultKind.Silent);

        Assert.Empty(Readings(sut, fault.StartMs, fault.EndMs));
        Assert.NotEmpty(Readings(sut, fault.EndMs, fault.EndMs + 600_000));
    }

    private static PlantMeter Meter(string plant, string meter) => Sut.Plants.Single(p => p.Name == plant)
        .Meters.Single(m => m.Meter.Id.Value == meter);

    private static MeterFault Fault(PlantMeter meter, MeterFaultKind kind)
    {
        for (var ms = TestCity.Ms("2026-01-01T00:00:00Z"); ; ms += MeterFaults.CellMs)
        {
            if (meter.Faults.Of(ms) is var fault && fault.Kind == kind) return fault;
        }
    }

    private static List<JsonElement> Readings(PlantMeter meter, long from, long until) =>
    [
        .. meter.Between(from, until, Cadence.Live)
            .Where(static message => !message.Topic.EndsWith("/reset", StringComparison.Ordinal))
            .Select(static message => JsonDocument.Parse(message.Json).RootElement),
    ];
}
