using Telemetry.Dashboards.Access;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Tests.Accounts;

public sealed class Managing
{
    [Fact]
    public async Task First_WithTheCodeOfTheLog_MakesTheAdministratorOnce()
    {
        await using var city = await City.StartAsync();
        var browser = city.Browser();
        var (_, before) = await City.SendAsync(browser, "GET", "/api/session");
        Assert.True(before.GetProperty("first_run").GetBoolean());
        var boss = new { code = city.FirstCode.ToLowerInvariant(), name = "boss", password = City.Password };

        var (wrong, _) = await City.SendAsync(
            browser, "POST", "/api/accounts/first", boss with { code = "0000-0000-0000" });
        var (right, session) = await City.SendAsync(browser, "POST", "/api/accounts/first", boss);
        var (again, _) = await City.SendAsync(city.Browser(), "POST", "/api/accounts/first", boss with { name = "b2" });

        Assert.Equal((401, 200, 409), (wrong, right, again));
        Assert.Equal("administrator", session.GetProperty("role").GetString());
        Assert.Equal("boss", await City.WhoAsync(browser));
        Assert.False(
            (await City.SendAsync(browser, "GET", "/api/session")).Answer.GetProperty("first_run").GetBoolean());
        Assert.Equal([("program:web", "account:boss", "created")], await city.LedgerAsync("account"));
    }

    [Fact]
    public async Task First_GuessedTooOften_Waits()
    {
        await using var city = await City.StartAsync();
        var browser = city.Browser();
        var body = new { code = "0000-0000-0000", name = "boss", password = City.Password };
        for (var i = 0; i < SignInBrake.FreeForName; i++)
            await City.SendAsync(browser, "POST", "/api/accounts/first", body);

        var (status, _) = await City.SendAsync(
            browser, "POST", "/api/accounts/first", body with { code = city.FirstCode });

        Assert.Equal(429, status);
    }

    [Fact]
    public async Task First_WithoutAccounts_HasNoCode()
    {
        await using var app = await DashboardsApp.StartAsync();

        Assert.Equal(0, app.Log.Count(4102));
    }

    [Fact]
    public async Task Account_Added_SetsItsPasswordWithTheCodeOnce()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        var boss = await city.SignedInAsync("boss");

        var (status, receipt) = await City.SendAsync(
            boss, "POST", "/api/accounts", new { name = "wang", role = "dispatcher", why = "new in the fleet office" });
        Assert.Equal(200, status);
        Assert.False(receipt.GetProperty("account").GetProperty("has_password").GetBoolean());
        var body = new { name = "wang", code = receipt.GetProperty("code").GetString(), password = City.Password };
        var wang = city.Browser();
        var (set, session) = await City.SendAsync(wang, "POST", "/api/session/password", body);
        var (again, _) = await City.SendAsync(city.Browser(), "POST", "/api/session/password", body);

