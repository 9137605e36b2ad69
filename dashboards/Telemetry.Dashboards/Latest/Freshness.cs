using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Latest;

/// <summary>How old a value is, and by whose clock.</summary>
internal static class Freshness
{
    public static double AgeSeconds(this LatestReading reading, DateTimeOffset now) =>
        Math.Round((now - reading.Time).TotalSeconds, 3);

    public static DateTimeOffset LocalTime(this LatestReading reading, City city) => city.Local(reading.Time);
}
