using System.Text.Json;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Fleet;

namespace Telemetry.Dashboards.Tests;

public sealed class RoundsApi
{
    private const string Path = "/api/rounds/2026-03-01";

    /// <summary>It is noon: until then the points had to be served.</summary>
    [Fact]
    public async Task Rounds_AtTheEndOfTheirTime_SayWhatIsServedAndWhatIsOverdue()
    {
        await using var sut = await StartAsync();

        var rounds = await sut.GetAsync(Path);

        Assert.True(rounds.GetProperty("computed").GetBoolean());
        var round = Assert.Single(rounds.GetProperty("rounds").EnumerateArray());
        Assert.Equal(
            ("fecal-north", "北区粪便清运线", "v-01", 2, 1),
            (round.GetProperty("id").GetString(), round.GetProperty("name").GetProperty("zh").GetString(),
            round.GetProperty("vehicle").GetString(), round.GetProperty("due").GetInt32(),
            round.GetProperty("served").GetInt32()));
        Assert.Equal("""{"overdue":1,"served":1}""", round.GetProperty("states").GetRawText());
        var points = round.GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal(["served", "overdue"], points.Select(point => point.GetProperty("state").GetString()));
        Assert.Equal("v-01", points[0].GetProperty("served_by").GetString());
        Assert.StartsWith("2026-03-01T08:05:", points[0].GetProperty("served_at").GetString());
        Assert.Equal("2026-03-01T12:00:00+08:00", points[1].GetProperty("until").GetString());
        Assert.False(points[1].TryGetProperty("served_at", out _));
    }

    [Fact]
    public async Task Rounds_OfADayThatIsOver_SayWhatWasMissed()
    {
        await using var sut = await StartAsync();
        sut.Time.Advance(TimeSpan.FromHours(12));

        var points = (await sut.GetAsync(Path)).GetProperty("rounds")[0].GetProperty("points");

        Assert.Equal("missed", points[1].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Rounds_Clearance_IsServedByDueAndUnknownWhereNothingWasDue()
    {
        await using var sut = await StartAsync();

        var rates = (await sut.GetAsync(Path)).GetProperty("clearances").EnumerateArray().ToArray();

        Assert.Equal(3, rates.Length);
        Assert.False(rates[0].TryGetProperty("district", out _));
        Assert.Equal(0.5, rates[0].GetProperty("rate").GetDouble());
        Assert.Equal(
            ("north", 0.5), (rates[1].GetProperty("district").GetString(), rates[1].GetProperty("rate").GetDouble()));
        Assert.Equal(
            ("south", 0), (rates[2].GetProperty("district").GetString(), rates[2].GetProperty("due").GetInt32()));
        Assert.False(rates[2].TryGetProperty("rate", out _));
    }

    [Fact]
    public async Task Rounds_AWeighingWithoutALoad_IsReportedWithItsReason()
    {
        await using var sut = await StartAsync();

        var weighing = Assert.Single((await sut.GetAsync(Path)).GetProperty("unmatched").EnumerateArray());

        Assert.Equal(
            ("gate", "T9", "fecal", 3_000, "no_visit"),
            (weighing.GetProperty("facility").GetString(), weighing.GetProperty("ticket").GetString(),
            weighing.GetProperty("material").GetString(), weighing.GetProperty("net_kg").GetDouble(),
            weighing.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Rounds_OfADayThatWasNeverDerived_AreNotComputed()
    {
        await using var sut = await StartAsync();

        var rounds = await sut.GetAsync("/api/rounds/2026-02-01");

        Assert.False(rounds.GetProperty("computed").GetBoolean());
        Assert.Empty(rounds.GetProperty("rounds").EnumerateArray());
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task Rounds_OfNoDay_AreRefusedInWords(string date)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(
            $"date '{date}' is no day", await sut.GetProblemAsync($"/api/rounds/{date}", 400),
            StringComparison.Ordinal);
    }

    private static async Task<DashboardsApp> StartAsync()
    {
        var app = await MorningRound.StartAsync();
        var day = MorningRound.Day;
        var visits = MorningRound.Hour.Visits.Select(visit => new VehicleVisit(MorningRound.Truck, visit));
        var weighing = new WeighingRow(
            new FacilityId("gate"), Material.Fecal, "-", "T9", day.StartMs + 3_600_000, null, null, 3_000, null,
            MorningRound.Truck);
        await app.Operations.Fleet.ReplaceAsync(
            new DerivedService(
                ServiceDay.Compute(MorningRound.Registry, day, visits, day.EndMs),
                [new UnmatchedWeighing(weighing, NoMatch.NoVisit)], "r1"),
            CancellationToken.None);
        return app;
    }
}
