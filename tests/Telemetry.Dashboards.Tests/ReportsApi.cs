using System.Text;
using System.Text.Json;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Reports.Rendering;
using Telemetry.Dashboards.Tests.Reports;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Locks;
using Telemetry.Storage.Operations.Published;

namespace Telemetry.Dashboards.Tests;

public sealed class ReportsApi
{
    private const string June = "/api/reports/monthly/2009-06";
    private const string Lock = June + "/lock";
    private const string Why = """{"why":"reported on 3 July"}""";

    [Fact]
    public async Task Report_FromStoredRows_HasTheSumsOfPlainArithmetic()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        var report = await sut.GetAsync(June);

        var plant = report.GetProperty("plants").EnumerateArray()
            .Single(plant => plant.GetProperty("id").GetString() == "sewage-1");
        Assert.Equal(1_151_900, plant.GetProperty("treated_m3").GetDouble());
        Assert.Equal(28, plant.GetProperty("days").GetProperty("with_figure").GetInt32());
        Assert.Equal("provisional", report.GetProperty("state").GetString());
        Assert.Matches("^[0-9a-f]{12}$", report.GetProperty("data_version").GetString()!);
    }

    [Fact]
    public async Task Report_InForm_ComesFromDaysAndTheLettersIndexAndNeverFromReadings()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);
        // 29 days of 288 readings. Of two rejects in June one came in its first hour, which is May's by UTC.
        sut.DeadLetters.Hours.AddRange(
        [
            (new(2009, 5, 31, 15, 0, 0, TimeSpan.Zero), "root/plants/sewage-1/flow/effluent", 100),
            (new(2009, 5, 31, 16, 0, 0, TimeSpan.Zero), "root/plants/sewage-1/flow/effluent", 1),
            (new(2009, 6, 30, 15, 0, 0, TimeSpan.Zero), "root/deeper/plants/sewage-1/flow/effluent", 1),
            (new(2009, 6, 30, 16, 0, 0, TimeSpan.Zero), "root/plants/sewage-1/flow/effluent", 100),
            (new(2009, 6, 15, 0, 0, 0, TimeSpan.Zero), "root/plants/sewage-1/flow/effluent/reset", 100),
        ]);

        var inForm = InForm(await sut.GetAsync(June), "sewage-1/effluent");

        Assert.Equal(29 * 288, inForm.GetProperty("good").GetDouble());
        Assert.Equal(29 * 288 + 2, inForm.GetProperty("judged").GetInt64());
        Assert.True(inForm.GetProperty("met").GetBoolean());
        Assert.Equal(0, sut.Store.ReadingsAsked);
    }

    [Fact]
    public async Task Report_InForm_OfDaysThatWereNotCountedIsUnknown()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);
        JuneRows.Uncount(sut, 3);

        var report = await sut.GetAsync(June);

        Assert.False(InForm(report, "sewage-1/effluent").TryGetProperty("met", out _));
        Assert.False(InForm(report, "sewage-1").TryGetProperty("share", out _));
    }

    private static JsonElement InForm(JsonElement report, string asset) =>
        report.GetProperty("quality").EnumerateArray()
            .Single(quality => quality.GetProperty("asset").GetString() == asset).GetProperty("in_form");

    [Theory]
    [InlineData("?format=csv&lang=en", "*/*", "text/csv")]
    [InlineData("?format=xlsx", "*/*", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("?format=html&lang=zh", "*/*", "text/html")]
    [InlineData("", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("", "application/json;q=0.5, text/csv", "text/csv")]
    [InlineData("", "*/*", "application/json")]
    public async Task Report_TheFormAskedFor_IsTheOneGiven(string query, string accept, string type)
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        using var answer = await AskAsync(sut, June + query, accept);

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(12, answer.Headers.GetValues("Telemetry-Data-Version").Single().Length);
    }

    [Fact]
    public async Task Report_Html_MayUseItsOwnStyleAndNothingElse()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        using var answer = await AskAsync(sut, June, "text/html", "en-GB,en");

        Assert.Contains("lang=\"en\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith(
            "default-src 'none'; style-src 'sha256-", answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/reports/monthly/2009-13", "month '2009-13'")]
    [InlineData(June + "?scope=nowhere", "scope 'nowhere'")]
    [InlineData(June + "?format=pdf", "one of json, csv, xlsx, html")]
    [InlineData(June + "?lang=fr", "one of zh, en")]
    [InlineData(June + "?figures=wished", "figures 'wished'")]
    public async Task Report_AWrongRequest_IsRefusedInWords(string path, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(words, await sut.GetProblemAsync(path, 400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_VersionTime_IsThatOfTheNewestChangeWhetherProvisionalOrLocked()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);
        var first = await DayAsync(38_200, "provisional");
        sut.Time.Advance(TimeSpan.FromHours(1));
        JuneRows.Change(sut, 2, 38_250);
        var second = await DayAsync(38_250, "provisional");
        sut.Time.Advance(TimeSpan.FromHours(1));
        var third = await sut.GetAsync(June);

        Assert.Equal("provisional", second.GetProperty("state").GetString());
        Assert.Equal(DashboardsApp.Start, TimeOf(first));
        Assert.Equal(DashboardsApp.Start.AddHours(1), TimeOf(second));
        Assert.NotEqual(VersionOf(first), VersionOf(second));
        Assert.Equal(second.GetRawText(), third.GetRawText());

        JuneRows.Fill(sut, whole: true);
        var closed = await DayAsync(38_200, "final");
        var locked = await sut.PostAsync(Lock, Why);
        sut.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(DashboardsApp.Start.AddHours(2), TimeOf(closed));
        Assert.Equal(TimeOf(closed), locked.GetProperty("version_at").GetDateTimeOffset());
        Assert.Equal(closed.GetRawText(), (await sut.GetAsync(June)).GetRawText());

        // What a derivation says of the plant's day that it writes.
        async Task<JsonElement> DayAsync(double treated, string state)
        {
            await sut.Operations.DayValues.PublishAsync(
                [
                    new DayValue(
                        ValueSubject.Of(new PlantId("sewage-1")), new(2009, 6, 2), state,
                        ValueSet.Of(("treated_m3", treated)), ChangeCause.None) { IsOther = true },
                ],
                Actor.Derive, default);
            return await sut.GetAsync(June);
        }

        static DateTimeOffset TimeOf(JsonElement report) => report.GetProperty("version_at").GetDateTimeOffset();
        static string VersionOf(JsonElement report) => report.GetProperty("data_version").GetString()!;
    }

    [Fact]
    public async Task Notes_ValuesThatChanged_AreWithoutWhatBinaryFractionsAddAtTheEnd()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);
        // 144.39999999999964 is what a difference of two totals in floats makes of 144.4.
        await PublishAsync(3, 10_144.4 - 10_000, 150);
        await PublishAsync(4, 10_144.4 - 10_000, 144.4);

        var notes = (await sut.GetAsync(June)).GetProperty("notes").EnumerateArray().ToDictionary(
            note => note.GetProperty("day").GetString()!,
            note => (note.GetProperty("before").GetString(), note.GetProperty("after").GetString()));

        Assert.Equal(("treated_m3 144.4", "treated_m3 150"), notes["2009-06-03"]);
        Assert.Equal(("treated_m3 144.39999999999964", "treated_m3 144.4"), notes["2009-06-04"]);

        async Task PublishAsync(int day, params double[] treated)
        {
            foreach (var value in treated)
            {
                await sut.Operations.DayValues.PublishAsync(
                    [
                        new DayValue(
                            ValueSubject.Of(new PlantId("sewage-1")), new(2009, 6, day), "final",
                            ValueSet.Of(("treated_m3", value)), ChangeCause.LateData) { IsOther = true },
                    ],
                    Actor.Derive, default);
            }
        }
    }

    [Fact]
    public async Task Lock_WithADayThatNobodyComputed_IsRefused()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        Assert.Contains("provisional", await sut.PostProblemAsync(Lock, Why, 409), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_AMonthThatRuns_IsRefused()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: true);

        var problem = await sut.PostProblemAsync("/api/reports/monthly/2026-03/lock", Why, 409);

        Assert.Contains("not over", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_WithoutAReason_IsRefused()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: true);

        Assert.Contains("why is wanted", await sut.PostProblemAsync(Lock, "{}", 400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_OfAnotherVersionThanWasLookedAt_IsRefused()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: true);

        var problem = await sut.PostProblemAsync(Lock, """{"why":"x","data_version":"000000000000"}""", 409);

        Assert.Contains("look at it again", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_TheBytesServedAfterwards_AreThoseBeforeAndTheLedgerSaysWho()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: true);
        var before = await AllFormsAsync(sut);

        var locked = await sut.PostAsync(Lock, Why, token: "office");

        Assert.True(locked.GetProperty("is_new").GetBoolean());
        Assert.Equal("token:office", locked.GetProperty("locked_by").GetString());
        Assert.Equal(7, locked.GetProperty("copies").GetArrayLength());
        JuneRows.Change(sut, 2, 99_999);
        Assert.Equal(before, await AllFormsAsync(sut));
        var row = Assert.Single((await sut.GetAsync("/api/ledger?kind=lock")).GetProperty("rows").EnumerateArray());
        Assert.Equal(
            ("token:office", "city", "2009-06", "reported on 3 July"),
            (row.GetProperty("actor").GetString(), row.GetProperty("subject").GetString(),
            row.GetProperty("month").GetString(), row.GetProperty("why").GetString()));
        Assert.False((await sut.PostAsync(Lock, Why)).GetProperty("is_new").GetBoolean());
    }

    [Fact]
    public async Task Revision_AfterLateData_IsOneAndTheFrozenReportSaysThatItWaits()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: true);
        await sut.PostAsync(Lock, Why);
        var frozen = await AllFormsAsync(sut);

        JuneRows.Change(sut, 2, 38_250);
        Assert.Equal(ProposalOutcome.Opened, (await ProposeAsync(sut)).Outcome);
        Assert.Equal(ProposalOutcome.Unchanged, (await ProposeAsync(sut)).Outcome);

        var revision = Assert.Single(await RevisionsAsync(sut));
        Assert.Equal("open", revision.GetProperty("state").GetString());
        Assert.Equal("late data", revision.GetProperty("cause").GetString());
        Assert.Equal(1_151_900, revision.GetProperty("published").GetProperty("sewage-1/treated_m3").GetDouble());
        Assert.Equal(1_151_950, revision.GetProperty("computed").GetProperty("sewage-1/treated_m3").GetDouble());
        var id = revision.GetProperty("id").GetInt64();
        using var json = await AskAsync(sut, June, "application/json");
        Assert.Equal(frozen[0], Convert.ToBase64String(await json.Content.ReadAsByteArrayAsync()));
        Assert.Equal($"{id}", json.Headers.GetValues("Telemetry-Pending-Revision").Single());
        using var html = await AskAsync(sut, June + "?lang=en", "text/html");
        var page = await html.Content.ReadAsStringAsync();
        Assert.Contains($"<aside role=\"note\">Not part of the published report", page, StringComparison.Ordinal);
        // Without the note the page is the published one.
        var begin = page.IndexOf("<aside", StringComparison.Ordinal);
        var note = page[begin..(page.IndexOf("</aside>\n", StringComparison.Ordinal) + "</aside>\n".Length)];
        Assert.Contains(
            Convert.ToBase64String(Encoding.UTF8.GetBytes(page.Replace(note, "", StringComparison.Ordinal))), frozen);
    }

    [Fact]
    public async Task Revision_Accepted_PublishesBothFiguresAndTheLedgerKeepsWho()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: true);
        await sut.PostAsync(Lock, Why);
        JuneRows.Change(sut, 2, 38_250);
        await ProposeAsync(sut);
        var revision = Assert.Single(await RevisionsAsync(sut));
        var path = $"/api/revisions/{revision.GetProperty("id").GetInt64()}/accept";

        Assert.Contains(
            "look at it again",
            await sut.PostProblemAsync(path, """{"data_version":"000000000000","why":"x"}""", 409),
            StringComparison.Ordinal);
        var decided = await sut.PostAsync(
            path, $$"""{"data_version":"{{revision.GetProperty("data_version").GetString()}}","why":"modem was down"}""",
            token: "boss");

        Assert.Equal("accepted", decided.GetProperty("state").GetString());
        Assert.Equal("token:boss", decided.GetProperty("decision").GetProperty("actor").GetString());
        var report = await sut.GetAsync(June);
        var revised = report.GetProperty("revised").EnumerateArray().Single(
            figure => figure.TryGetProperty("day", out var day) && day.GetString() == "2009-06-02");
        Assert.Equal((38_200, 38_250), (
            revised.GetProperty("before").GetDouble(), revised.GetProperty("after").GetDouble()));
        var row = Assert.Single((await sut.GetAsync("/api/ledger?kind=revision")).GetProperty("rows").EnumerateArray());
        Assert.Equal("token:boss", row.GetProperty("actor").GetString());
        Assert.Equal("modem was down", row.GetProperty("why").GetString());
        Assert.True(row.TryGetProperty("before", out _) && row.TryGetProperty("after", out _));
        // What is computed is now what is published, to the byte.
        Assert.Equal(await AllFormsAsync(sut), await AllFormsAsync(sut, "computed"));
        Assert.Contains("nothing is left to decide", await sut.PostProblemAsync(
            path, """{"data_version":"000000000000","why":"x"}""", 409), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revision_Refused_LeavesWhatWasPublished()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: true);
        await sut.PostAsync(Lock, Why);
        var frozen = await AllFormsAsync(sut);
        JuneRows.Change(sut, 2, 38_250);
        await ProposeAsync(sut);
        var revision = Assert.Single(await RevisionsAsync(sut));

        await sut.PostAsync(
            $"/api/revisions/{revision.GetProperty("id").GetInt64()}/refuse",
            $$"""{"data_version":"{{revision.GetProperty("data_version").GetString()}}","why":"meter under test"}""");

        Assert.Equal(frozen, await AllFormsAsync(sut));
        Assert.Equal(ProposalOutcome.RefusedBefore, (await ProposeAsync(sut)).Outcome);
        var decision = Assert.Single(await RevisionsAsync(sut)).GetProperty("decision");
        Assert.Equal("local", decision.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Revision_ThatIsNotThere_IsNotFound()
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains("no revision 77", await sut.PostProblemAsync(
            "/api/revisions/77/accept", """{"data_version":"000000000000","why":"x"}""", 404), StringComparison.Ordinal);
    }

    private static Task<ProposalReceipt> ProposeAsync(DashboardsApp app) => app.Reports.ProposeAsync(
        Scope.City, JuneReport.June, ChangeCause.LateData, CancellationToken.None);

    private static async Task<JsonElement[]> RevisionsAsync(DashboardsApp app) =>
        [.. (await app.GetAsync("/api/revisions")).GetProperty("revisions").EnumerateArray()];

    private static async Task<List<string>> AllFormsAsync(DashboardsApp app, string figures = "published")
    {
        var bytes = new List<string>();
        foreach (var form in ReportForm.All)
        {
            var language = form.Language == ReportLanguage.Zh ? "zh" : "en";
            using var answer = await AskAsync(
                app, $"{June}?format={form.FormatName}&lang={language}&figures={figures}", "*/*");
            bytes.Add(Convert.ToBase64String(await answer.Content.ReadAsByteArrayAsync()));
        }
        return bytes;
    }

    private static async Task<HttpResponseMessage> AskAsync(
        DashboardsApp app, string path, string accept, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Accept", accept);
        if (language is not null) request.Headers.Add("Accept-Language", language);
        var answer = await app.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer;
    }
}
