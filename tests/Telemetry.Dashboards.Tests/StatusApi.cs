using Telemetry.Dashboards.Status;

namespace Telemetry.Dashboards.Tests;

public sealed class StatusApi
{
    [Fact]
    public async Task Status_BooksThatBalance_SaySoFromTheirTermsAlone()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var status = await sut.GetAsync("/api/status");

        var intake = status.GetProperty("intake");
        Assert.Equal(1000, intake.GetProperty("received").GetInt64());
        Assert.Equal(8, intake.GetProperty("dead_lettered").GetInt64());
        Assert.Equal(2, intake.GetProperty("in_flight").GetInt64());
        Assert.True(intake.GetProperty("balanced").GetBoolean());
        Assert.True(status.GetProperty("stored").GetProperty("balanced").GetBoolean());
        Assert.Equal(1, status.GetProperty("stored").GetProperty("store_rejected").GetInt64());
    }

    [Fact]
    public async Task Status_BooksThatDoNotBalance_NameTheDifference()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Status.Next = sut.Status.Next with { Intake = new IntakeBooks(1000, 990, 8, 0, 0) };

        var intake = (await sut.GetAsync("/api/status")).GetProperty("intake");

        Assert.False(intake.GetProperty("balanced").GetBoolean());
        Assert.Equal(2, intake.GetProperty("difference").GetInt64());
    }

    [Fact]
    public async Task Status_WhatIsNotKnown_IsAbsent()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Status.Next = sut.Status.Next with
        {
            ClockSynchronised = null,
            Spool = new SpoolStatus(true, 0, null, 0, null, null),
        };

        var status = await sut.GetAsync("/api/status");

        Assert.False(status.TryGetProperty("clock_synchronised", out _));
        Assert.False(status.GetProperty("spool").TryGetProperty("lag_seconds", out _));
        Assert.False(status.GetProperty("spool").TryGetProperty("limit_bytes", out _));
    }

    [Fact]
    public async Task Status_StatesAndReasons_AreWords()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var status = await sut.GetAsync("/api/status");

        Assert.Equal("ok", status.GetProperty("store").GetProperty("state").GetString());
        Assert.Equal("connected", status.GetProperty("connections")[0].GetProperty("state").GetString());
        Assert.Equal(5, status.GetProperty("dead_letters").GetProperty("malformed").GetInt64());
    }

    [Fact]
    public async Task Api_APathThatIsNotThere_IsAProblemThatPointsToTheDescription()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var detail = await sut.GetProblemAsync("/api/plant", 404);

        Assert.Contains("/openapi/v1.json", detail, StringComparison.Ordinal);
    }
}
