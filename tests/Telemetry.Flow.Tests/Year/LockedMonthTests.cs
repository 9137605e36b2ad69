using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests.Year;

/// <summary>
/// What comes in after a month was reported: nothing that was published changes by itself, one revision waits for a
/// person, and what is published next shows both figures.
/// </summary>
public sealed class LockedMonthTests
{
    private const string February = "/api/reports/monthly/2009-02";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Every form of a report that carries nothing beside it.</summary>
    private static readonly string[] Forms =
        ["format=json", "format=csv&lang=zh", "format=csv&lang=en", "format=xlsx&lang=zh", "format=xlsx&lang=en"];

    /// <summary>
    /// 40,000 m³ a day; what ran in the last hour, 40,000 ÷ 20, is known only by a reading of the midnight after it.
    /// </summary>
    private const double Published = (28 * 40_000) - 2_000;
    private const double Revised = 28 * 40_000;

    [Fact]
    public async Task Late_readings_after_a_lock_wait_as_one_revision_and_the_next_report_shows_both_figures()
    {
        await using var host = await FlowHost.StartEmbeddedAsync("--Telemetry:Derive:Poll=00:00:00.5");
        using var device = await Device.ConnectAsync(host.BrokerPort);
        await ReplayedYear.PublishAsync(device, month: 2);
        await FinalAsync(host);
        var looked = await host.GetAsync(February);
        Assert.Equal(Published, Treated(looked));

        var locked = await ActAsync(host, February + "/lock", $$"""
            {"why":"reported on 3 March","data_version":"{{Text(looked, "data_version")}}"}
            """);
        Assert.Equal(7, locked.GetProperty("copies").GetArrayLength());
        var frozen = await FormsAsync(host);
        var page = await PageAsync(host);

        // The first late reading is one of March: it closes the last hour of February.
        await device.PublishAsync(
            "sanitation/plants/sewage-1/flow/effluent",
            Late(new(2009, 3, 1, 0, 0, 0, TimeSpan.FromHours(8)), "\"total_m3\":95360000"));
        var first = await RevisionAsync(host, "sewage-1/treated_m3", Revised);
        // The second is a load of 30 t that was never sent.
        await device.PublishAsync(
            "sanitation/facilities/xincheng-fecal/weighing",
            Late(
                new(2009, 2, 10, 16, 0, 0, TimeSpan.FromHours(8)),
                "\"ticket\":\"late\",\"vehicle\":\"vacuum-1\",\"material\":\"fecal\",\"net_kg\":30000,"
                + "\"source\":\"dinghai\""));
        var second = await RevisionAsync(host, "fecal-harmless-rate/collected/denominator", (28 * 300) + 30);

        Assert.Equal(first.GetProperty("id").GetInt64(), second.GetProperty("id").GetInt64());
        Assert.Equal("late data", Text(second, "cause"));
        Assert.Equal(Published, second.GetProperty("published").GetProperty("sewage-1/treated_m3").GetDouble());
        Assert.Equal(Revised, second.GetProperty("computed").GetProperty("sewage-1/treated_m3").GetDouble(), 1e-6);
        // Nothing that was published is another; the page says above it that a revision waits.
        Assert.Equal(frozen, await FormsAsync(host));
        Assert.Equal(page, WithoutNote(await PageAsync(host)));
        using (var answer = await host.SendAsync(February))
        {
            Assert.Equal(
                second.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture),
                answer.Headers.GetValues("Telemetry-Pending-Revision").Single());
        }
        Assert.Equal(Revised, Treated(await host.GetAsync(February + "?figures=computed")), 1e-6);
        Assert.Empty(await LedgerAsync(host, "kind=revision"));
        // The day's own value was given out before: its change is one row, made by the program.
        var change = Assert.Single(await LedgerAsync(host, "kind=day_value&subject=plant:sewage-1"));
        Assert.Equal(
            ("program:derive", "2009-02-28", 38_000),
            (Text(change, "actor"), Text(change, "day"),
            change.GetProperty("before").GetProperty("treated_m3").GetDouble()));

        await AcceptAsync(host, first, second);

