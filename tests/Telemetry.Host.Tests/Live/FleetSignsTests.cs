using System.Buffers;
using System.Text.Json;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Readings;
using Telemetry.Host.Live;
using Telemetry.Host.Tests.Derivation;

namespace Telemetry.Host.Tests.Live;

public sealed class FleetSignsTests
{
    private static readonly DateOnly Day = new(2009, 3, 2);
    private static readonly Series One = new(Measurements.VehiclePosition, "vac-1");

    [Fact]
    public async Task A_restart_goes_on_with_the_day_as_stored_and_adds_what_comes()
    {
        // Half an hour of the tour lies in an hour that is derived, the rest in one that runs.
        await using var bench = await DeriveBench.OpenAsync(DeriveBench.At(Day, 7.2), FleetTown.City());
        await bench.WriteLinesAsync(
            [
                .. FleetTown.Day("vac-1", DeriveBench.At(Day, 6.5)).Take(124),
                FleetTown.Weighing("vac-1", "T-0", DeriveBench.At(Day, 5), 3_000),
            ]);
        await bench.DrainAsync();
        using var sut = new FleetSigns(
            bench.City, bench.Reader, bench.Store, bench.Time, bench.Operations);
        await sut.SeedAsync(CancellationToken.None);

        // The 124th ping is 41:00 after half past six, on the way to the works.
        var at = DeriveBench.At(Day, 6.5).AddSeconds(124 * 20);
        var said = Say(sut, new Ping(at.ToUnixTimeMilliseconds(), 30.096, 122, 40, Ignition: true, Working: false));

        Assert.Equal("driving", said.GetProperty("state").GetString());
        // From the yard at 30.00 to 30.096 along the meridian.
        Assert.Equal(0.096 * Math.PI / 180 * 6_371.0088, said.GetProperty("today_km").GetDouble(), 1);
        Assert.Equal((3, 1, 3), (
            said.GetProperty("today_trips").GetInt32(), said.GetProperty("today_loads").GetInt32(),
            said.GetProperty("today_t").GetInt32()));
        Assert.Equal("facility/works", said.GetProperty("place").GetString());
    }

    [Fact]
    public async Task A_vehicle_in_hand_is_of_the_fleet_that_was_begun_last()
    {
        await using var bench = await DeriveBench.OpenAsync(DeriveBench.At(Day, 7), FleetTown.City());
        using var sut = new FleetSigns(bench.City, bench.Reader, bench.Store, bench.Time, bench.Operations);
        var slot = new LatestSlot(One, "vehicles/vac-1");
        var at = DeriveBench.At(Day, 6.9).ToUnixTimeMilliseconds();
        await sut.SeedAsync(CancellationToken.None);
        Say(sut, new Ping(at, 30, 122, 40, Ignition: true), slot);
        // A thousandth of a degree of latitude in ten seconds: 111 m.
        Assert.Equal(0.111, Say(sut, new Ping(at + 10_000, 30.001, 122, 40, Ignition: true), slot)
            .GetProperty("today_km").GetDouble(), 3);

        // Nothing of it was stored.
        await sut.SeedAsync(CancellationToken.None);

        Assert.Equal(0, Say(sut, new Ping(at + 20_000, 30.002, 122, 40, Ignition: true), slot)
            .GetProperty("today_km").GetDouble());
    }

    [Fact]
    public async Task Before_it_could_be_begun_a_message_says_nothing_of_the_day()
    {
        await using var bench = await DeriveBench.OpenAsync(DeriveBench.At(Day, 7), FleetTown.City());
        using var sut = new FleetSigns(bench.City, bench.Reader, bench.Store, bench.Time, bench.Operations);

        Assert.Empty(Say(sut, new Ping(DeriveBench.At(Day, 7).ToUnixTimeMilliseconds(), 30, 122)).EnumerateObject());
    }

    [Fact]
    public async Task A_weighing_counts_once_however_often_it_comes()
    {
        await using var bench = await DeriveBench.OpenAsync(DeriveBench.At(Day, 7), FleetTown.City());
        using var sut = new FleetSigns(bench.City, bench.Reader, bench.Store, bench.Time, bench.Operations);
        await sut.SeedAsync(CancellationToken.None);
        var weighing = new Reading { TimeMs = DeriveBench.At(Day, 6.9).ToUnixTimeMilliseconds() };
        weighing.Assign(new Series(Measurements.Weighing, "works", "fecal", "-"));
        weighing.Set(Measurements.Ticket, 0, "T-1");
        weighing.Set(Measurements.Vehicle, 0, "vac-1");
        weighing.Set(Measurements.NetKg, 2_500);

        sut.Weighed(weighing);
        sut.Weighed(weighing);

        var said = Say(sut, new Ping(DeriveBench.At(Day, 6.95).ToUnixTimeMilliseconds(), 30.1, 122));
        Assert.Equal((1, 2.5), (said.GetProperty("today_loads").GetInt32(), said.GetProperty("today_t").GetDouble()));
    }

    private static JsonElement Say(FleetSigns sut, Ping ping, LatestSlot? slot = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            sut.Write(json, slot ?? new LatestSlot(One, "vehicles/vac-1"), ping, ping.TimeMs + 1_000);
            json.WriteEndObject();
        }
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
