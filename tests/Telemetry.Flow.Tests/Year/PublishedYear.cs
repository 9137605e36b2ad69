using System.Globalization;
using System.Text.Json;

namespace Telemetry.Flow.Tests.Year;

/// <summary>A figure as the API gives it.</summary>
/// <param name="Above">Of a rate: whether it is marked as above 100 %.</param>
internal sealed record Given(
    double? Numerator, double? Denominator, double? Percent, string Reason, string State, bool Above)
{
    public bool Is(Expected row) => State == "final" && Reason == row.Reason && Near(row.Numerator, Numerator)
        && Near(row.Denominator, Denominator) && Near(row.Percent, Percent)
        && Above == (row.IsRate && row.Percent > 100);

    // Sums of a few hundred exact figures; the tables give nine decimals and more.
    private static bool Near(double? expected, double? given) =>
        expected is { } one && given is { } other
            ? Math.Abs(one - other) <= 1e-9 * Math.Max(1, Math.Abs(one)) : expected is null && given is null;
}

/// <summary>The year's figures, by day and by month, as anybody asks for them over HTTP.</summary>
internal sealed class PublishedYear(FlowHost host)
{
    public const string Year = "from=2009-01-01&to=2009-12-31";

    private static readonly string[] Districts = ["dinghai", "putuo", "xincheng"];
    private static readonly string[] Plants = ["sewage-1", "lincheng", "xincheng-fecal", "fecal-2", "fecal-3"];

    public static string Rate(string at, string scope, string indicator, string basis) =>
        $"{at} {scope} {indicator} {basis}";

    public static string Plant(string at, string plant) => $"{at} {plant}";

    /// <summary>Plants that take garbage: a report has their volume by its density, which is in no table.</summary>
    public static bool IsWeighed(string key) => key.EndsWith(" tuanjishan", StringComparison.Ordinal)
        || key.EndsWith(" incinerator", StringComparison.Ordinal);

    public async Task<Dictionary<string, Given>> DaysAsync()
    {
        var given = new Dictionary<string, Given>();
        foreach (var scope in (string[])["city", .. Districts])
        {
            var answer = await host.GetAsync($"/api/indicators/daily?{Year}&scope={ScopeOf(scope)}");
            foreach (var series in answer.GetProperty("rates").EnumerateArray())
            {
                var (id, basis) = (Text(series, "id"), Text(series, "basis"));
                foreach (var day in series.GetProperty("days").EnumerateArray())
                    given.Add(Rate(Text(day, "day"), scope, id, basis), Rate(day));
            }
        }
        foreach (var plant in Plants)
        {
            var answer = await host.GetAsync($"/api/plants/{plant}/daily?{Year}");
            foreach (var one in answer.GetProperty("days").EnumerateArray())
            {
                var day = one.GetProperty("day");
                given.Add(Plant(Text(day, "day"), plant), Plant(day, Text(day, "state")));
            }
        }
        return given;
    }

    public async Task<Dictionary<string, Given>> MonthsAsync()
    {
        var given = new Dictionary<string, Given>();
        for (var number = 1; number <= 12; number++)
        {
            var month = string.Create(CultureInfo.InvariantCulture, $"2009-{number:00}");
            foreach (var scope in (string[])["city", .. Districts])
            {
                var report = await host.GetAsync($"/api/reports/monthly/{month}?scope={ScopeOf(scope)}&format=json");
                foreach (var rate in report.GetProperty("rates").EnumerateArray())
                {
                    given.Add(
                        Rate(month, scope, Text(rate, "id"), Text(rate, "basis")),
                        Rate(rate) with { State = Text(report, "state") });
                }
                if (scope != "city") continue;
                foreach (var plant in report.GetProperty("plants").EnumerateArray())
                {
                    given.Add(Plant(month, Text(plant, "id")), Plant(plant, Text(report, "state")));
                }
            }
        }
        return given;
    }

    private static string ScopeOf(string scope) => scope == "city" ? scope : $"district:{scope}";

    private static Given Rate(JsonElement rate) => new(
        Number(rate, "numerator"), Number(rate, "denominator"), 100 * Number(rate, "rate"), Text(rate, "reason"),
        Text(rate, "state"), rate.GetProperty("above_whole").GetBoolean());

    private static Given Plant(JsonElement plant, string state) => new(
        Number(plant, "treated_m3"), Number(plant, "capacity_m3"), 100 * Number(plant, "load"), Text(plant, "reason"),
        state, false);

    private static double? Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static string Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
