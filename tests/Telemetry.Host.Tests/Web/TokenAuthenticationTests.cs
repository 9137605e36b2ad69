using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Host.Web;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Web;

public sealed class TokenAuthenticationTests
{
    private const string Token = "0123456789abcdef";

    [Theory]
    [InlineData("Bearer " + Token)]
    [InlineData("bearer " + Token)]
    [InlineData("Basic", "anyone:" + Token)]
    [InlineData("Basic", ":" + Token)]
    public async Task Who_carries_a_token_is_let_in_by_its_name(string scheme, string? pair = null)
    {
        var (context, passed) = await AskAsync("/metrics", Header(scheme, pair));

        Assert.True(passed);
        Assert.Equal("wall", context.User.Identity!.Name);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/")]
    [InlineData("/api/status")]
    [InlineData("/health/ready")]
    [InlineData("/health/liveness")]
    public async Task Without_one_the_answer_is_401_in_words(string path)
    {
        var (context, passed) = await AskAsync(path, null);

        Assert.False(passed);
        Assert.Equal(401, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.StartsWith(
            "Basic realm=", context.Response.Headers.WWWAuthenticate.ToString(), StringComparison.Ordinal);
        context.Response.Body.Position = 0;
        using var problem = await JsonDocument.ParseAsync(context.Response.Body);
        Assert.Equal(401, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Contains("token", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer wrong-wrong-wrong-wrong")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic not!base64")]
    [InlineData("Basic", Token)]
    [InlineData("Basic", Token + ":")]
    [InlineData("Digest " + Token)]
    public async Task What_is_no_token_is_not_let_in(string scheme, string? pair = null)
    {
        var (context, passed) = await AskAsync("/metrics", Header(scheme, pair));

        Assert.False(passed);
        Assert.Equal(401, context.Response.StatusCode);
    }

    [Fact]
    public async Task Liveness_is_open() => Assert.True((await AskAsync("/health/live", null)).Passed);

    private static string Header(string scheme, string? pair) =>
        pair is null ? scheme : $"{scheme} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}";

    private static async Task<(HttpContext Context, bool Passed)> AskAsync(string path, string? authorization)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("tokens"), $"wall:{Token}");
        var passed = false;
        var sut = new TokenAuthentication(
            _ =>
            {
                passed = true;
                return Task.CompletedTask;
            },
            AccessTokens.Read(folder.File("tokens")));
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Path = path;
        context.Response.Body = new MemoryStream();
        if (authorization is not null) context.Request.Headers.Authorization = authorization;
        await sut.InvokeAsync(context);
        return (context, passed);
    }
}
