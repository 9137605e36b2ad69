using System.Text.Json;
using Telemetry.Dashboards.Tests.Reports;

namespace Telemetry.Dashboards.Tests;

public sealed class DeclaredApi
{
    private const string Correction =
        """
        {"plant":"sewage-1","meter":"effluent","day":"2009-06-20","volume_m3":44100,"reason":"modem","source":"log"}
        """;

    [Fact]
    public async Task Declare_Json_IsTakenListedAndInTheLedger()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = JuneReport.Registry;

        var receipt = await DeclareAsync(sut, "day_correction", Correction, token: "office");

        var added = Assert.Single(receipt.GetProperty("added").EnumerateArray());
        Assert.Equal("token:office", added.GetProperty("actor").GetString());
        var listed = Assert.Single(
            (await sut.GetAsync("/api/declared?kind=day_correction")).GetProperty("figures").EnumerateArray());
        Assert.Equal(44_100, listed.GetProperty("figure").GetProperty("volume_m3").GetDouble());
        Assert.Equal("sewage-1/effluent", listed.GetProperty("subject").GetString());
        Assert.Equal(("2009-06-20", "2009-06-21"), (
            listed.GetProperty("from").GetString(), listed.GetProperty("until").GetString()));
        var row = Assert.Single(
            (await sut.GetAsync("/api/ledger?kind=declared_figure")).GetProperty("rows").EnumerateArray());
        Assert.Equal("as agreed", row.GetProperty("why").GetString());
        // Word for word the same adds nothing.
        Assert.Equal(1, (await DeclareAsync(sut, "day_correction", Correction)).GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task Declare_Csv_IsTakenWholeAndTheSameFileTwiceAddsNothing()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = JuneReport.Registry;
        const string Csv = """
            scope,customers,from,supply_m3d,coefficient,source
            city,domestic,2009-06-01,60000,0.8,waterworks
            city,industrial,2009-06-01,20000,0.5,waterworks
            """;
        const string Path = "/api/declared?kind=water_supply&why=yearbook&file=supply.csv";

        using var first = await sut.SendAsync(Path, Csv, "text/csv");
        using var second = await sut.SendAsync(Path, Csv, "text/csv");

        Assert.Equal(2, (await JsonOf(first)).GetProperty("added").GetArrayLength());
        var again = await JsonOf(second);
        Assert.Equal(0, again.GetProperty("added").GetArrayLength());
        Assert.True(again.TryGetProperty("same_file_as", out _));
    }

    [Fact]
    public async Task Declare_AWrongRow_TakesNothingAndNamesRowColumnAndValue()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = JuneReport.Registry;
        const string Csv = """
            scope,customers,from,supply_m3d,coefficient,source
            city,domestic,2009-06-01,60000,0.8,waterworks
            city,industrial,2009-06-01,many,3,waterworks
            """;

        using var answer = await sut.SendAsync("/api/declared?kind=water_supply&why=yearbook", Csv, "text/csv");

        Assert.Equal(400, (int)answer.StatusCode);
        var errors = (await JsonOf(answer)).GetProperty("errors").EnumerateArray().ToArray();
        Assert.Contains(errors, error => error.GetProperty("row").GetInt32() == 3
            && error.GetProperty("column").GetString() == "supply_m3d"
            && error.GetProperty("value").GetString() == "many");
        Assert.Contains(errors, error => error.GetProperty("column").GetString() == "coefficient");
        Assert.Equal(0, (await sut.GetAsync("/api/declared")).GetProperty("figures").GetArrayLength());
    }

    [Fact]
    public async Task Withdraw_TheNewest_IsARowThatSaysSo()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = JuneReport.Registry;
        var id = (await DeclareAsync(sut, "day_correction", Correction))
            .GetProperty("added")[0].GetProperty("id").GetInt64();

        var withdrawn = await sut.PostAsync($"/api/declared/{id}/withdraw", """{"why":"wrong day"}""");

        Assert.True(withdrawn.GetProperty("is_withdrawn").GetBoolean());
        Assert.Equal(2, (await sut.GetAsync("/api/declared")).GetProperty("figures").GetArrayLength());
        Assert.Contains("not the newest", await sut.PostProblemAsync(
            $"/api/declared/{id}/withdraw", """{"why":"again"}""", 404), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_IsTheHeaderOfTheKindsFile()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var header = await sut.Client.GetStringAsync(
            new Uri("/api/declared/template?kind=missed_volume", UriKind.Relative));

        Assert.Equal("plant,meter,day,volume_m3,reason,source\r\n", header);
    }

    [Theory]
    [InlineData("[]", "not JSON of that shape")]
    [InlineData("{}", "figures is wanted")]
    [InlineData("""{"figures":[{}]}""", "kind is wanted")]
    [InlineData("""{"kind":"gossip","figures":[{}]}""", "kind 'gossip'")]
    [InlineData("""{"kind":"weighing","figures":[{}]}""", "why is wanted")]
    public async Task Declare_AWrongRequest_IsRefusedInWords(string json, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(words, await sut.PostProblemAsync("/api/declared", json, 400), StringComparison.Ordinal);
    }

    private static Task<JsonElement> DeclareAsync(
        DashboardsApp app, string kind, string figure, string? token = null) => app.PostAsync(
            "/api/declared", $$"""{"kind":"{{kind}}","why":"as agreed","figures":[{{figure}}]}""", token);

    private static async Task<JsonElement> JsonOf(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
