using Microsoft.Playwright;
using Telemetry.Rig;

namespace Telemetry.Browser.Tests.Fleet;

[CollectionDefinition(Name)]
public sealed class FleetStages : ICollectionFixture<FleetStage>
{
    public const string Name = "fleet";
}

/// <summary>One running city for all that looks at vehicles; each test has a page of its own.</summary>
public sealed class FleetStage(Stage stage) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly TempFolder _folder = new("fleet");
    private City? _city;

    /// <summary>The city's file, in which places are changed.</summary>
    public string Registry => _folder.File("city.json");

    internal async Task<City> CityAsync()
    {
        Servers.Require("chromium");
        await _gate.WaitAsync();
        try
        {
            return _city ??= await FleetCity.StartAsync(_folder);
        }
        finally
        {
            _gate.Release();
        }
    }

    internal async Task<FleetPage> OpenAsync(
        string path, string locale = "en-GB", ColorScheme theme = ColorScheme.Light, int width = 1366,
        Func<IPage, Task>? before = null) =>
        await FleetPage.OpenAsync(
            await stage.BrowserAsync(), await CityAsync(), path, locale, theme, width, before: before);

    public async ValueTask DisposeAsync()
    {
        if (_city is not null) await _city.DisposeAsync();
        _folder.Dispose();
        _gate.Dispose();
    }
}
