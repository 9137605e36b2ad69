using Telemetry.Domain.Alarms;

namespace Telemetry.Storage.Operations.Alarms;

/// <summary>
/// Alarms as they are and were. What happens to one is applied to it as it stands in the store, in one transaction with
/// its event, its row of the ledger and what is to be told: nothing is told of twice, and nothing told of is forgotten.
/// </summary>
public interface IAlarms
{
    /// <summary>Raised after somebody acted on an alarm in this process; handlers must return at once.</summary>
    event Action? Acted;

    /// <summary>What waits to be told to people.</summary>
    INotices Notices { get; }

    /// <summary>Open alarms, and those that returned to normal since an instant; by when they were raised.</summary>
    Task<IReadOnlyList<Alarm>> OpenAsync(DateTimeOffset returnedSince, CancellationToken cancellationToken);

    /// <summary>
    /// What the evaluation found: raises, which for an identity that is there are comebacks, and what happens to alarms
    /// that are there. Moves of alarms that aren't are passed over.
    /// </summary>
    /// <param name="moves">In order.</param>
    /// <param name="tell">What is to be told of a step that notifies; kept until it is sent.</param>
    Task<IReadOnlyList<LifeStep>> RecordAsync(
        IReadOnlyList<AlarmMove> moves, Func<Alarm, IEnumerable<NewNotice>> tell, CancellationToken cancellationToken);

    /// <summary>Ends every shelf whose time is over.</summary>
    /// <param name="by">In whose name.</param>
    /// <param name="tell">As in <see cref="RecordAsync"/>.</param>
    Task<IReadOnlyList<LifeStep>> EndShelvesAsync(
        string by, Func<Alarm, IEnumerable<NewNotice>> tell, CancellationToken cancellationToken);

    /// <summary>What somebody does.</summary>
    /// <returns>Null where there is no such alarm; a step with a refusal changed nothing.</returns>
    Task<LifeStep?> ActAsync(AlarmId id, LifeAction action, CancellationToken cancellationToken);

    Task<Alarm?> FindAsync(AlarmId id, CancellationToken cancellationToken);

    /// <summary>Alarms that fit, newest first.</summary>
    Task<AlarmPage> ReadAsync(AlarmQuery query, CancellationToken cancellationToken);

    /// <summary>An alarm's life, oldest first.</summary>
    Task<IReadOnlyList<AlarmEvent>> EventsAsync(AlarmId id, CancellationToken cancellationToken);

    /// <summary>How many are open, by state and priority.</summary>
    Task<IReadOnlyList<AlarmCount>> CountAsync(CancellationToken cancellationToken);
}

/// <summary>Which alarms; every filter that is null lets all pass.</summary>
public sealed record AlarmQuery
{
    public const int MostRows = 1_000;

    public AlarmState? State { get; init; }

    /// <summary>True: those that aren't history; false: history alone.</summary>
    public bool? Open { get; init; }

    public AlarmRule? Rule { get; init; }

    /// <summary>This one or a higher one.</summary>
    public AlarmPriority? LeastPriority { get; init; }

    /// <summary>As <see cref="AlarmAsset.ToString"/> writes it, exactly.</summary>
    public string? Asset { get; init; }

    /// <summary>As <see cref="Alarm.Group"/> writes it: <c>plant:ID</c>, <c>district:ID</c>.</summary>
    public string? Group { get; init; }

    public string? District { get; init; }

    /// <summary>Raised at or after this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Raised before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those behind this one: the <see cref="AlarmPage.Next"/> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>Alarms of a page; 100 by default, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <param name="Next">Goes into the next question; null on the last page.</param>
public sealed record AlarmPage(IReadOnlyList<Alarm> Alarms, string? Next);

public sealed record AlarmCount(AlarmState State, AlarmPriority Priority, int Count);
