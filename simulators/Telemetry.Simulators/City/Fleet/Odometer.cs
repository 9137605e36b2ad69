using System.Collections.Concurrent;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>
/// Kilometres at the start of each day: the sum of the days planned since 1 January, on what the yearly service sets.
/// So a day needs no more than its own year. Every fourth year the vehicle is a new one.
/// </summary>
internal sealed class Odometer(LocalDays days, Func<int, TruckDay> plan, double firstKm)
{
    // More than any truck of the city drives in a year: between new vehicles the count never falls.
    private const double YearKm = 80_000;
    private readonly ConcurrentDictionary<int, double[]> _years = new();

    public double AtDayStart(int day)
    {
        var date = LocalDays.Date(day);
        var sums = _years.GetOrAdd(date.Year, Sums);
        return firstKm + date.Year % 4 * YearKm + sums[date.DayOfYear - 1];
    }

    private double[] Sums(int year)
    {
        var first = new DateOnly(year, 1, 1).DayNumber - LocalDays.First.DayNumber;
        var sums = new double[DateTime.IsLeapYear(year) ? 367 : 366];
        for (var i = 1; i < sums.Length && first + i <= days.Count; i++)
            sums[i] = sums[i - 1] + plan(first + i - 1).LengthM / 1000;
        return sums;
    }
}
