namespace Telemetry.Storage.Operations.Locks;

public enum RevisionState
{
    /// <summary>Waits for a person.</summary>
    Open,

    Accepted,

    Refused,

    /// <summary>The difference fell away before anybody decided.</summary>
    Withdrawn,
}

/// <param name="Published">The figures as published when it was opened.</param>
/// <param name="Computed">The figures as computed at <paramref name="UpdatedAt"/>.</param>
/// <param name="BaseRevision">The publication it differs from.</param>
/// <param name="Decision">Null while it is open.</param>
public sealed record PendingRevision(
    long Id, Scope Scope, LedgerMonth Month, RevisionState State, int BaseRevision, ValueSet Published,
    ValueSet Computed, DataVersion DataVersion, ChangeCause Cause, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt,
    RevisionDecision? Decision);

public sealed record RevisionDecision(Actor Actor, DateTimeOffset At, string Why);

public enum ProposalOutcome
{
    /// <summary>The month isn't locked: there is nothing to revise.</summary>
    NotLocked,

    /// <summary>The published figures still hold.</summary>
    Equal,

    Opened,

    Updated,

    /// <summary>It is open already, with these figures.</summary>
    Unchanged,

    /// <summary>The open one fell away: the published figures hold again.</summary>
    Withdrawn,

    /// <summary>A person has refused exactly these figures.</summary>
    RefusedBefore,
}

/// <param name="Revision">The one that is open or was closed by it; null for NotLocked and Equal.</param>
public sealed record ProposalReceipt(ProposalOutcome Outcome, PendingRevision? Revision);

public enum DecisionOutcome
{
    Done,

    NotFound,

    /// <summary>It was decided or fell away before.</summary>
    NotOpen,

    /// <summary>It was brought up to date since: look at it again.</summary>
    Changed,
}

/// <param name="Revision">As it is now; null for NotFound.</param>
public sealed record DecisionReceipt(DecisionOutcome Outcome, PendingRevision? Revision);
