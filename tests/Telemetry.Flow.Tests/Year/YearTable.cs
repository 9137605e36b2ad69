using System.Globalization;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests.Year;

/// <summary>A figure that the committed tables expect. What is undefined is null, and never 0.</summary>
/// <param name="At">Day (yyyy-MM-dd) or month (yyyy-MM).</param>
/// <param name="Scope">Of a rate: <c>city</c> or a district. Of a plant: the plant.</param>
/// <param name="Percent">Rate or load.</param>
internal sealed record Expected(
    string At, bool IsRate, string Scope, string Indicator, string Basis, double? Numerator, double? Denominator,
    double? Percent, string Reason)
{
    public string Key => IsRate
        ? PublishedYear.Rate(At, Scope, Indicator, Basis) : PublishedYear.Plant(At, Scope);
}

/// <summary>The committed tables, made by plain arithmetic; each says how.</summary>
internal static class YearTable
{
    /// <summary>Every day of the year, for each figure.</summary>
    public static IEnumerable<Expected> Days()
    {
        foreach (var cells in Cells("reference-year-days.csv"))
        {
            var until = DateOnly.ParseExact(cells[1], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            for (var day = DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture); day < until;
                day = day.AddDays(1))
                yield return Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), cells[2..]);
        }
    }

    public static IEnumerable<Expected> Months() =>
        Cells("reference-year-months.csv").Select(cells => Of(cells[0], cells[1..]));

    private static Expected Of(string at, string[] cells) => new(
        at, cells[0] == "rate", cells[1], cells[2], cells[3], Number(cells[4]), Number(cells[5]), Number(cells[6]),
        cells[7]);

    private static double? Number(string cell) =>
        cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Cells(string file) =>
        File.ReadLines(Repository.File("tests", "Telemetry.Flow.Tests", "Year", file))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split(','));
}
