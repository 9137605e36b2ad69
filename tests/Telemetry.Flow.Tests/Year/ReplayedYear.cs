using System.Globalization;

namespace Telemetry.Flow.Tests.Year;

/// <summary>
/// The year 2009 of the shipped city as its devices sent it: hourly totalisers and a weighing a district and day, in
/// arrays of a month. What they come to in a day is that of <c>reference-year-days.csv</c>.
/// </summary>
internal static class ReplayedYear
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private static readonly DateOnly Begin = new(2009, 1, 1);

    /// <summary>
    /// Registered scales end at 10^8, 10^7 and 10^6 m³: where they begin here, four of them go over the top in the
    /// year.
    /// </summary>
    private static readonly Meter[] Meters =
    [
        new("sewage-1", "influent", 97_000_000, 100_000_000, day => Sewage1(day)),
        new("sewage-1", "effluent", 93_000_000, 100_000_000, day => Sewage1(day)),
        new("sewage-1", "bypass", 1_000, 1_000_000, _ => 0),
        new("lincheng", "influent", 0, 10_000_000, Lincheng),
        new("lincheng", "effluent", 8_000_000, 10_000_000, Lincheng),
        new("lincheng", "bypass", 0, 1_000_000, day => Lincheng(day) is null ? null : 0),
        new("xincheng-fecal", "influent", 999_000, 1_000_000, day => day.Month < 4 ? 100 : 60),
        new("fecal-2", "influent", 0, 1_000_000, Fecal2),
        new("fecal-3", "influent", 0, 1_000_000, day => day.Month < 4 ? null : 105),
    ];

    /// <summary>Publishes the months in order, as they went by.</summary>
    /// <returns>How many readings and weighings that were.</returns>
    public static async Task<int> PublishAsync(Device device)
    {
        var sent = 0;
        for (var month = 1; month <= 12; month++) sent += await PublishAsync(device, month);
        return sent;
    }

    public static async Task<int> PublishAsync(Device device, int month)
    {
        var sent = 0;
        foreach (var meter in Meters)
        {
            sent += await PublishAsync(
                device, $"sanitation/plants/{meter.Plant}/flow/{meter.Id}", [.. Readings(meter, month)]);
        }
        foreach (var gate in Weighings(month).GroupBy(one => one.Facility, one => one.Json))
            sent += await PublishAsync(device, $"sanitation/facilities/{gate.Key}/weighing", [.. gate]);
        return sent;
    }

    private static async Task<int> PublishAsync(Device device, string topic, string[] objects)
    {
        if (objects.Length > 0) await device.PublishAsync(topic, $"[{string.Join(',', objects)}]");
        return objects.Length;
    }

    /// <summary>
    /// At each full hour, from the hour in which the plant begins; the year's last is the midnight at its end.
    /// </summary>
    private static IEnumerable<string> Readings(Meter meter, int month)
    {
        var counted = meter.CountedBefore(month);
        foreach (var day in DaysOf(month))
        {
            if (meter.Volume(day) is not { } volume) continue;
            for (var hour = 0; hour < 24; hour++) yield return Reading(At(day, hour), counted + ByHour(volume, hour));
            counted += volume;
            if (day == new DateOnly(2009, 12, 31)) yield return Reading(At(day, 24), counted);
        }

        string Reading(long ms, double total) => string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"ts\":{ms},\"total_m3\":{(meter.Start + total) % meter.Modulus:0.###}}}");
    }

    /// <summary>
    /// A fifth of a day's volume runs in its first eight hours: another border of the day would give other days.
    /// </summary>
    private static double ByHour(double volume, int hours) =>
        hours <= 8 ? volume * hours / 40 : (volume / 5) + (volume * (hours - 8) / 20);

    private static double Sewage1(DateOnly day) => day is { Month: 9, Day: <= 10 } ? 36_000 : 40_000;

    private static double? Lincheng(DateOnly day) => day.Month < 4 ? null : day.Month < 7 ? 12_500 : 25_000;

    private static double? Fecal2(DateOnly day) =>
        day.Month < 4 ? null : day is { Month: 9, Day: <= 20 } ? 100 : 135;

    /// <summary>
    /// One a district and material, about noon; until its neighbours open, one gate takes all fecal sludge.
    /// </summary>
    private static IEnumerable<(string Facility, string Json)> Weighings(int month)
    {
        foreach (var day in DaysOf(month))
        {
            var strayed = day is { Month: 9, Day: <= 5 };
            yield return Weigh(day.Month < 4 ? "xincheng-fecal" : "fecal-2", "fecal", "vacuum-1", "dinghai", 135);
            yield return Weigh(day.Month < 4 ? "xincheng-fecal" : "fecal-3", "fecal", "vacuum-4", "putuo", 105);
            yield return Weigh("xincheng-fecal", "fecal", "vacuum-3", "xincheng", 60);
            yield return Weigh("tuanjishan", "garbage", "compactor-1", "dinghai", strayed ? 100 : 180);
            if (strayed) yield return Weigh("incinerator", "garbage", "compactor-2", "dinghai", 80);
            yield return Weigh("tuanjishan", "garbage", "compactor-4", "putuo", 140);
            yield return Weigh("tuanjishan", "garbage", "compactor-5", "xincheng", 80);

            (string, string) Weigh(string facility, string material, string vehicle, string source, int tonnes) =>
                (facility, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"ts\":{At(day, 12) + tonnes},\"ticket\":\"{day:yyyyMMdd}-{source}\","
                    + $"\"vehicle\":\"{vehicle}\",\"material\":\"{material}\",\"net_kg\":{tonnes * 1_000},"
                    + $"\"source\":\"{source}\"}}"));
        }
    }

    private static IEnumerable<DateOnly> DaysOf(int month) =>
        Enumerable.Range(1, DateTime.DaysInMonth(2009, month)).Select(day => new DateOnly(2009, month, day));

    private static long At(DateOnly day, int hour) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), China).AddHours(hour).ToUnixTimeMilliseconds();

    /// <param name="Start">What the totaliser shows when it begins, m³.</param>
    /// <param name="Modulus">Where it begins again, m³.</param>
    /// <param name="Volume">Of a day, m³; null where the meter is not there yet.</param>
    private sealed record Meter(string Plant, string Id, double Start, double Modulus, Func<DateOnly, double?> Volume)
    {
        public double CountedBefore(int month) =>
            Enumerable.Range(0, new DateOnly(2009, month, 1).DayNumber - Begin.DayNumber)
                .Sum(day => Volume(Begin.AddDays(day)) ?? 0);
    }
}
