using System.Net;
using System.Text.RegularExpressions;

namespace Telemetry.Dashboards.Tests;

public sealed partial class StatusPage
{
    [Theory]
    [InlineData("/status", "text/html")]
    [InlineData("/assets/status.js", "text/javascript")]
    [InlineData("/assets/status.css", "text/css")]
    [InlineData("/assets/icon.svg", "image/svg+xml")]
    public async Task Page_EveryFile_IsServedUnderAStrictPolicy(string path, string contentType)
    {
        await using var sut = await DashboardsApp.StartAsync();

        using var answer = await sut.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(contentType, answer.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Page_Html_HasNothingInlineAndNothingFromElsewhere()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var html = await sut.Client.GetStringAsync(new Uri("/status", UriKind.Relative));

        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline, html);
        Assert.DoesNotContain("//", html.Replace("<!doctype", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_AnUnchangedFile_IsNotSentAgain()
    {
        await using var sut = await DashboardsApp.StartAsync();
        using var first = await sut.Client.GetAsync(new Uri("/assets/status.js", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/assets/status.js", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var answer = await sut.Client.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Fact]
    public async Task Page_AFileThatIsNotThere_Is404()
    {
        await using var sut = await DashboardsApp.StartAsync();

        using var answer = await sut.Client.GetAsync(new Uri("/assets/secrets.txt", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>Both languages say the same things: a missing word would show as "undefined" at night.</summary>
    [Fact]
    public async Task Page_Words_AreThereInBothLanguages()
    {
        await using var sut = await DashboardsApp.StartAsync();
        var html = await sut.Client.GetStringAsync(new Uri("/status", UriKind.Relative));
        var script = await sut.Client.GetStringAsync(new Uri("/assets/status.js", UriKind.Relative));
        var english = script.IndexOf("\n  en: {", StringComparison.Ordinal) + "\n  en: {".Length;
        var chinese = script.IndexOf("\n  zh: {", StringComparison.Ordinal) + "\n  zh: {".Length;
        var end = script.IndexOf("\n};", chinese, StringComparison.Ordinal);

        var en = Keys(script[english..script.IndexOf("\n  },", english, StringComparison.Ordinal)]);
        var zh = Keys(script[chinese..end]);

        Assert.True(en.Count > 100, $"only {en.Count} words found");
        Assert.Equal(en.Order(), zh.Order());
        Assert.All(DataWord.Matches(html), match => Assert.Contains(match.Groups[1].Value, en));
        Assert.All(UsedWord.Matches(script), match => Assert.Contains(match.Groups[1].Value, en));
    }

    private static HashSet<string> Keys(string block) => [.. Key.Matches(block).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|\son\w+=", RegexOptions.IgnoreCase)]
    private static partial Regex Inline { get; }

    [GeneratedRegex(@"(?<=[{,\n]\s*)([A-Za-z_]\w*): (?=['{\[])")]
    private static partial Regex Key { get; }

    [GeneratedRegex(@"data-t(?:-label)?=""(\w+)""")]
    private static partial Regex DataWord { get; }

    [GeneratedRegex(@"\btext\.([a-zA-Z]\w*)")]
    private static partial Regex UsedWord { get; }
}
