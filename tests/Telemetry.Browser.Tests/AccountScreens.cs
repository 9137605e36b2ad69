using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Telemetry.Rig;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

/// <summary>A host with accounts, from its first start on: by screen, and by the same browser's requests.</summary>
public sealed partial class AccountScreens(Stage stage)
{
    private const string Password = "four plain words here";

    private static readonly string[] Roles = ["viewer", "dispatcher", "operator", "engineer", "administrator"];

    /// <summary>What is asked of each endpoint by each role: a right, a method, a path, a body.</summary>
    private static readonly (string Right, string Method, string Path)[] Asked =
    [
        ("read", "GET", "/api/plants"),
        ("edit_places", "PUT", "/api/places/depot/none"),
        ("review_days", "POST", "/api/reviews"),
        ("declare_figures", "POST", "/api/declared"),
        ("work", "GET", "/api/dead-letters"),
        ("lock_months", "POST", "/api/reports/monthly/2009-06/lock"),
        ("manage_accounts", "GET", "/api/accounts"),
        ("manage_accounts", "GET", "/api/tokens"),
    ];

    private static readonly Dictionary<string, string[]> Rights = new(StringComparer.Ordinal)
    {
        ["viewer"] = ["read"],
        ["dispatcher"] = ["read", "edit_places"],
        ["operator"] = ["read", "review_days", "declare_figures"],
        ["engineer"] = ["read", "edit_places", "review_days", "declare_figures", "work"],
        ["administrator"] =
            ["read", "edit_places", "review_days", "declare_figures", "work", "lock_months", "manage_accounts"],
    };

    [Fact]
    public async Task Each_role_can_do_what_it_may_and_gets_403_for_the_rest_by_api_and_by_screen()
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync(settings: City.AccountsOn);
        var boss = await stage.PageAsync(city.Url);

        // The first administrator, with the code of the log.
        await Expect(boss).ToHaveURLAsync(LoginPage);
        await boss.GetByLabel("One-time code").FillAsync(Code.Match(city.Host.Output).Value);
        await boss.GetByLabel("Name").FillAsync("boss");
        await boss.GetByLabel("New password", new() { Exact = true }).FillAsync(Password);
        await boss.GetByLabel("New password once more").FillAsync(Password);
        await boss.GetByRole(AriaRole.Button, new() { Name = "Make the administrator" }).ClickAsync();
        await Expect(boss.GetByRole(AriaRole.Link, new() { Name = "boss, administrator" })).ToBeVisibleAsync();

