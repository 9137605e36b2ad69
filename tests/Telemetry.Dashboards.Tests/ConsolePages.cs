using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Telemetry.Dashboards.Tests;

/// <summary>
/// Where the build had no Node, each path answers with the page that says so: what holds for both is tested here.
/// </summary>
public sealed partial class ConsolePages
{
    private const string LeftOut = "the console is not part of this build (no Node)";

    public static TheoryData<string> Paths { get; } =
    [
        "/", "/plants/sewage-1", "/plants/%E6%B1%A1%E6%B0%B4-1", "/fleet", "/replay", "/indicators", "/reports",
        "/ledger", "/declared", "/alarms", "/works", "/accounts", "/login", "/?kiosk=1",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Screens_EveryPath_IsAPageUnderAStrictPolicy(string path)
    {
        await using var sut = await DashboardsApp.StartAsync();

        using var answer = await sut.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain(
            "unsafe", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(answer.Headers.CacheControl?.NoCache);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("/status", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline, html);
    }

    [Fact]
    public async Task Screens_AFileWithAHashedName_IsKeptForEver()
    {
        await using var sut = await DashboardsApp.StartAsync();
        var script = await ScriptAsync(sut);

        using var answer = await sut.Client.GetAsync(script);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl?.MaxAge);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData("gzip, br;q=0", "gzip")]
    [InlineData("identity", "")]
    public async Task Screens_AFile_ComesAsTheBrowserTakesIt(string accepts, string? expected = null)
    {
        await using var sut = await DashboardsApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, await ScriptAsync(sut));
        foreach (var one in accepts.Split(", "))
            request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(one));

        using var answer = await sut.Client.SendAsync(request);

        Assert.Equal(expected ?? accepts, string.Join(",", answer.Content.Headers.ContentEncoding));
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
    }

    [Fact]
    public async Task Screens_AnUnchangedFile_IsNotSentAgain()
    {
        await using var sut = await DashboardsApp.StartAsync();
        using var first = await sut.Client.GetAsync(new Uri("/", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/fleet", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var answer = await sut.Client.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Theory]
    [InlineData("/app/nothing.js")]
    [InlineData("/app/../index.html.br")]
    [InlineData("/no-such-screen")]
    public async Task Screens_WhatIsNotThere_Is404(string path)
    {
        await using var sut = await DashboardsApp.StartAsync();

        using var answer = await sut.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<Uri> ScriptAsync(DashboardsApp sut)
    {
        var html = await sut.Client.GetStringAsync(new Uri("/", UriKind.Relative));
        var script = Script.Match(html);
        Assert.SkipUnless(script.Success, LeftOut);
        return new Uri(script.Groups[1].Value, UriKind.Relative);
    }

    [GeneratedRegex(@"<script[^>]*\ssrc=""(/app/[^""]+)""")]
    private static partial Regex Script { get; }

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=|<style", RegexOptions.IgnoreCase)]
    private static partial Regex Inline { get; }
}
