using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

/// <summary>What the city answers for, at the console: reports, ledger, declared figures, rates, a plant.</summary>
public sealed partial class Books(Stage stage, BooksCity books)
{
    /// <summary>The id of what has the focus, within whatever shadow roots.</summary>
    private const string Focused =
        "() => { let n = document.activeElement; while (n?.shadowRoot?.activeElement) n = n.shadowRoot.activeElement; "
        + "return n?.id || n?.name || n?.innerText || ''; }";

    [Fact]
    public async Task A_month_is_published_with_the_keyboard_alone_and_stands_in_the_ledger()
    {
        var city = await books.CityAsync();
        await using var screen = await stage.OpenAsync(
            city, path: $"/reports?month={BooksCity.Month}&scope=plant:harbour", ready: "#lock");
        var keyboard = screen.Page.Keyboard;

        await TabToAsync(screen, "lock");
        await keyboard.PressAsync("Enter");
        await Expect(screen.At("t-why textarea").First).ToBeFocusedAsync();
        await keyboard.TypeAsync("Reported to the city");
        await TabToAsync(screen, "Publish and lock");
        await keyboard.PressAsync("Enter");

        await Expect(screen.At("t-reports")).ToContainTextAsync("published, revision 0");
        await Expect(screen.At("#lock")).ToHaveCountAsync(0);
        await keyboard.PressAsync("g");
        await keyboard.PressAsync("b");
        await Expect(screen.Page).ToHaveURLAsync(LedgerAddress);
        await Expect(screen.At("t-ledger tbody tr").First).ToContainTextAsync("Reported to the city");
        await Expect(screen.At("t-ledger tbody tr").First).ToContainTextAsync("publication");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_day_is_stood_by_and_says_by_whom()
    {
        var city = await books.CityAsync();
        await using var screen = await stage.OpenAsync(
            city, path: $"/reports?month={BooksCity.Month}&scope=district:north", ready: "#reviews");
        await screen.At("t-report-reviews summary").ClickAsync();
        var row = screen.At("t-report-reviews tbody tr").First;

        await row.GetByRole(AriaRole.Button).ClickAsync();
        await screen.Page.Keyboard.PressAsync("Control+Enter");

        await Expect(row).ToContainTextAsync("✓ local");
        await Expect(screen.At("t-report-reviews")).ToContainTextAsync("1 of ");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_file_with_errors_is_refused_row_by_row_and_a_figure_is_stated_and_withdrawn()
    {
        var city = await books.CityAsync();
        await using var screen = await stage.OpenAsync(
            city, path: "/declared?kind=day_correction", ready: "#many input");
        await screen.At("#many input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "figures.csv", MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(
                "plant,meter,day,volume_m3,reason,source\nharbour,outlet,2026-01-03,1,fouled,note\n"
                + "nowhere,outlet,2026-01-04,-1,fouled,note\n"),
        });
        await screen.At("#many input[name=why]").FillAsync("a test");

        await screen.At("#many button").ClickAsync();

        await Expect(screen.At("#wrong")).ToContainTextAsync("2 wrong values");
        var wrong = screen.At("t-declare tbody tr");
        await Expect(wrong.Filter(new LocatorFilterOptions { HasText = "nowhere" })).ToContainTextAsync("plant");
        await Expect(wrong.Filter(new LocatorFilterOptions { HasText = "-1" })).ToContainTextAsync("volume_m3");

        await FillAsync(screen, ("plant", "harbour"), ("meter", "outlet"), ("day", "2026-01-03"),
            ("volume_m3", "23500.5"), ("reason", "fouled"), ("source", "note 17"), ("why", "operator"));
        await screen.At("#one button").ClickAsync();

        var stated = screen.At("t-declared > section, t-declared section").Last.Locator("tbody tr").First;
        await Expect(stated).ToContainTextAsync("23500.5");
        await Expect(screen.At("#wrong")).ToHaveCountAsync(0);

        await stated.GetByRole(AriaRole.Button).ClickAsync();
        await screen.Page.Keyboard.TypeAsync("was another day");
        await screen.Page.Keyboard.PressAsync("Control+Enter");

        await Expect(stated).ToContainTextAsync("withdrawn");
        // The browser itself tells of the answer 400 on its console; nothing else may stand there.
        Assert.All(screen.Complaints, words => Assert.Contains("400", words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_definition_of_the_denominator_stands_beside_the_others()
    {
        var city = await books.CityAsync();
        await using var screen = await stage.OpenAsync(
            city, path: $"/indicators?to={BooksCity.Month}-20&day={BooksCity.Month}-10", ready: "t-rate-day article");

        // 24,000 m³ of 36,000 declared, and of 30,000 × 0.8 supplied.
        var sides = screen.At("t-rate-day article");
        await Expect(sides).ToHaveCountAsync(2);
        await Expect(sides.Nth(0)).ToContainTextAsync("66.7");
        await Expect(sides.Nth(0)).ToContainTextAsync("yearbook");
        await Expect(sides.Nth(1)).ToContainTextAsync("100.0");
        await screen.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(screen.Page).ToHaveURLAsync(DayBefore);
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_plant_is_zoomed_and_moved_with_keys_and_its_address_says_so()
    {
        var city = await books.CityAsync();
        await using var screen = await stage.OpenAsync(
            city, path: "/plants/harbour?range=30d", ready: "t-trend canvas");
        await Expect(screen.At("t-plant-quality")).ToContainTextAsync("beyond its limit");
        await Expect(screen.At("t-plant-now")).ToContainTextAsync("running");

        await screen.Page.Keyboard.PressAsync("+");
        await Expect(screen.Page).ToHaveURLAsync(Stretch);
        var before = screen.Page.Url;
        await screen.Page.Keyboard.PressAsync("ArrowLeft");

        await Expect(screen.Page).Not.ToHaveURLAsync(before);
        await screen.Page.Keyboard.PressAsync("0");
        await Expect(screen.Page).Not.ToHaveURLAsync(Stretch);
        Assert.Empty(screen.Complaints);
    }

    private static async Task TabToAsync(Screen screen, string wanted)
    {
        for (var step = 0; step < 120; step++)
        {
            await screen.Page.Keyboard.PressAsync("Tab");
            if (await screen.Page.EvaluateAsync<string>(Focused) == wanted) return;
        }
        Assert.Fail($"Tab does not lead to '{wanted}'");
    }

    private static async Task FillAsync(Screen screen, params (string Name, string Value)[] fields)
    {
        foreach (var (name, value) in fields) await screen.At($"#one [name={name}]").FillAsync(value);
    }

    [GeneratedRegex(@"/ledger$")]
    private static partial Regex LedgerAddress { get; }

    [GeneratedRegex(@"day=\d{4}-\d\d-09")]
    private static partial Regex DayBefore { get; }

    [GeneratedRegex(@"from=\d+&to=\d+|to=\d+&from=\d+")]
    private static partial Regex Stretch { get; }
}