        foreach (var role in Roles)
        {
            var code = await AddAsync(boss, city, role);
            var page = await stage.PageAsync(city.Url);
            await SetPasswordAsync(page, "the " + role, code);
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"the {role}, {role}" })).ToBeVisibleAsync();

            foreach (var (right, method, path) in Asked)
            {
                var status = await page.EvaluateAsync<int>(
                    """
                    async ([method, path]) => (await fetch(path, method === 'GET' ? {} :
                      { method, headers: { 'Content-Type': 'application/json' }, body: '{}' })).status
                    """,
                    new[] { method, path });
                var may = Rights[role].Contains(right);
                Assert.True(may == status is not (401 or 403), $"{role}: {method} {path} gave {status}");
                Assert.True(may || status == 403, $"{role}: {method} {path} gave {status}");
            }

            await page.GotoAsync(new Uri(city.Url, "/accounts").ToString());
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You" })).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add an account" }))
                .ToHaveCountAsync(role == "administrator" ? 1 : 0);
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Give out a token" }))
                .ToHaveCountAsync(role == "administrator" ? 1 : 0);
            await page.Context.DisposeAsync();
        }
        await boss.Context.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_signs_in_goes_back_to_where_they_wanted_and_out_again()
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync(settings: City.AccountsOn);
        var page = await stage.PageAsync(city.Url);
        await FirstAsync(page, city);
        await page.GotoAsync(new Uri(city.Url, "/accounts").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await page.GotoAsync(new Uri(city.Url, "/indicators").ToString());
        await Expect(page).ToHaveURLAsync(LoginPage);
        await page.GetByLabel("Name").FillAsync("boss");
        await page.GetByLabel("Password").FillAsync("not this one");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "wrong" })).ToBeVisibleAsync();
        await page.GetByLabel("Password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(new Uri(city.Url, "/indicators").ToString());
        await Expect(page.Locator("#link-word")).ToHaveTextAsync("Live");
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_wall_panel_opens_its_address_once_and_only_reads()
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync(settings: City.AccountsOn);
        var boss = await stage.PageAsync(city.Url);
        await FirstAsync(boss, city);
        await boss.GotoAsync(new Uri(city.Url, "/accounts").ToString());
        await boss.GetByRole(AriaRole.Button, new() { Name = "Give out a token" }).ClickAsync();
        var tokens = boss.Locator("t-tokens");
        await tokens.Locator("input[name=name]").FillAsync("hall");
        await tokens.GetByLabel("For a wall panel").CheckAsync();
        await tokens.GetByRole(AriaRole.Button, new() { Name = "Give out a token" }).Last.ClickAsync();
        await Expect(tokens.Locator("t-secret .secret")).ToContainTextAsync("/?kiosk=1&token=");
        var address = await tokens.Locator("t-secret .secret").InnerTextAsync();

        var panel = await stage.PageAsync(new Uri(address));

        await Expect(panel).ToHaveURLAsync(new Uri(city.Url, "/?kiosk=1").ToString());
        await Expect(panel.Locator("#link-word")).ToHaveTextAsync("Live");
        Assert.Equal(403, await panel.EvaluateAsync<int>(
            """
            async () => (await fetch('/api/reviews',
              { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })).status
            """));
        await boss.Context.DisposeAsync();
        await panel.Context.DisposeAsync();
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1366)]
    [InlineData("zh-CN", ColorScheme.Dark, 390)]
    public async Task Everybody_can_use_them(string locale, ColorScheme theme, int width)
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync(settings: City.AccountsOn);
        var page = await stage.PageAsync(city.Url, locale, theme, width);
        await page.Locator("t-login form").WaitForAsync();
        Assert.Empty(await SeriousAsync(page));

        await FirstAsync(page, city);
        await page.GotoAsync(new Uri(city.Url, "/accounts").ToString());
        await page.Locator("t-people tbody tr").WaitForAsync();
        Assert.Empty(await SeriousAsync(page));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_opens_the_status_page_without_being_signed_in_is_led_to_where_they_can()
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync(settings: City.AccountsOn);
        var page = await stage.PageAsync(new Uri(city.Url, "/status"));
        await Expect(page).ToHaveURLAsync(LoginPage);

        await FirstAsync(page, city);
        await page.GotoAsync(new Uri(city.Url, "/status").ToString());

        await Expect(page.Locator("#link-word")).ToHaveTextAsync("Live");
        await page.Context.DisposeAsync();
    }

    /// <summary>What axe-core finds serious or critical, in words.</summary>
    private static async Task<string[]> SeriousAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(
            Repository.File("dashboards", "console", "node_modules", "axe-core", "axe.min.js")));
        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .filter(one => one.impact === 'serious' || one.impact === 'critical')
              .map(one => `${one.id}: ${one.nodes.map(node => node.target.flat().join(' ')).join('; ')}`)
            """);
    }

    private static async Task FirstAsync(IPage page, City city)
    {
        var status = await page.EvaluateAsync<int>(
            """
            async ([code, password]) => (await fetch('/api/accounts/first', {
              method: 'POST', headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({ code, name: 'boss', password }),
            })).status
            """,
            new[] { Code.Match(city.Host.Output).Value, Password });
        Assert.Equal(200, status);
    }

    /// <summary>By screen; the one-time code as the screen shows it.</summary>
    private static async Task<string> AddAsync(IPage boss, City city, string role)
    {
        await boss.GotoAsync(new Uri(city.Url, "/accounts").ToString());
        await boss.GetByRole(AriaRole.Button, new() { Name = "Add an account" }).ClickAsync();
        var people = boss.Locator("t-people");
        await people.Locator("input[name=name]").FillAsync("the " + role);
        await people.Locator("select[name=role]").SelectOptionAsync(role);
        await people.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(people.Locator("t-secret .secret")).ToHaveTextAsync(Code);
        return await people.Locator("t-secret .secret").InnerTextAsync();
    }

    private static async Task SetPasswordAsync(IPage page, string name, string code)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "I have a one-time code" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("One-time code").FillAsync(code);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("New password once more").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password and sign in" }).ClickAsync();
    }

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Code { get; }

    [GeneratedRegex(@"/login\?return=")]
    private static partial Regex LoginPage { get; }
}
