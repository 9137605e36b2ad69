namespace Telemetry.Domain.Alarms;

/// <summary>What the evaluation wants done; the store does it to the alarm as it is by then.</summary>
public abstract record AlarmMove;

/// <summary>A new alarm; where one with its identity is there already, that one came back.</summary>
public sealed record RaiseMove(Alarm Alarm, string By) : AlarmMove;

/// <summary>Something that happens to one that is there.</summary>
public sealed record LifeMove(AlarmId Id, LifeAction Action) : AlarmMove;
