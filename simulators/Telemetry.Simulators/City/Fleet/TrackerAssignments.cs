using Telemetry.Domain.Identifiers;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>
/// Under which name a truck is heard: its tracker's where trackers speak for themselves and the registry assigns one
/// for that moment, else its own. A tracker that is swapped in the field changes it.
/// </summary>
internal sealed class TrackerAssignments
{
    private readonly List<(long FromMs, long UntilMs, string Device)> _spans = [];
    private readonly string _own;

    public TrackerAssignments(CityScene scene, VehicleId vehicle)
    {
        _own = vehicle.Value;
        if (!scene.SpeakAsTrackers) return;
        foreach (var device in scene.Registry.Devices.Values)
        {
            foreach (var assignment in device.Assignments)
            {
                if (assignment.Vehicle != vehicle) continue;
                _spans.Add((
                    assignment.From.ToUnixTimeMilliseconds(),
                    assignment.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue, device.Id.Value));
            }
        }
    }

    public string SpeakerAt(long ms)
    {
        foreach (var (from, until, device) in _spans)
        {
            if (ms >= from && ms < until) return device;
        }
        return _own;
    }
}
