using System.Globalization;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Volumes;

namespace Telemetry.Domain.Tests.Volumes;

internal static class Arrange
{
    public const long SecondMs = 1_000;
    public const long MinuteMs = 60 * SecondMs;
    public const long HourMs = 60 * MinuteMs;

    public static readonly CityCalendar Shanghai = CalendarOf("Asia/Shanghai");

    public static CityCalendar CalendarOf(string zone) =>
        new(new City(new("Testholm", "测试市"), TimeZoneInfo.FindSystemTimeZoneById(zone), TimeOnly.MinValue));

    /// <summary>Local time of Shanghai, which is UTC+8 all year.</summary>
    public static long At(string local) =>
        DateTimeOffset.Parse(local + "+08:00", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    public static MeterRules Rules(
        double? fullScale = null, double? modulus = null, double resolution = 1, TotaliserUse use = TotaliserUse.Auto,
        TimeSpan? maxGap = null) =>
        new(fullScale, modulus, resolution, use, maxGap ?? MeterRules.LongestGap);

    public static FlowSample Total(long ms, double total, char q = 'N') => new(ms, null, total, q);

    public static FlowSample Flow(long ms, double flow, char q = 'N') => new(ms, flow, null, q);
}
