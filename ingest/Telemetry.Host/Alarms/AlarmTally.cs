using Telemetry.Domain.Alarms;

namespace Telemetry.Host.Alarms;

/// <summary>
/// How many alarms were open at the last look, in the process that looks; 0 in every other. Read from any thread.
/// </summary>
internal sealed class AlarmTally
{
    private static readonly AlarmState[] OpenStates =
        [.. Enum.GetValues<AlarmState>().Where(static state => state != AlarmState.Cleared)];

    private static readonly AlarmPriority[] Priorities = Enum.GetValues<AlarmPriority>();

    private volatile Dictionary<(AlarmPriority, AlarmState), int> _open = [];

    /// <summary>Every priority and open state, also those of which there is none.</summary>
    public IEnumerable<(AlarmPriority Priority, AlarmState State, int Count)> Open()
    {
        var open = _open;
        foreach (var priority in Priorities)
        {
            foreach (var state in OpenStates) yield return (priority, state, open.GetValueOrDefault((priority, state)));
        }
    }

    public void Set(IReadOnlyCollection<Alarm> open) => _open = open
        .GroupBy(static alarm => (alarm.Priority, alarm.State))
        .ToDictionary(static one => one.Key, static one => one.Count());
}