        Assert.Equal((200, 401), (set, again));
        Assert.Equal("dispatcher", session.GetProperty("role").GetString());
        Assert.Equal("wang", await City.WhoAsync(wang));
        Assert.Equal(
            [
                ("account:wang", "account:wang", "password by one-time code"),
                ("account:boss", "account:wang", "created"), ("local", "account:boss", "created"),
            ],
            await city.LedgerAsync("account"));
    }

    [Fact]
    public async Task Account_Reset_LosesPasswordAndSessions_AndItsCodeEnds()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        await city.AddAsync("wang", Role.Viewer);
        var (boss, wang) = (await city.SignedInAsync("boss"), await city.SignedInAsync("wang"));
        var id = await IdAsync(city, "wang");

        var (_, receipt) = await City.SendAsync(boss, "PATCH", $"/api/accounts/{id}", new { reset = true });

        Assert.Null(await City.WhoAsync(wang));
        Assert.Equal(401, (await City.SendAsync(
            wang, "POST", "/api/session", new { name = "wang", password = City.Password })).Status);
        city.App.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(401, (await City.SendAsync(wang, "POST", "/api/session/password", new
        {
            name = "wang", code = receipt.GetProperty("code").GetString(), password = City.Password,
        })).Status);
    }

    [Fact]
    public async Task Account_TheLastAdministrator_StaysOne()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        var boss = await city.SignedInAsync("boss");
        var id = await IdAsync(city, "boss");

        var (demoted, _) = await City.SendAsync(boss, "PATCH", $"/api/accounts/{id}", new { role = "viewer" });
        var (disabled, _) = await City.SendAsync(boss, "PATCH", $"/api/accounts/{id}", new { enabled = false });
        var (removed, _) = await City.SendAsync(boss, "DELETE", $"/api/accounts/{id}", new { });
        Assert.Equal((409, 409, 409), (demoted, disabled, removed));

        await city.AddAsync("second");
        Assert.Equal(200, (await City.SendAsync(boss, "DELETE", $"/api/accounts/{id}?why=retired", new { })).Status);
        Assert.Null(await City.WhoAsync(boss));
    }

    [Fact]
    public async Task Account_Removed_LeavesItsNameToNobody()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        await city.AddAsync("wang", Role.Viewer);
        var boss = await city.SignedInAsync("boss");
        await City.SendAsync(boss, "DELETE", $"/api/accounts/{await IdAsync(city, "wang")}", new { });

        var (account, problem) = await City.SendAsync(
            boss, "POST", "/api/accounts", new { name = "ＷＡＮＧ", role = "viewer" });
        var (token, _) = await City.SendAsync(boss, "POST", "/api/tokens", new { name = "Wang", role = "viewer" });

        Assert.Equal((409, 409), (account, token));
        Assert.Contains("ledger", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "viewer", null, "name ''")]
    [InlineData(" wang", "viewer", null, "name ' wang'")]
    [InlineData("wang", null, null, "role is wanted: viewer, dispatcher, operator, engineer, administrator")]
    [InlineData("wang", "king", null, "role 'king'")]
    [InlineData("wang", "viewer", "short", "10 to 256 characters")]
    [InlineData("wangwangwang", "viewer", "WangWangWang", "anything but the name")]
    [InlineData("wang", "viewer", "aaaaaaaaaaaa", "4 different characters")]
    public async Task Account_ThatCantBe_IsRefusedInWords(string name, string? role, string? password, string words)
    {
        await using var app = await DashboardsApp.StartAsync();

        var problem = await app.PostProblemAsync(
            "/api/accounts", System.Text.Json.JsonSerializer.Serialize(new { name, role, password }), 400);

        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_HaveNoSecretInThem()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        var boss = await city.SignedInAsync("boss");
        var (_, made) = await City.SendAsync(boss, "POST", "/api/tokens", new { name = "scraper", role = "viewer" });
        var (_, added) = await City.SendAsync(boss, "POST", "/api/accounts", new { name = "wang", role = "viewer" });
        var secret = made.GetProperty("secret").GetString()!;

        var (_, accounts) = await City.SendAsync(boss, "GET", "/api/accounts");
        var (_, tokens) = await City.SendAsync(boss, "GET", "/api/tokens");
        var (_, ledger) = await City.SendAsync(boss, "GET", "/api/ledger");
        var said = $"{accounts}{tokens}{ledger}";

        Assert.DoesNotContain("hash", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets.HashOf(secret), said, StringComparison.Ordinal);
        Assert.DoesNotContain(added.GetProperty("code").GetString()!, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_OfAccountsAndSignIns_IsTheAdministratorsAlone()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        await city.AddAsync("wang", Role.Engineer);
        var (boss, wang) = (await city.SignedInAsync("boss"), await city.SignedInAsync("wang"));

        Assert.Equal(403, (await City.SendAsync(wang, "GET", "/api/ledger?kind=sign_in")).Status);
        Assert.Empty((await City.SendAsync(wang, "GET", "/api/ledger")).Answer.GetProperty("rows").EnumerateArray());
        Assert.Equal(
            2, (await City.SendAsync(boss, "GET", "/api/ledger?kind=sign_in")).Answer.GetProperty("rows")
                .GetArrayLength());
    }

    private static async Task<long> IdAsync(City city, string name) =>
        (await city.App.Operations.Accounts.ReadAsync(CancellationToken.None)).Accounts
            .Single(account => account.Name == name).Id;
}
