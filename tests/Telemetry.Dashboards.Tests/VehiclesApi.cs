using System.Text.Json;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests;

public sealed class VehiclesApi
{
    private static readonly Series Truck = new(Measurements.VehiclePosition, "v-01");
    private static readonly DateTimeOffset Start = DashboardsApp.Start;

    [Fact]
    public async Task Vehicles_ALivePosition_StandsBesideWhatTheRegistrySays()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Post(
            "vehicles/v-01", Start.AddSeconds(-31),
            """ "lat":30.01,"lon":122.1,"speed_kmh":0,"ignition":true,"flags":0 """);

        var vehicle = Vehicle(await sut.GetAsync("/api/vehicles"), "v-01");

        Assert.Equal("浙L-10001", vehicle.GetProperty("plate").GetString());
        Assert.Equal("vacuum_truck", vehicle.GetProperty("kind").GetString());
        Assert.Equal(30, vehicle.GetProperty("stale_after_seconds").GetDouble());
        var latest = vehicle.GetProperty("latest");
        Assert.True(latest.GetProperty("stale").GetBoolean());
        Assert.Equal(31, latest.GetProperty("age_seconds").GetDouble());
        var position = latest.GetProperty("position");
        Assert.Equal(0, position.GetProperty("speed_kmh").GetDouble());
        Assert.True(position.GetProperty("ignition").GetBoolean());
        Assert.False(position.TryGetProperty("fuel_pct", out _));
    }

    /// <summary>A tracker sleeps while the engine is off: an hour of silence is no news, more is.</summary>
    [Theory]
    [InlineData(3599, false)]
    [InlineData(3601, true)]
    public async Task Vehicles_AnEngineThatIsOff_IsStaleAfterAnHour(int ageSeconds, bool stale)
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Post(
            "vehicles/v-01", Start.AddSeconds(-ageSeconds), """ "lat":30.01,"lon":122.1,"ignition":false,"flags":0 """);

        var vehicle = Vehicle(await sut.GetAsync("/api/vehicles"), "v-01");

        Assert.Equal(3600, vehicle.GetProperty("stale_after_seconds").GetDouble());
        Assert.Equal(stale, vehicle.GetProperty("latest").GetProperty("stale").GetBoolean());
    }

    [Fact]
    public async Task Vehicles_AnUnregisteredOneThatSends_IsListedAsSuch()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Post("vehicles/v-99", Start, """ "lat":30,"lon":122 """);

        var vehicle = Vehicle(await sut.GetAsync("/api/vehicles"), "v-99");

        Assert.False(vehicle.GetProperty("registered").GetBoolean());
        Assert.False(vehicle.TryGetProperty("plate", out _));
    }

    [Theory]
    [InlineData(5, "\"lat\":30,\"lon\":122,\"speed_kmh\":35,\"ignition\":true", "driving")]
    [InlineData(5, "\"lat\":30,\"lon\":122,\"speed_kmh\":0,\"ignition\":true", "idling")]
    [InlineData(5, "\"lat\":30,\"lon\":122,\"speed_kmh\":0", "stopped")]
    [InlineData(5, "\"lat\":30,\"lon\":122,\"speed_kmh\":0,\"working\":true", "working")]
    [InlineData(5, "\"lat\":30,\"lon\":122,\"working\":true,\"ignition\":false", "stopped")]
    [InlineData(5, "\"lat\":0,\"lon\":0,\"speed_kmh\":35", "no_fix")]
    [InlineData(31, "\"lat\":30,\"lon\":122,\"speed_kmh\":35", "offline")]
    [InlineData(5, "\"lat\":30,\"lon\":122,\"speed_kmh\":0,\"state\":\"driving\"", "driving")]
    public async Task Vehicles_WhatTheNewestMessageSays_IsWhatItIsDoing(int ageSeconds, string fields, string state)
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Post("vehicles/v-01", Start.AddSeconds(-ageSeconds), fields);

        Assert.Equal(state, Vehicle(await sut.GetAsync("/api/vehicles"), "v-01").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("", "v-01 v-02 v-03 v-99")]
    [InlineData("?district=north", "v-01 v-02")]
    [InlineData("?kind=sweeper", "v-02 v-03")]
    [InlineData("?state=driving", "v-02 v-99")]
    [InlineData("?state=unknown&kind=sweeper", "v-03")]
    [InlineData("?district=south&state=driving", "")]
    public async Task Vehicles_Filtered_AreThoseThatMatchAll(string query, string ids)
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = PlacesRegistry.Read();
        foreach (var id in new[] { "v-02", "v-99" })
            sut.Post($"vehicles/{id}", Start, "\"lat\":30,\"lon\":122,\"speed_kmh\":35");

        var found = (await sut.GetAsync($"/api/vehicles{query}")).GetProperty("vehicles").EnumerateArray();

        Assert.Equal(ids, string.Join(' ', found.Select(vehicle => vehicle.GetProperty("id").GetString())));
    }

    [Theory]
    [InlineData("?limit=2", "v-01 v-02", "v-02")]
    [InlineData("?limit=2&after=v-02", "v-03 v-99", null)]
    [InlineData("?limit=1&after=v-01&kind=sweeper", "v-02", "v-02")]
    [InlineData("?limit=1&after=v-02&kind=sweeper", "v-03", null)]
    [InlineData("?after=v-98", "v-99", null)]
    [InlineData("?after=zzz", "", null)]
    public async Task Vehicles_InPages_SayWhatToAskForNext(string query, string ids, string? next)
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = PlacesRegistry.Read();
        sut.Post("vehicles/v-99", Start, "\"lat\":30,\"lon\":122");

        var page = await sut.GetAsync($"/api/vehicles{query}");

        Assert.Equal(ids, string.Join(' ', page.GetProperty("vehicles").EnumerateArray().Select(
            static vehicle => vehicle.GetProperty("id").GetString())));
        Assert.Equal(next, page.TryGetProperty("next", out var said) ? said.GetString() : null);
    }

    [Fact]
    public async Task Vehicles_TwentyThousand_AreOneQuestionToTheStore()
    {
        await using var sut = await DashboardsApp.StartAsync();
        for (var i = 0; i < 20_000; i++)
            sut.Post($"vehicles/many-{i:00000}", Start, "\"lat\":30,\"lon\":122,\"speed_kmh\":35");

        var all = await sut.GetAsync("/api/vehicles");
        var page = await sut.GetAsync("/api/vehicles?limit=5&after=many-19996");

        Assert.Equal(20_000, all.GetProperty("vehicles").EnumerateArray().Count(
            static vehicle => vehicle.GetProperty("state").GetString() == "driving"));
        Assert.Equal(
            ["many-19997", "many-19998", "many-19999", "v-01"],
            page.GetProperty("vehicles").EnumerateArray().Select(
                static vehicle => vehicle.GetProperty("id").GetString()));
        Assert.Equal(1, sut.Store.ReadingsAsked);
    }

    [Fact]
    public async Task Vehicles_AMessageThatSaysNothing_IsNoVehicle()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Board.Post(new("vehicles/v-98", 0, "{oops"u8.ToArray()));
        sut.Board.Post(new("vehicles/v-97", 0, "[1]"u8.ToArray()));

        var ids = (await sut.GetAsync("/api/vehicles")).GetProperty("vehicles").EnumerateArray().Select(
            static vehicle => vehicle.GetProperty("id").GetString());

        Assert.DoesNotContain(ids, static id => id is "v-98" or "v-97");
    }

    [Fact]
    public async Task Vehicles_AWrongRequest_IsToldEverythingThatIsWrong()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var problem = await sut.GetProblemAsync("/api/vehicles?district=west&kind=tank&state=flying&limit=0", 400);

        string[] words = ["no such district", "kind 'tank': one of sweeper", "state 'flying': one of unknown, driving",
            "limit '0'"];
        Assert.All(words, word => Assert.Contains(word, problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Positions_WithinTheRange_AreGivenInTheCitysTimeByTime()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Add(Truck, Start.AddHours(-1), ("lat", 30.5), ("lon", 122.5), ("working", true), ("flags", 0L));
        sut.Store.Add(Truck, Start.AddHours(-2), ("lat", 30.25), ("lon", 122.25), ("flags", 64L));
        sut.Store.Add(Truck, Start.AddHours(-25), ("lat", 1.0), ("lon", 1.0));

        var history = await sut.GetAsync("/api/vehicles/v-01/positions");

        var positions = history.GetProperty("positions").EnumerateArray().ToArray();
        Assert.Equal(["2026-03-01T10:00:00+08:00", "2026-03-01T11:00:00+08:00"], positions.Select(
            p => p.GetProperty("time").GetString()));
        Assert.Equal([30.25, 30.5], positions.Select(p => p.GetProperty("lat").GetDouble()));
        Assert.Equal(64, positions[0].GetProperty("flags").GetInt64());
        Assert.True(positions[1].GetProperty("working").GetBoolean());
        Assert.False(positions[0].TryGetProperty("working", out _));
    }

    [Fact]
    public async Task Positions_UnixMilliseconds_AreBoundsAsWell()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Add(Truck, Start, ("lat", 30.5), ("lon", 122.5));

        var history = await sut.GetAsync("/api/vehicles/v-01/positions?from=1772337600000&to=1772337600001");

        Assert.Single(history.GetProperty("positions").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/vehicles/v-77/positions", 404, "no vehicle 'v-77'")]
    [InlineData("/api/vehicles/v-01/positions?from=2026-03-02T00:00:00Z", 400, "must lie before")]
    [InlineData("/api/vehicles/v-01/positions?to=soon", 400, "to 'soon'")]
    public async Task Positions_AWrongRequest_IsRefusedInWords(string path, int status, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(words, await sut.GetProblemAsync(path, status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Positions_MoreThanTheLimit_IsRefusedWithTheLimit()
    {
        await using var sut = await DashboardsApp.StartAsync(options => options.MaxPoints = 100);
        for (var i = 1; i <= 101; i++) sut.Store.Add(Truck, Start.AddSeconds(-i), ("lat", 30.0), ("lon", 122.0));

        var detail = await sut.GetProblemAsync("/api/vehicles/v-01/positions", 400);

        Assert.Contains("more than 100 positions", detail, StringComparison.Ordinal);
    }

    private static JsonElement Vehicle(JsonElement list, string id) =>
        list.GetProperty("vehicles").EnumerateArray().Single(vehicle => vehicle.GetProperty("id").GetString() == id);
}
