using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Access;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Tests.Accounts;

public sealed class Sessions
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Session_WithoutAccounts_SaysThatThisMachineMayDoEverything()
    {
        await using var app = await DashboardsApp.StartAsync();

        var session = await app.GetAsync("/api/session");

        Assert.False(session.GetProperty("accounts_on").GetBoolean());
        Assert.Equal("local", session.GetProperty("kind").GetString());
        Assert.Contains("manage_accounts", session.GetProperty("may").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains(
            "Telemetry:Web:Accounts",
            await app.PostProblemAsync("/api/session", """{"name":"li","password":"x"}""", 409),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WithoutAccounts_IsNotOfAPageWhoseNameLeadsHere()
    {
        await using var app = await DashboardsApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/status", UriKind.Relative));
        request.Headers.Host = "attacker.example";

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Session_WithoutAccountsThroughAProxy_IsNotOfThisMachine()
    {
        await using var app = await DashboardsApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/status", UriKind.Relative));
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Session_WhereAnyoneReads_ReadsAndChangesNothing()
    {
        await using var app = await DashboardsApp.StartAsync(access: new AccessOptions { AnyoneReads = true });
        app.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        Assert.Equal("anyone", (await app.GetAsync("/api/session")).GetProperty("kind").GetString());
        await app.GetAsync("/api/status");
        Assert.Contains(
            "review_days", await app.PostProblemAsync("/api/reviews", "{}", 403), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithThePassword_GivesACookieThatOnlyTheHostReads()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("王芳", Role.Operator);
        var browser = city.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/session", UriKind.Relative))
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { name = "王芳", password = City.Password }),
        };

        using var answer = await browser.SendAsync(request);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);
        var (_, session) = await City.SendAsync(browser, "GET", "/api/session");
        Assert.Equal("王芳", session.GetProperty("name").GetString());
        Assert.Equal("operator", session.GetProperty("role").GetString());
        Assert.Equal(
            ["read", "handle_plant_alarms", "review_days", "declare_figures"],
            session.GetProperty("may").EnumerateArray().Select(one => one.GetString()!));
        Assert.Equal(DashboardsApp.Start.AddHours(12), session.GetProperty("until").GetDateTimeOffset());
        Assert.Contains(("account:王芳", "account:王芳", "signed in"), await city.LedgerAsync("sign_in"));
    }

    [Fact]
    public async Task SignIn_ByHttpsThroughAProxy_GivesASecureCookie()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("wang");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/session", UriKind.Relative))
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { name = "wang", password = City.Password }),
        };
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await city.Browser().SendAsync(request);

        Assert.Contains("; secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_Idle_SlidesAndThenEnds()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("wang");
        var browser = await city.SignedInAsync("wang");

        city.App.Time.Advance(TimeSpan.FromHours(7));
        Assert.Equal("wang", await City.WhoAsync(browser));
        city.App.Time.Advance(TimeSpan.FromHours(11));
        Assert.Equal("wang", await City.WhoAsync(browser));
        city.App.Time.Advance(TimeSpan.FromHours(12) + Later);
        Assert.Null(await City.WhoAsync(browser));
    }

    [Fact]
    public async Task Session_InUse_EndsAfterSevenDaysAllTheSame()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("wang");
        var browser = await city.SignedInAsync("wang");
        for (var hours = 10; hours < 7 * 24; hours += 10)
        {
            city.App.Time.Advance(TimeSpan.FromHours(10));
            Assert.Equal("wang", await City.WhoAsync(browser));
        }

        city.App.Time.Advance(TimeSpan.FromHours(10));

        Assert.Null(await City.WhoAsync(browser));
    }

    [Fact]
    public async Task SignOut_EndsAlsoACopyOfTheCookie()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("wang");
        using var answer = await city.Browser().PostAsync(
            new Uri("/api/session", UriKind.Relative),
            System.Net.Http.Json.JsonContent.Create(new { name = "wang", password = City.Password }));
        var copy = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.Equal("wang", await WithCookieAsync(city, "GET", copy));

        Assert.Null(await WithCookieAsync(city, "DELETE", copy));

        Assert.Null(await WithCookieAsync(city, "GET", copy));
        Assert.Contains(("account:wang", "account:wang", "signed out"), await city.LedgerAsync("sign_in"));
    }

    [Fact]
    public async Task Password_Changed_EndsTheOtherSessionsAndKeepsThisOne()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("wang");
        var (here, elsewhere) = (await city.SignedInAsync("wang"), await city.SignedInAsync("wang"));

        var (wrong, _) = await City.SendAsync(
            here, "POST", "/api/session/password", new { current = "not this one", password = "another good one" });
        var (short_, _) = await City.SendAsync(
            here, "POST", "/api/session/password", new { current = City.Password, password = "short" });
        var (right, _) = await City.SendAsync(
            here, "POST", "/api/session/password", new { current = City.Password, password = "another good one" });

        Assert.Equal((401, 400, 200), (wrong, short_, right));
        Assert.Equal("wang", await City.WhoAsync(here));
        Assert.Null(await City.WhoAsync(elsewhere));
        await city.SignedInAsync("wang", "another good one");
    }

    [Fact]
    public async Task SignIn_WithAHashOfFewerRounds_HashesAnew()
    {
        await using var city = await City.StartAsync();
        var old = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }))
            .HashPassword(null!, City.Password);
        await city.App.Operations.Accounts.AddAsync(
            new NewAccount("wang", Role.Viewer, old, null, null, ""), false, Storage.Operations.Actor.Local,
            CancellationToken.None);

        city.App.Time.Advance(Later);
        var browser = await city.SignedInAsync("wang");

        var account = Assert.Single((await city.App.Operations.Accounts.ReadAsync(CancellationToken.None)).Accounts);
        Assert.NotEqual(old, account.PasswordHash);
        Assert.Equal("wang", await City.WhoAsync(browser));
        await city.SignedInAsync("wang");
    }

    [Fact]
    public async Task Role_Changed_CountsInTheOpenSession()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        await city.AddAsync("wang", Role.Viewer);
        var (boss, wang) = (await city.SignedInAsync("boss"), await city.SignedInAsync("wang"));
        Assert.Equal(403, (await City.SendAsync(wang, "GET", "/api/dead-letters")).Status);
        var id = (await city.App.Operations.Accounts.ReadAsync(CancellationToken.None)).Accounts
            .Single(account => account.Name == "wang").Id;

        await City.SendAsync(boss, "PATCH", $"/api/accounts/{id}", new { role = "engineer" });

        Assert.Equal(200, (await City.SendAsync(wang, "GET", "/api/dead-letters")).Status);
    }

    [Fact]
    public async Task Action_OfASession_StandsInTheLedgerWithItsAccount()
    {
        await using var city = await City.StartAsync();
        Reports.JuneRows.Fill(city.App, whole: false);
        await city.AddAsync("wang", Role.Operator);
        var wang = await city.SignedInAsync("wang");

        var (status, review) = await City.SendAsync(
            wang, "POST", "/api/reviews", new { plant = "sewage-1", day = "2009-06-02" });

        Assert.Equal(200, status);
        Assert.Equal("account:wang", review.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Live_OfASessionThatIsRevoked_Ends()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("boss");
        await city.AddAsync("wang", Role.Viewer);
        var (boss, wang) = (await city.SignedInAsync("boss"), await city.SignedInAsync("wang"));
        await using var stream = await EventStream.OpenAsync(wang);
        await stream.NextAsync();
        var id = (await city.App.Operations.Accounts.ReadAsync(CancellationToken.None)).Accounts
            .Single(account => account.Name == "wang").Id;

        await City.SendAsync(boss, "PATCH", $"/api/accounts/{id}", new { end_sessions = true });
        city.App.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await stream.EndsAsync());
        Assert.Equal(401, (await City.SendAsync(wang, "GET", "/api/status")).Status);
    }

    [Fact]
    public async Task Live_OfASessionThatSignedOut_Ends()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("wang");
        var wang = await city.SignedInAsync("wang");
        await using var stream = await EventStream.OpenAsync(wang);
        await stream.NextAsync();

        await City.SendAsync(wang, "DELETE", "/api/session");
        city.App.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await stream.EndsAsync());
    }

    [Fact]
    public async Task Live_OfATokenThatAnotherProcessRevoked_EndsWithinSeconds()
    {
        await using var city = await City.StartAsync();
        await city.App.GiveOutAsync("wall", Role.Viewer);
        var client = city.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", DashboardsApp.SecretOf("wall"));
        await using var stream = await EventStream.OpenAsync(client);
        await stream.NextAsync();
        var token = (await city.App.Operations.Accounts.ReadAsync(CancellationToken.None)).Tokens.Single();

        await city.App.Operations.Accounts.RevokeTokenAsync(
            token.Id, "lost", Storage.Operations.Actor.Local, CancellationToken.None);
        for (var i = 0; i < 3; i++) city.App.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await stream.EndsAsync());
    }

    private static async Task<string?> WithCookieAsync(City city, string method, string cookie)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = city.App.Client.BaseAddress };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        var (status, session) = await City.SendAsync(client, method, "/api/session", method == "GET" ? null : new { });
        Assert.Equal(200, status);
        return session.TryGetProperty("name", out var name) ? name.GetString() : null;
    }
}
