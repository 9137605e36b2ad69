using Telemetry.Domain.Alarms;

namespace Telemetry.Domain.Tests.Alarms;

/// <summary>A fold with the alarms that it raised, kept as the store keeps them, and what people were told.</summary>
internal sealed class AlarmDesk
{
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    private readonly Dictionary<AlarmId, Alarm> _alarms = [];
    private AlarmFold _fold;

    public AlarmDesk(DateTimeOffset startedAt)
    {
        Now = startedAt;
        _fold = new AlarmFold(startedAt, "program:derive");
    }

    public DateTimeOffset Now { get; private set; }

    public List<AlarmEvent> Events { get; } = [];

    /// <summary>Alarms that people were told of, one entry each time.</summary>
    public List<AlarmId> Told { get; } = [];

    public IReadOnlyCollection<Alarm> Alarms => _alarms.Values;

    /// <summary>Another process takes over: what is in memory is gone.</summary>
    public void Restart()
    {
        _fold = new AlarmFold(Now, "program:derive");
        _fold.Restore(_alarms.Values);
    }

    /// <summary>Looks once, and then lets the pace pass.</summary>
    public void Look(params IEnumerable<AlarmSignal> signals)
    {
        foreach (var move in _fold.Fold(signals, Situation.City, Now)) Do(move);
        Now += Pace;
    }

    /// <summary>Looks again and again until the time has passed.</summary>
    public void LookFor(TimeSpan time, Func<DateTimeOffset, AlarmSignal> signal)
    {
        for (var end = Now + time; Now <= end;) Look(signal(Now));
    }

    public LifeStep Act(AlarmId id, LifeAction action) => Keep(AlarmLife.Apply(_alarms[id], action));

    private void Do(AlarmMove move)
    {
        switch (move)
        {
            case RaiseMove raise when _alarms.ContainsKey(raise.Alarm.Id):
                Keep(AlarmLife.Apply(
                    _alarms[raise.Alarm.Id], new ComeBack(raise.Alarm.RaisedAt, raise.By, raise.Alarm.Value)));
                break;
            case RaiseMove raise:
                Keep(AlarmLife.Raise(raise.Alarm, raise.By));
                break;
            case LifeMove life:
                Keep(AlarmLife.Apply(_alarms[life.Id], life.Action));
                break;
        }
    }

    private LifeStep Keep(LifeStep step)
    {
        _alarms[step.Alarm.Id] = step.Alarm;
        if (step.Event is { } happened) Events.Add(happened);
        if (step.Notifies) Told.Add(step.Alarm.Id);
        return step;
    }
}
