using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Tests.Accounts;

public sealed class Tokens
{
    [Fact]
    public async Task Token_GivenOut_WorksUntilItsEnd()
    {
        await using var city = await City.StartAsync();
        var (client, token) = await GiveOutAsync(city, new { name = "scraper", role = "operator", days = 30 });

        var (status, session) = await City.SendAsync(client, "GET", "/api/session");
        Assert.Equal(200, status);
        Assert.Equal("token", session.GetProperty("kind").GetString());
        Assert.Equal("operator", session.GetProperty("role").GetString());
        Assert.Equal("in_force", token.GetProperty("state").GetString());

        city.App.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(401, (await City.SendAsync(client, "GET", "/api/status")).Status);
    }

    [Fact]
    public async Task Token_Revoked_EndsAtOnceAndStaysListed()
    {
        await using var city = await City.StartAsync();
        var (client, token) = await GiveOutAsync(city, new { name = "scraper", role = "viewer" });
        Assert.Equal(200, (await City.SendAsync(client, "GET", "/api/status")).Status);
        var boss = await city.SignedInAsync("boss");

        var (status, revoked) = await City.SendAsync(
            boss, "DELETE", $"/api/tokens/{token.GetProperty("id").GetInt64()}?why=leaked", new { });

        Assert.Equal(200, status);
        Assert.Equal("revoked", revoked.GetProperty("state").GetString());
        Assert.Equal(401, (await City.SendAsync(client, "GET", "/api/status")).Status);
        Assert.Equal(
            [("account:boss", "token:scraper", "revoked"), ("account:boss", "token:scraper", "created")],
            (await city.LedgerAsync("account")).Where(row => row.Subject == "token:scraper"));
    }

    [Fact]
    public async Task Token_Used_SaysWhenToTheMinute()
    {
        await using var city = await City.StartAsync();
        var (client, _) = await GiveOutAsync(city, new { name = "scraper", role = "viewer" });

        await City.SendAsync(client, "GET", "/api/status");
        city.App.Time.Advance(TimeSpan.FromSeconds(30));
        await City.SendAsync(client, "GET", "/api/status");
        Assert.Equal(DashboardsApp.Start, await UsedAsync(city));

        city.App.Time.Advance(TimeSpan.FromSeconds(30));
        await City.SendAsync(client, "GET", "/api/status");
        Assert.Equal(DashboardsApp.Start.AddMinutes(1), await UsedAsync(city));
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    public async Task Token_ThatIsNone_IsNobody(string header)
    {
        await using var city = await City.StartAsync();
        var client = city.Browser();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        Assert.Equal(401, (await City.SendAsync(client, "GET", "/api/status")).Status);
    }

    [Fact]
    public async Task Kiosk_InTheAddress_IsExchangedForACookieThatOnlyReads()
    {
        await using var city = await City.StartAsync();
        await city.App.GiveOutAsync("hall", kiosk: true);
        var wall = city.Browser();

        using var answer = await wall.GetAsync(
            new Uri($"/?lang=zh&token={DashboardsApp.SecretOf("hall")}&kiosk=1", UriKind.Relative));

        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Equal("/?lang=zh&kiosk=1", answer.Headers.Location!.ToString());
        var (_, session) = await City.SendAsync(wall, "GET", "/api/session");
        Assert.Equal("kiosk", session.GetProperty("kind").GetString());
        Assert.Equal(["read"], session.GetProperty("may").EnumerateArray().Select(one => one.GetString()!));
        Assert.Equal(200, (await City.SendAsync(wall, "GET", "/api/status")).Status);
        Assert.Equal(403, (await City.SendAsync(wall, "POST", "/api/reviews", new { })).Status);
    }

    [Fact]
    public async Task Kiosk_Revoked_TakesItsScreensAlong()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        await city.App.GiveOutAsync("hall", kiosk: true);
        var wall = city.Browser();
        using (await wall.GetAsync(new Uri($"/?token={DashboardsApp.SecretOf("hall")}", UriKind.Relative)))
            Assert.Equal(200, (await City.SendAsync(wall, "GET", "/api/status")).Status);
        var boss = await city.SignedInAsync("boss");
        var id = (await city.App.Operations.Accounts.ReadAsync(CancellationToken.None)).Tokens.Single().Id;

        await City.SendAsync(boss, "DELETE", $"/api/tokens/{id}", new { });

        Assert.Equal(401, (await City.SendAsync(wall, "GET", "/api/status")).Status);
    }

    [Fact]
    public async Task Token_OfARole_IsNotTakenFromAnAddress()
    {
        await using var city = await City.StartAsync();
        await city.App.GiveOutAsync("boss-token", Role.Administrator);
        var browser = city.Browser();

        using var answer = await browser.GetAsync(
            new Uri($"/?token={DashboardsApp.SecretOf("boss-token")}", UriKind.Relative));

        Assert.Equal("/", answer.Headers.Location!.ToString());
        Assert.Equal(401, (await City.SendAsync(browser, "GET", "/api/status")).Status);
    }

    [Fact]
    public async Task Kiosk_WithAnotherRole_IsRefused()
    {
        await using var app = await DashboardsApp.StartAsync();

        var words = await app.PostProblemAsync(
            "/api/tokens", """{"name":"hall","role":"operator","kiosk":true}""", 400);

        Assert.Contains("a kiosk only reads", words, StringComparison.Ordinal);
    }

    private static async Task<(HttpClient Client, System.Text.Json.JsonElement Token)> GiveOutAsync(
        City city, object wish)
    {
        await city.AddAsync("boss");
        var boss = await city.SignedInAsync("boss");
        var (status, made) = await City.SendAsync(boss, "POST", "/api/tokens", wish);
        Assert.Equal(200, status);
        var client = city.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("secret").GetString());
        return (client, made.GetProperty("token"));
    }

    private static async Task<DateTimeOffset?> UsedAsync(City city) =>
        (await city.App.Operations.Accounts.ReadAsync(CancellationToken.None)).Tokens.Single().UsedAt;
}