        var row = Assert.Single(await LedgerAsync(host, "kind=revision"));
        Assert.Equal(
            ("local", "city", "2009-02", "a modem was down"),
            (Text(row, "actor"), Text(row, "subject"), Text(row, "month"), Text(row, "why")));
        Assert.Contains(Plain(Published), row.GetProperty("before").GetRawText(), StringComparison.Ordinal);
        Assert.Contains(Plain(Revised), row.GetProperty("after").GetRawText(), StringComparison.Ordinal);
        await BothFiguresAsync(host, Text(looked, "data_version"));
        Assert.Empty((await host.GetAsync("/api/revisions?state=open")).GetProperty("revisions").EnumerateArray());
        Assert.Equal("accepted", Text(Assert.Single(
            (await host.GetAsync("/api/revisions")).GetProperty("revisions").EnumerateArray()), "state"));
    }

    private static async Task AcceptAsync(FlowHost host, JsonElement first, JsonElement second)
    {
        var path = $"/api/revisions/{second.GetProperty("id").GetInt64()}/accept";
        // What was looked at before the second reading came is no longer what there is to accept.
        using var refused = await host.PostAsync(path, Decision(first));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        await ActAsync(host, path, Decision(second));

        static string Decision(JsonElement seen) =>
            $$"""{"data_version":"{{Text(seen, "data_version")}}","why":"a modem was down"}""";
    }

    /// <summary>In each form, the published figure and the one that it became, as plain arithmetic has them.</summary>
    private static async Task BothFiguresAsync(FlowHost host, string firstVersion)
    {
        var report = await host.GetAsync(February);
        Assert.Equal(Revised, Treated(report), 1e-6);
        var revised = report.GetProperty("revised").EnumerateArray().ToList();
        Assert.All(revised, figure => Assert.Equal(firstVersion, Text(figure, "before_version")));
        Is("plant:sewage-1", "treated", null, Published, Revised);
        Is("plant:sewage-1", "treated", "2009-02-28", 38_000, 40_000);
        Is("plant:sewage-1", "load", null, Published / Revised, 1);
        Is("sewage-treatment-rate/declared", "rate", null, Published / 2_800_000, 0.4);
        Is("fecal-harmless-rate/collected", "denominator", null, 28 * 300, (28 * 300) + 30);

        using var csv = await host.SendAsync(February + "?format=csv&lang=en");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n")
            .Where(line => line.Contains("plant:sewage-1", StringComparison.Ordinal)).ToList();
        Assert.Contains(lines, line => line.Contains(Plain(Published), StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(Plain(Revised), StringComparison.Ordinal));
        var page = await PageAsync(host);
        Assert.Contains(Grouped(Published), page, StringComparison.Ordinal);
        Assert.Contains(Grouped(Revised), page, StringComparison.Ordinal);
        Assert.DoesNotContain("<aside", page, StringComparison.Ordinal);

        void Is(string subject, string item, string? day, double before, double after)
        {
            var figure = Assert.Single(revised, one => Text(one, "subject") == subject && Text(one, "item") == item
                && (one.TryGetProperty("day", out var of) ? of.GetString() : null) == day);
            Assert.Equal(before, figure.GetProperty("before").GetDouble(), 1e-6);
            Assert.Equal(after, figure.GetProperty("after").GetDouble(), 1e-6);
        }
    }

    private static async Task FinalAsync(FlowHost host)
    {
        await Books.BalanceAsync(host);
        await Books.DerivedAsync(host, Patience);
        var report = await host.GetAsync(February);
        Assert.Equal("final", Text(report, "state"));
        Assert.Equal(5, report.GetProperty("rates").EnumerateArray()
            .Count(rate => rate.GetProperty("days_with_rate").GetInt32() == 28));
    }

    /// <summary>The one open revision, once it comes to this.</summary>
    private static async Task<JsonElement> RevisionAsync(FlowHost host, string figure, double value)
    {
        JsonElement[] open = [];
        await Eventually.TrueAsync(
            async () =>
            {
                open = [.. (await host.GetAsync("/api/revisions?state=open")).GetProperty("revisions")
                    .EnumerateArray()];
                return open.Length > 0
                    && Math.Abs(open[0].GetProperty("computed").GetProperty(figure).GetDouble() - value) < 1e-6;
            },
            Patience, $"a revision in which {figure} is {value}");
        // Whatever else is under way is in it as well: from here on it is looked at.
        await Books.DerivedAsync(host, Patience);
        return Assert.Single((await host.GetAsync("/api/revisions")).GetProperty("revisions").EnumerateArray());
    }

    private static async Task<JsonElement> ActAsync(FlowHost host, string path, string json)
    {
        using var answer = await host.PostAsync(path, json);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static async Task<List<string>> FormsAsync(FlowHost host)
    {
        var bytes = new List<string>();
        foreach (var form in Forms)
        {
            using var answer = await host.SendAsync($"{February}?{form}");
            bytes.Add(Convert.ToBase64String(await answer.Content.ReadAsByteArrayAsync()));
        }
        return bytes;
    }

    private static async Task<string> PageAsync(FlowHost host)
    {
        using var answer = await host.SendAsync(February + "?format=html&lang=en");
        return Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
    }

    private static string WithoutNote(string page)
    {
        const string End = "</aside>\n";
        var begin = page.IndexOf("<aside", StringComparison.Ordinal);
        Assert.True(begin > 0, "the page says nothing of a revision");
        return page.Remove(begin, page.IndexOf(End, StringComparison.Ordinal) + End.Length - begin);
    }

    private static async Task<List<JsonElement>> LedgerAsync(FlowHost host, string filter) =>
        [.. (await host.GetAsync($"/api/ledger?{filter}")).GetProperty("rows").EnumerateArray()];

    private static double Treated(JsonElement report) => report.GetProperty("plants").EnumerateArray()
        .Single(plant => Text(plant, "id") == "sewage-1").GetProperty("treated_m3").GetDouble();

    private static string Late(DateTimeOffset at, string fields) =>
        $$"""{"ts":{{at.ToUnixTimeMilliseconds()}},{{fields}}}""";

    private static string Text(JsonElement from, string name) => from.GetProperty(name).GetString()!;

    private static string Plain(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Grouped(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
