using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Telemetry.Domain.Registry;
using Telemetry.Rig;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Tests.Accounts;

/// <summary>Every endpoint there is, asked by everybody, against the tables of docs/accounts.md.</summary>
public sealed partial class EveryEndpoint
{
    private const string Everybody = "everybody";
    private const string Screen = "screen";

    private static readonly string Page = File.ReadAllText(Repository.File("docs", "accounts.md"));

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Dispatcher)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Engineer)]
    [InlineData(Role.Administrator)]
    public async Task Endpoint_AskedByARole_AnswersIfItMayAndRefusesElse(Role role)
    {
        await using var city = await City.StartAsync();
        await city.App.GiveOutAsync("it", role);
        using var client = city.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", DashboardsApp.SecretOf("it"));
        var rights = RightsOf(role);
        var (let, refused) = (0, 0);

        foreach (var (method, pattern) in Endpoints(city.App))
        {
            var needed = Needed(method, pattern);
            var may = needed is [Everybody] or [Screen] || needed.Any(rights.Contains);
            var (status, type) = await AskAsync(client, method, pattern);
            if (may)
            {
                // A name or code that is wrong is 401 by itself: the endpoint was reached.
                if (needed is not [Everybody])
                    Assert.False(status is 401 or 403, $"{role}: {method} {pattern} gave {status}");
                let++;
            }
            else
            {
                Assert.True(status == 403, $"{role}: {method} {pattern} gave {status}, not 403");
                Assert.Equal("application/problem+json", type);
                refused++;
            }
        }

        Assert.True(let > 20, $"only {let} endpoints were open");
        Assert.Equal(role == Role.Administrator, refused == 0);
    }

    [Fact]
    public async Task Endpoint_AskedByNobody_WantsASignIn()
    {
        await using var city = await City.StartAsync();
        using var client = city.Browser();

        foreach (var (method, pattern) in Endpoints(city.App))
        {
            if (Needed(method, pattern) is [Everybody] or [Screen]) continue;
            var (status, type) = await AskAsync(client, method, pattern);
            Assert.True(status == 401, $"{method} {pattern} gave {status}, not 401");
            Assert.Equal("application/problem+json", type);
        }
    }

    [Fact]
    public async Task Endpoint_Mapped_SaysWhoMayUseIt()
    {
        await using var city = await City.StartAsync();

        Assert.All(
            city.App.Services.GetRequired<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>(), endpoint =>
            Assert.True(
                endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
                    || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null, endpoint.DisplayName));
    }

    [Fact]
    public async Task Endpoint_OfThePage_Exists()
    {
        await using var city = await City.StartAsync();
        var mapped = Endpoints(city.App).Select(one => $"{one.Method} {one.Pattern}").ToHashSet();

        var named = EndpointRow.Matches(Page).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}").ToArray();

        Assert.True(named.Length > 20);
        Assert.Empty(named.Except(mapped));
    }

    [Fact]
    public async Task Method_ThatAnEndpointHasNot_IsToldAsSuch()
    {
        await using var city = await City.StartAsync();
        await city.App.GiveOutAsync("it", Role.Viewer);
        using var client = city.Browser();
        client.DefaultRequestHeaders.Authorization = new("Bearer", DashboardsApp.SecretOf("it"));

        Assert.Equal(405, (await AskAsync(client, "POST", "/api/status")).Status);
        Assert.Equal(404, (await AskAsync(client, "GET", "/nowhere")).Status);
    }

    private static IEnumerable<(string Method, string Pattern)> Endpoints(DashboardsApp app) =>
        app.Services.GetRequired<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(
            endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(
                method => (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'))));

    /// <summary>The page's rights for an endpoint; a list of which one is enough.</summary>
    private static string[] Needed(string method, string pattern)
    {
        var rows = EndpointRow.Matches(Page).ToDictionary(
            row => $"{row.Groups[1].Value} {row.Groups[2].Value}", row => row.Groups[3].Value);
        if (!rows.TryGetValue($"{method} {pattern}", out var words))
        {
            Assert.Equal("GET", method);
            return pattern.StartsWith("/api", StringComparison.Ordinal)
                || pattern.StartsWith("/openapi", StringComparison.Ordinal) ? ["read"] : [Screen];
        }
        if (words == "the same") words = rows["POST /api/alarms/{id}/acknowledge"];
        return words == Everybody ? [Everybody] : [.. Word.Matches(words).Select(word => word.Groups[1].Value)];
    }

    private static HashSet<string> RightsOf(Role role)
    {
        var rows = Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()).ToArray();
        var head = rows.First(cells => cells[0] == "right");
        var column = Array.IndexOf(head, WireNames.Of(role));
        var rights = rows.Where(cells => cells.Length == head.Length && cells[column] == "✓")
            .Select(cells => cells[0].Trim('`')).ToHashSet();
        Assert.NotEmpty(rights);
        return rights;
    }

    private static async Task<(int Status, string? Type)> AskAsync(HttpClient client, string method, string pattern)
    {
        var path = Parameter.Replace(pattern, match => match.Groups[1].Value switch
        {
            "date" => "2009-06-01",
            "month" => "2009-06",
            "kind" => "depot",
            _ => "999999",
        });
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (method != "GET") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        // The live stream has no end.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
    }

    [GeneratedRegex(@"^\| `([A-Z]+) (/\S+)` \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex EndpointRow { get; }

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"\{\**([a-z]+)[^}]*\}", RegexOptions.IgnoreCase)]
    private static partial Regex Parameter { get; }
}
