using System.Text.Json;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Fleet;

namespace Telemetry.Dashboards.Tests;

public sealed class VehicleDayApi
{
    private const string Path = "/api/vehicles/v-01/day/2026-03-01";

    [Fact]
    public async Task Day_Figures_AreThoseOfPlainArithmetic()
    {
        await using var sut = await MorningRound.StartAsync();

        var day = await sut.GetAsync(Path);

        var figures = day.GetProperty("figures");
        // Twenty times 0.001° of a sphere of 6,371,008.8 m.
        Assert.Equal(20 * 0.111_195_08, figures.GetProperty("driven_km").GetDouble(), 6);
        Assert.Equal(0, figures.GetProperty("working_km").GetDouble());
        Assert.Equal((1, 2, 1), (
            figures.GetProperty("trips").GetInt32(), figures.GetProperty("stops").GetInt32(),
            figures.GetProperty("points_served").GetInt32()));
        // Twenty minutes of pings, and the hour for which one with the engine off speaks, of a day.
        Assert.Equal(80 / 1_440.0, figures.GetProperty("coverage").GetDouble(), 9);
        Assert.Equal((121, 121), (figures.GetProperty("pings").GetInt32(), figures.GetProperty("used").GetInt32()));
        Assert.Equal("2026-03-01T00:00:00+08:00", day.GetProperty("from").GetString());
    }

    [Fact]
    public async Task Day_ATripBetweenTwoStops_SaysWhereItWasAndWhatGoesOn()
    {
        await using var sut = await MorningRound.StartAsync();

        var day = await sut.GetAsync(Path);

        var trip = Assert.Single(day.GetProperty("trips").EnumerateArray());
        Assert.Equal(
            ("changed", false), (trip.GetProperty("end").GetString(), trip.GetProperty("goes_on").GetBoolean()));
        var stops = day.GetProperty("stops").EnumerateArray().ToArray();
        Assert.Equal(["yard", "tank-2"], stops.Select(s => s.GetProperty("near").GetProperty("id").GetString()));
        Assert.Equal("停车场", stops[0].GetProperty("near").GetProperty("name").GetProperty("zh").GetString());
        Assert.Equal("2026-03-01T08:00:00+08:00", stops[0].GetProperty("from").GetString());
        Assert.Equal([false, true], stops.Select(stop => stop.GetProperty("goes_on").GetBoolean()));
        Assert.Equal("2026-03-01T08:20:00+08:00", stops[1].GetProperty("until").GetString());
        Assert.False(stops[1].TryGetProperty("end", out _));
    }

