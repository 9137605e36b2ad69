using System.Text.Json;
using Telemetry.Dashboards.Tests.Reports;

namespace Telemetry.Dashboards.Tests;

public sealed class LedgerApi
{
    [Fact]
    public async Task Ledger_Filters_LetThroughWhatFits()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);
        await ReviewAsync(sut, 1, "li");
        sut.Time.Advance(TimeSpan.FromHours(1));
        await ReviewAsync(sut, 2, "li");
        await ReviewAsync(sut, 3, "wang");

        Assert.Equal(["2009-06-03", "2009-06-02", "2009-06-01"], await DaysAsync(sut, ""));
        Assert.Equal(["2009-06-03"], await DaysAsync(sut, "?actor=token:wang"));
        Assert.Equal(["2009-06-01"], await DaysAsync(sut, "?toDay=2009-06-01"));
        Assert.Equal(["2009-06-03", "2009-06-02"], await DaysAsync(sut, "?fromDay=2009-06-02&kind=review"));
        Assert.Equal(["2009-06-01"], await DaysAsync(sut, "?to=2026-03-01T04:30:00Z"));
        Assert.Empty(await DaysAsync(sut, "?kind=lock"));
    }

    [Fact]
    public async Task Ledger_Pages_FollowEachOther()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);
        for (var day = 1; day <= 3; day++) await ReviewAsync(sut, day, "li");

        var first = await sut.GetAsync("/api/ledger?kind=review&limit=2");
        var next = first.GetProperty("next").GetInt64();

        Assert.Equal(2, first.GetProperty("rows").GetArrayLength());
        var second = await sut.GetAsync($"/api/ledger?kind=review&limit=2&before={next}");
        var row = Assert.Single(second.GetProperty("rows").EnumerateArray());
        Assert.Equal("2009-06-01", row.GetProperty("day").GetString());
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("kind=gossip", "one of day_value, declared_figure")]
    [InlineData("actor=somebody", "actor 'somebody'")]
    [InlineData("limit=0", "from 1 to 1000")]
    [InlineData("before=x", "before 'x'")]
    [InlineData("fromDay=1.6.2009", "fromDay '1.6.2009'")]
    [InlineData("from=yesterday", "from 'yesterday'")]
    public async Task Ledger_AWrongRequest_IsRefusedInWords(string query, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(words, await sut.GetProblemAsync($"/api/ledger?{query}", 400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_WithoutAToken_IsOfWhoeverSitsAtTheMachine()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        var review = await sut.PostAsync("/api/reviews", """{"plant":"sewage-1","day":"2009-06-02"}""");

        Assert.Equal("local", review.GetProperty("actor").GetString());
    }

    [Theory]
    [InlineData("{}", 400, "plant and day are wanted")]
    [InlineData("""{"plant":"atlantis","day":"2009-06-02"}""", 404, "no plant 'atlantis'")]
    [InlineData("""{"plant":"sewage-1","day":"2009-06-07"}""", 409, "not closed yet")]
    [InlineData("""{"plant":"sewage-1","day":"2009-06-02","revision":4}""", 409, "look again")]
    public async Task Review_ThatCantBe_IsRefusedInWords(string json, int status, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        Assert.Contains(words, await sut.PostProblemAsync("/api/reviews", json, status), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-site", 403)]
    [InlineData("same-site", 403)]
    [InlineData("same-origin", 200)]
    public async Task Action_FromAPageOfAnotherSite_IsRefused(string site, int status)
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        using var answer = await sut.SendAsync(
            "/api/reviews", """{"plant":"sewage-1","day":"2009-06-02"}""", "application/json", site: site);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static Task<JsonElement> ReviewAsync(DashboardsApp app, int day, string token) => app.PostAsync(
        "/api/reviews", $$"""{"plant":"sewage-1","day":"2009-06-0{{day}}"}""", token);

    private static async Task<List<string?>> DaysAsync(DashboardsApp app, string query) =>
    [
        .. (await app.GetAsync($"/api/ledger{query}")).GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("kind").GetString() == "review")
            .Select(row => row.GetProperty("day").GetString()),
    ];
}
