using System.Text;
using Telemetry.Dashboards.Map;

namespace Telemetry.Dashboards.Tests.Accounts;

/// <summary>What is said to browsers, and what is not taken from them.</summary>
public sealed class BrowserRules
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/status")]
    [InlineData("/api/nowhere")]
    [InlineData("/api/session")]
    [InlineData("/nowhere")]
    [InlineData("/openapi/v1.json")]
    public async Task Answer_OfEveryKind_HasTheHeaders(string path)
    {
        await using var app = await DashboardsApp.StartAsync();

        using var answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
    }

    [Fact]
    public async Task Policy_WithTilesOfAnotherHost_LetsThatHostIn()
    {
        var map = new MapOptions { TileUrl = "https://tiles.example/{z}/{x}/{y}.png", TileAttribution = "theirs" };
        await using var app = await DashboardsApp.StartAsync(map: map);

        using var answer = await app.Client.GetAsync(new Uri("/api/status", UriKind.Relative));

        Assert.Equal(
            "default-src 'self'; img-src 'self' data: blob: https://tiles.example; connect-src 'self' "
            + "https://tiles.example; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    [Theory]
    [InlineData("application/json", "Sec-Fetch-Site", "cross-site", false)]
    [InlineData("application/json", "Sec-Fetch-Site", "same-site", false)]
    [InlineData("application/json", "Sec-Fetch-Site", "same-origin", true)]
    [InlineData("application/json", "Origin", "http://attacker.example", false)]
    [InlineData("application/json", "Origin", "null", false)]
    [InlineData("application/json", null, null, true)]
    [InlineData("text/csv", null, null, true)]
    [InlineData("text/plain", null, null, false)]
    [InlineData("application/x-www-form-urlencoded", null, null, false)]
    [InlineData("text/plain", "X-Telemetry-Request", "1", true)]
    public async Task Change_FromElsewhere_IsRefused(string type, string? header, string? value, bool passes)
    {
        await using var app = await DashboardsApp.StartAsync();

        var status = await SendAsync(app, HttpMethod.Post, type, header, value);

        Assert.Equal(passes, status != 403);
    }

    [Fact]
    public async Task Change_FromItsOwnPage_PassesByItsOrigin()
    {
        await using var app = await DashboardsApp.StartAsync();

        Assert.NotEqual(403, await SendAsync(
            app, HttpMethod.Post, "text/plain", "Origin", app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task Change_OfEveryMethodFromElsewhere_IsRefused(string method)
    {
        await using var app = await DashboardsApp.StartAsync();

        Assert.Equal(403, await SendAsync(
            app, new HttpMethod(method), "application/json", "Sec-Fetch-Site", "cross-site"));
    }

    [Fact]
    public async Task Change_WithAToken_IsNoBrowsersDoing()
    {
        await using var app = await DashboardsApp.StartAsync();
        await app.GiveOutAsync("program");
        app.Client.DefaultRequestHeaders.Authorization = new("Bearer", DashboardsApp.SecretOf("program"));

        Assert.NotEqual(403, await SendAsync(app, HttpMethod.Post, "text/plain", null, null));
    }

    private static async Task<int> SendAsync(
        DashboardsApp app, HttpMethod method, string type, string? header, string? value)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/declared", UriKind.Relative))
        {
            Content = new StringContent("{}", Encoding.UTF8, type),
        };
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await app.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
