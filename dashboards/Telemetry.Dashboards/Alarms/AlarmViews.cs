using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Alarms;

/// <param name="Alarms">Newest first.</param>
/// <param name="Next">Goes into <c>after</c> for the next page; absent on the last.</param>
public sealed record AlarmPageView(IReadOnlyList<AlarmView> Alarms, string? Next);

/// <summary>An alarm as it stands. Times are the city's.</summary>
/// <param name="Asset">
/// <c>plant:ID</c>, <c>meter:PLANT/METER</c>, <c>point:PLANT/POINT/PARAMETER</c>, <c>vehicle:ID</c>,
/// <c>indicator:ID/SCOPE</c>, <c>host:NAME</c>.
/// </param>
/// <param name="Group">What floods are grouped by: <c>plant:ID</c>, <c>district:ID</c>, <c>host:NAME</c>.</param>
/// <param name="Active">Whether the condition is there.</param>
/// <param name="Late">Found in history or late data: recorded, and nobody was told.</param>
/// <param name="Onset">When the condition began.</param>
/// <param name="ReturnedAt">When the condition went; absent while it is there.</param>
/// <param name="ClosedAt">When it became history; absent while it is open.</param>
/// <param name="Occurrences">How often the condition came; more than 1 where it soon came back.</param>
/// <param name="Value">The newest while the condition lasted, in the unit that the text names.</param>
/// <param name="ResponsibleUnit">Who answers for it.</param>
public sealed record AlarmView(
    string Id, AlarmRule Rule, string Asset, string Group, LocalizedName Name, AlarmPriority Priority, AlarmState State,
    bool Active, bool Late, DateTimeOffset Onset, DateTimeOffset RaisedAt, DateTimeOffset? ReturnedAt,
    DateTimeOffset? ClosedAt, int Occurrences, double? Value, double? Limit, string? Detail, string? District,
    LocalizedName? ResponsibleUnit, LocalizedName Title, LocalizedName Text, LocalizedName FirstAction,
    AcknowledgementView? Acknowledgement, ShelfView? Shelf);

/// <param name="By"><c>account:NAME</c>, <c>token:NAME</c> or <c>local</c>.</param>
public sealed record AcknowledgementView(string By, DateTimeOffset At, string? Note);

/// <param name="By"><c>account:NAME</c>, <c>token:NAME</c> or <c>local</c>.</param>
/// <param name="Until">From then on it stands in the list again.</param>
public sealed record ShelfView(string By, DateTimeOffset At, string Reason, DateTimeOffset Until);

/// <param name="Events">Its life, oldest first.</param>
public sealed record AlarmDetailView(AlarmView Alarm, IReadOnlyList<AlarmEventView> Events);

/// <param name="By">Who did it; <c>program:derive</c> where the condition did.</param>
/// <param name="Why">A note or a reason; absent where none was given.</param>
/// <param name="Before">The state before; absent for the first event.</param>
public sealed record AlarmEventView(
    AlarmEventKind Event, DateTimeOffset At, string By, string? Why, AlarmState? Before, AlarmState After);

/// <param name="Counts">Open alarms by state and priority; none of a kind is absent.</param>
public sealed record AlarmCountsView(int Open, int Unacknowledged, IReadOnlyList<AlarmCountView> Counts);

public sealed record AlarmCountView(AlarmState State, AlarmPriority Priority, int Count);

/// <param name="Note">At most 1,000 characters; may be absent.</param>
public sealed record AcknowledgeRequest(string? Note);

/// <param name="Reason">Stands in the ledger; wanted.</param>
/// <param name="Until">ISO 8601 with an offset, after now and within 31 days.</param>
/// <param name="Minutes">Instead of <c>until</c>: from now.</param>
public sealed record ShelveRequest(string? Reason, DateTimeOffset? Until, int? Minutes);
