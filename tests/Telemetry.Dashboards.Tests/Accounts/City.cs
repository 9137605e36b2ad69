using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Telemetry.Dashboards.Access;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Tests.Accounts;

/// <summary>A host with accounts on, and people with browsers.</summary>
internal sealed partial class City : IAsyncDisposable
{
    public const string Password = "four plain words here";

    private readonly List<HttpClient> _browsers = [];

    private City(DashboardsApp app) => App = app;

    public DashboardsApp App { get; }

    public static async Task<City> StartAsync(AccessOptions? access = null) =>
        new(await DashboardsApp.StartAsync(access: access ?? new AccessOptions { AccountsOn = true }));

    /// <summary>The code that the host logged at its start.</summary>
    public string FirstCode => Code.Match(App.Log.Only(4102)).Value;

    /// <summary>An account with <see cref="Password"/>, made past the API.</summary>
    public async Task AddAsync(string name, Role role = Role.Administrator)
    {
        var hash = await App.Services.GetRequired<PasswordDesk>().HashAsync(Password, CancellationToken.None);
        await App.Operations.Accounts.AddAsync(
            new NewAccount(name, role, hash, null, null, ""), false, Storage.Operations.Actor.Local,
            CancellationToken.None);
        App.Services.GetRequired<AccountsInForce>().Forget();
    }

    public HttpClient Browser()
    {
        var browser = App.NewClient();
        _browsers.Add(browser);
        return browser;
    }

    public async Task<HttpClient> SignedInAsync(string name, string password = Password)
    {
        var browser = Browser();
        var (status, _) = await SendAsync(browser, "POST", "/api/session", new { name, password });
        Assert.Equal(200, status);
        return browser;
    }

    public static async Task<(int Status, JsonElement Answer)> SendAsync(
        HttpClient browser, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await browser.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (text.Length == 0) return ((int)answer.StatusCode, default);
        if ((int)answer.StatusCode >= 400)
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(text);
        return ((int)answer.StatusCode, document.RootElement.Clone());
    }

    public static async Task<string?> WhoAsync(HttpClient browser)
    {
        var (_, session) = await SendAsync(browser, "GET", "/api/session");
        return session.GetProperty("kind").GetString() == "nobody" ? null : session.GetProperty("name").GetString();
    }

    /// <summary>Rows of the ledger as an administrator sees them, newest first.</summary>
    public async Task<IReadOnlyList<(string Actor, string Subject, string Event)>> LedgerAsync(string kind)
    {
        var page = await App.Operations.Ledger.ReadAsync(new() { Limit = 1_000 }, CancellationToken.None);
        return
        [
            .. page.Rows.Where(row => Domain.Registry.WireNames.Of(row.Kind) == kind).Select(row => (
                row.Actor.ToString(), row.Subject,
                Storage.Operations.ValueSet.Parse(row.After!).Text("event")!)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers) browser.Dispose();
        await App.DisposeAsync();
    }

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Code { get; }
}

internal static class Wanted
{
    public static T GetRequired<T>(this IServiceProvider services) where T : notnull =>
        (T)services.GetService(typeof(T))!;
}
