using System.Globalization;
using System.Text;
using System.Text.Json;
using Telemetry.Browser.Tests;
using Telemetry.Rig;

[assembly: AssemblyFixture(typeof(BooksCity))]

namespace Telemetry.Browser.Tests;

/// <summary>
/// A city of one plant whose month before last is over and whole: an hourly totaliser that rises by 1,000 m³ an hour.
/// </summary>
public sealed class BooksCity : IAsyncDisposable
{
    private const int HourlyM3 = 1_000;

    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    private readonly SemaphoreSlim _gate = new(1);
    private City? _city;

    /// <summary>The month that is whole: <c>2026-03</c>.</summary>
    public static string Month => FirstDay.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static DateTimeOffset FirstDay
    {
        get
        {
            var today = TimeProvider.System.GetUtcNow().ToOffset(Shanghai);
            return new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, Shanghai).AddMonths(-2);
        }
    }

    internal async Task<City> CityAsync()
    {
        Servers.Require("chromium");
        await _gate.WaitAsync();
        try
        {
            return _city ??= await StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_city is not null) await _city.DisposeAsync();
        _gate.Dispose();
    }

    private static async Task<City> StartAsync()
    {
        var city = await City.StartAsync("books.json");
        var (from, to) = (FirstDay, FirstDay.AddMonths(1));
        for (var day = from; day < to; day = day.AddDays(1))
            await city.PublishAsync("plants/harbour/flow/outlet", Readings(from, day));
        await city.PublishAsync("plants/harbour/status", string.Create(
            CultureInfo.InvariantCulture, $$"""{"ts":{{City.NowMs - 3_600_000}},"state":"running"}"""));
        await city.PublishAsync("plants/harbour/quality/out", string.Create(
            CultureInfo.InvariantCulture, $$"""{"ts":{{City.NowMs - 1_800_000}},"cod_mgl":71.5,"ph":7.1}"""));
        await Eventually.TrueAsync(
            () => IsWholeAsync(city, from, to.AddDays(-1)), TimeSpan.FromSeconds(90), "every day of the month closed");
        return city;
    }

    /// <summary>A day from its first hour to the first of the next.</summary>
    private static string Readings(DateTimeOffset from, DateTimeOffset day)
    {
        var text = new StringBuilder("[");
        for (var hour = 0; hour <= 24; hour++)
        {
            var at = day.AddHours(hour);
            if (hour > 0) text.Append(',');
            var (total, ms) = ((at - from).TotalHours * HourlyM3, at.ToUnixTimeMilliseconds());
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""{"ts":{{ms}},"total_m3":{{total:0}},"flow_m3h":{{HourlyM3}}}""");
        }
        return text.Append(']').ToString();
    }

    private static async Task<bool> IsWholeAsync(City city, DateTimeOffset from, DateTimeOffset last)
    {
        var days = await Client.GetStringAsync(new Uri(city.Url, string.Create(
            CultureInfo.InvariantCulture,
            $"/api/plants/harbour/daily?from={from:yyyy-MM-dd}&to={last:yyyy-MM-dd}")));
        using var json = JsonDocument.Parse(days);
        return json.RootElement.GetProperty("days").EnumerateArray().All(
            day => day.GetProperty("day").GetProperty("state").GetString() == "final");
    }
}
