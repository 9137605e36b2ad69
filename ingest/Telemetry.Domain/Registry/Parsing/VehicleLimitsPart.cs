using Telemetry.Domain.Fleet;

namespace Telemetry.Domain.Registry.Parsing;

internal static class VehicleLimitsPart
{
    // Nothing on wheels is faster; a limit beyond it is a unit mistaken.
    private const double FastestKmh = 300;

    private const double FarthestM = 10_000;

    public static Dictionary<VehicleKind, VehicleLimits> Read(Section file)
    {
        var limits = new Dictionary<VehicleKind, VehicleLimits>();
        foreach (var section in file.Children("vehicle_limits"))
        {
            var kind = section.Choice<VehicleKind>("kind");
            var read = Read(section, VehicleLimits.Of(kind ?? default));
            section.Close();
            if (kind is { } known && !limits.TryAdd(known, read))
                section.Wrong("kind", $"\"{WireNames.Of(known)}\" stands here twice");
        }
        return limits;
    }

    private static VehicleLimits Read(Section section, VehicleLimits otherwise) => otherwise with
    {
        MaxAccuracyM = Metres(section, "max_accuracy_m") ?? otherwise.MaxAccuracyM,
        MaxSpeedKmh = Kmh(section, "max_speed_kmh") ?? otherwise.MaxSpeedKmh,
        DriftM = Metres(section, "drift_m") ?? otherwise.DriftM,
        DriftKmh = Kmh(section, "drift_kmh") ?? otherwise.DriftKmh,
        StopRadiusM = Metres(section, "stop_radius_m") ?? otherwise.StopRadiusM,
        StopTime = section.Interval("stop_time") ?? otherwise.StopTime,
        TripGap = section.Interval("trip_gap") ?? otherwise.TripGap,
        SpeedLimitKmh = Kmh(section, "speed_limit_kmh") ?? otherwise.SpeedLimitKmh,
        WorkingSpeedLimitKmh = Kmh(section, "working_speed_limit_kmh") ?? otherwise.WorkingSpeedLimitKmh,
        WorkingBandKmh = Band(section) ?? otherwise.WorkingBandKmh,
        SpeedingTime = section.Interval("speeding_time") ?? otherwise.SpeedingTime,
        DecidingAccuracyM = Metres(section, "deciding_accuracy_m") ?? otherwise.DecidingAccuracyM,
        CrossingGap = section.Interval("crossing_gap") ?? otherwise.CrossingGap,
        ServeTime = section.Interval("serve_time") ?? otherwise.ServeTime,
        WeighingSlack = section.Interval("weighing_slack") ?? otherwise.WeighingSlack,
        UnloadTime = section.Interval("unload_time") ?? otherwise.UnloadTime,
    };

    private static SpeedBand? Band(Section section)
    {
        if (section.Child("working_band_kmh") is not { } band) return null;
        var least = Kmh(band, "from", required: true);
        var most = Kmh(band, "until", required: true);
        band.Close();
        if (most < least) band.Wrong("until", "is below from; the band would hold no speed");
        return least is { } from && most is { } until ? new SpeedBand(from, until) : null;
    }

    private static double? Metres(Section section, string key) => section.Number(key, above: 0, atMost: FarthestM);

    private static double? Kmh(Section section, string key, bool required = false) =>
        section.Number(key, above: 0, atMost: FastestKmh, required);
}