    [Fact]
    public async Task Day_Visits_SayWhichPointWasServed()
    {
        await using var sut = await MorningRound.StartAsync();

        var visits = (await sut.GetAsync(Path)).GetProperty("visits").EnumerateArray().ToDictionary(
            visit => visit.GetProperty("id").GetString()!);

        Assert.Equal(["north-area", "tank-1", "tank-2", "yard"], visits.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            (true, true, "left"),
            (visits["tank-1"].GetProperty("served").GetBoolean(), visits["tank-1"].GetProperty("worked").GetBoolean(),
            visits["tank-1"].GetProperty("end").GetString()));
        var second = visits["tank-2"];
        Assert.Equal(
            (false, true), (second.GetProperty("served").GetBoolean(), second.GetProperty("goes_on").GetBoolean()));
        Assert.False(visits["yard"].TryGetProperty("served", out _));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("?tolerance_m=0", 121)]
    public async Task Day_Track_IsThinnedOutByTheTolerance(string query, int positions)
    {
        await using var sut = await MorningRound.StartAsync();

        var track = (await sut.GetAsync(Path + query)).GetProperty("track");

        Assert.Equal(121, track.GetProperty("used").GetInt32());
        Assert.Equal(
            positions,
            track.GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates").GetArrayLength());
    }

    [Fact]
    public async Task Day_WithMorePositionsThanATrackMayHave_SaysSoInItsPlace()
    {
        await using var sut = await DashboardsApp.StartAsync(options => options.MaxTrackPositions = 100);
        foreach (var ping in MorningRound.Pings)
        {
            sut.Store.Add(
                new(Domain.Readings.Measurements.VehiclePosition, "v-01"),
                DateTimeOffset.FromUnixTimeMilliseconds(ping.TimeMs), ("lat", ping.Lat), ("lon", ping.Lon));
        }

        var day = await sut.GetAsync(Path);

        Assert.Contains("more than 100 positions", day.GetProperty("track_missing").GetString());
        Assert.False(day.TryGetProperty("track", out _));
    }

    [Fact]
    public async Task Day_Loads_StandWithTheirWeighingsAndWhatIsStillOn()
    {
        await using var sut = await MorningRound.StartAsync();
        var start = MorningRound.Day.StartMs;
        var load = new Load(
            MorningRound.Truck, Material.Fecal, LoadEnd.Delivered, start + 60_000, start + 120_000, ["tank-1"],
            new FacilityId("gate"), start + 180_000, start + 240_000, ["T1", "T2"], 4_200, null, null);
        var elsewhere = load with
        {
            End = LoadEnd.Elsewhere, Facility = null, GateInMs = null, GateOutMs = null, Tickets = [], NetKg = null,
            LetGo = new Moment(start + 300_000, 30.15, 122.11),
            LetGoAt = new PlaceKey(PlaceKind.Forbidden, "no-go"),
        };
        await sut.Operations.Fleet.ReplaceAsync(
            [
                new DerivedLoads(
                    MorningRound.Truck, MorningRound.Date, [load, elsewhere],
                    new OpenLoad(start + 400_000, start + 460_000, ["tank-2"]), "r1"),
            ],
            CancellationToken.None);

        var day = await sut.GetAsync(Path);

        var loads = day.GetProperty("loads").EnumerateArray().ToArray();
        Assert.Equal(["delivered", "elsewhere"], loads.Select(one => one.GetProperty("end").GetString()));
        Assert.Equal(
            ("gate", 4_200, "2026-03-01T00:03:00+08:00"),
            (loads[0].GetProperty("facility").GetString(), loads[0].GetProperty("net_kg").GetDouble(),
            loads[0].GetProperty("gate_in").GetString()));
        Assert.Equal(["T1", "T2"], loads[0].GetProperty("tickets").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("forbidden/no-go", loads[1].GetProperty("let_go_at").GetString());
        Assert.False(loads[1].TryGetProperty("net_kg", out _));
        Assert.Equal("tank-2", day.GetProperty("load_on").GetProperty("points")[0].GetString());
    }

    [Fact]
    public async Task Day_OfWhichNothingIsDerived_HasNoFigures()
    {
        await using var sut = await MorningRound.StartAsync();

        var day = await sut.GetAsync("/api/vehicles/v-01/day/2026-02-27");

        Assert.False(day.TryGetProperty("figures", out _));
        Assert.Empty(day.GetProperty("trips").EnumerateArray());
    }

    [Fact]
    public async Task Day_AStopOverMidnightThatHasEnded_StandsOnceInEitherDay()
    {
        await using var sut = await MorningRound.StartAsync();
        var rules = Domain.Fleet.VehicleRules.Of(
            MorningRound.Registry, MorningRound.Registry.Vehicles[MorningRound.Truck]);
        var next = new Domain.Calendar.CityCalendar(MorningRound.Registry.City).HourOf(MorningRound.Day.EndMs);
        Domain.Fleet.Ping[] pings =
            [.. Enumerable.Range(0, 20).Select(i => new Domain.Fleet.Ping(
                next.StartMs + i * 10_000L, i < 10 ? 30.02 : 30.02 + 0.001 * (i - 9), 122, i < 10 ? 0 : 40))];
        var hour = Domain.Fleet.VehicleHour.Compute(next, pings, MorningRound.Hour.Exit, rules);
        await sut.Operations.Fleet.ReplaceAsync(
            [new DerivedHour(MorningRound.Truck, hour, "", "r1")], CancellationToken.None);

        var first = (await sut.GetAsync(Path)).GetProperty("stops").EnumerateArray().ToArray();
        var second = (await sut.GetAsync("/api/vehicles/v-01/day/2026-03-02")).GetProperty("stops");

        Assert.Equal(2, first.Length);
        Assert.Equal(first[1].GetRawText(), Assert.Single(second.EnumerateArray()).GetRawText());
        Assert.False(first[1].GetProperty("goes_on").GetBoolean());
    }

    [Fact]
    public async Task Day_AWrongRequest_IsToldEverythingThatIsWrong()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var problem = await sut.GetProblemAsync("/api/vehicles/v-77/day/today?tolerance_m=far", 400);

        Assert.Contains("date 'today' is no day", problem, StringComparison.Ordinal);
        Assert.Contains("tolerance_m 'far': metres, from 0 to 10000", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_OfAnUnknownVehicle_IsNotFound()
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(
            "no vehicle 'v-77'", await sut.GetProblemAsync("/api/vehicles/v-77/day/2026-03-01", 404),
            StringComparison.Ordinal);
    }
}
