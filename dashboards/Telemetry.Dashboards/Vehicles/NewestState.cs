using Telemetry.Dashboards.Latest;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Vehicles;

/// <summary>What a vehicle is doing, by its newest message alone.</summary>
internal static class NewestState
{
    /// <param name="reading">Null where it never sent.</param>
    /// <param name="stale">It is too old to speak for the present.</param>
    /// <param name="driftKmh">Slower than this it stands, km/h.</param>
    public static Activity Of(LatestReading? reading, bool stale, double driftKmh)
    {
        if (reading is null) return Activity.Unknown;
        if (stale) return Activity.Offline;
        // Whoever follows the track knows more than its last fix tells.
        if (reading.Text("state") is { } said && WireNames.TryParse<Activity>(said, out var activity))
            return activity;
        if (!HasFix(reading)) return Activity.NoFix;
        var ignition = reading.Truth("ignition");
        if (reading.Truth("working") is true && ignition is not false) return Activity.Working;
        if (reading.Number("speed_kmh") >= driftKmh) return Activity.Driving;
        return ignition is true ? Activity.Idling : Activity.Stopped;
    }

    private static bool HasFix(LatestReading reading) =>
        reading.Number("lat") is { } lat && reading.Number("lon") is { } lon && new Ping(0, lat, lon).HasFix;
}
