using System.Globalization;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>The recordings, read and reckoned here by plain arithmetic, apart from the product.</summary>
internal static class Recordings
{
    /// <summary>US gallon: 231 cubic inches of 2.54 cm, in m³.</summary>
    private const double CubicMetresPerGallon = 231 * 0.0254 * 0.0254 * 0.0254;

    /// <summary>Flow in m³/h by Unix ms, of the rows with a value.</summary>
    public static Dictionary<long, double> Memphis(string which)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");
        return Rows($"memphis-maxson-{which}.csv").Where(row => row[5].Length > 0).ToDictionary(
            row => Utc(DateTime.ParseExact(row[0], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), zone),
            row => double.Parse(row[5], CultureInfo.InvariantCulture) * 1e6 * CubicMetresPerGallon / 24);
    }

    /// <summary>Latitude and longitude by vehicle and Unix ms.</summary>
    public static Dictionary<(string Vehicle, long TimeMs), (double Lat, double Lon)> Buses() =>
        Rows("liverpool-bus-14.csv").ToDictionary(
            row =>
                (row[1].Trim('"'),
                Utc(DateTime.ParseExact(row[3].Trim('"'), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                TimeZoneInfo.Utc)),
            row =>
                (double.Parse(row[4], CultureInfo.InvariantCulture), double.Parse(
                row[5], CultureInfo.InvariantCulture)));

    public static string Path(string file) => System.IO.Path.Combine(Repository.RequireRecordings(), file);

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path(file)).Skip(1).Select(line => line.Split(','));

    private static long Utc(DateTime local, TimeZoneInfo zone) =>
        new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
}
