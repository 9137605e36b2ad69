using Microsoft.Playwright;
using Telemetry.Rig;

namespace Telemetry.Browser.Tests;

/// <summary>What axe-core, out of the console's own packages, finds serious on a page.</summary>
internal static class Axe
{
    private const string Look =
        """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
          .filter(one => one.impact === 'serious' || one.impact === 'critical')
          .map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 160)).slice(0, 3).join(' | '))
        """;

    public static async Task<string[]> SeriousAsync(IPage page)
    {
        var script = Repository.File("dashboards", "console", "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(script), "the console's packages are not installed");
        await page.EvaluateAsync(await File.ReadAllTextAsync(script));
        return await page.EvaluateAsync<string[]>(Look);
    }
}
