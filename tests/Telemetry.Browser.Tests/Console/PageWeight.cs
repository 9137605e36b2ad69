using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Telemetry.Browser.Tests.Console;

public sealed partial class PageWeight(Stage stage)
{
    private const int Limit = 60 * 1024;

    /// <summary>
    /// The page, what it names, and all that these import at once: what stands before the first screen.
    /// </summary>
    [Fact]
    public async Task The_frame_weighs_at_most_60_KB_compressed()
    {
        var city = await stage.CityAsync();
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = city.Url };
        var html = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.SkipUnless(Named.IsMatch(html), "the console is not part of this build (no Node)");
        var weights = new Dictionary<string, long>(StringComparer.Ordinal) { ["/"] = await WeightAsync(client, "/") };
        var wanted = new Queue<string>(Named.Matches(html).Select(match => match.Groups[1].Value));

        while (wanted.TryDequeue(out var path))
        {
            if (!weights.TryAdd(path, await WeightAsync(client, path))) continue;
            if (!path.EndsWith(".js", StringComparison.Ordinal)) continue;
            var script = await client.GetStringAsync(new Uri(path, UriKind.Relative));
            foreach (Match import in StaticImport.Matches(script)) wanted.Enqueue("/app/" + import.Groups[1].Value);
        }

        Assert.True(weights.Count >= 3, $"only {string.Join(", ", weights.Keys)} were found");
        var parts = string.Join(", ", weights.Select(one => $"{one.Key} {one.Value:N0}"));
        Assert.True(weights.Values.Sum() <= Limit, $"{weights.Values.Sum():N0} bytes: {parts}");
    }

    private static async Task<long> WeightAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).LongLength;
    }

    [GeneratedRegex(@"(?:src|href)=""(/app/[^""]+)""")]
    private static partial Regex Named { get; }

    /// <summary>As bundled: <c>import{a as b}from"./shared-4f1c.js"</c>, <c>import"./x.js"</c>.</summary>
    [GeneratedRegex(@"(?:from|import)\s*""\./([^""]+\.js)""")]
    private static partial Regex StaticImport { get; }
}
