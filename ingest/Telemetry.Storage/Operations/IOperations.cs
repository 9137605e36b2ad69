using Telemetry.Storage.Operations.Accounts;
using Telemetry.Storage.Operations.Alarms;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Fleet;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Locks;
using Telemetry.Storage.Operations.Places;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Operations.Reviews;

namespace Telemetry.Storage.Operations;

/// <summary>
/// What people decide and what must survive beside the telemetry: declared figures, reviews, locks, the ledger, and how
/// far the derivation is. Every change is on disk when its task completes, whole or not at all, with its rows of the
/// ledger in the same transaction.
/// </summary>
public interface IOperations
{
    /// <summary>The lease, the cursors and the partitions that wait to be recomputed.</summary>
    IDerivationState Derivation { get; }

    IDeclaredFigures Declared { get; }

    /// <summary>The ledger (台账): who changed what, when, why, from what to what.</summary>
    ILedger Ledger { get; }

    IReviews Reviews { get; }

    /// <summary>Months that were reported, their published copies, and the revisions that wait for a person.</summary>
    IMonthLocks Locks { get; }

    /// <summary>Values of days that are no longer provisional, as they were last given out.</summary>
    IDayValues DayValues { get; }

    /// <summary>What is and was wrong, and what is to be told of it.</summary>
    IAlarms Alarms { get; }

    /// <summary>What vehicles did: hours, trips, stops, visits, loads, rounds. Derived, and replaced whole.</summary>
    IFleet Fleet { get; }

    /// <summary>Places of the registry that people changed: the file has them, the ledger their story.</summary>
    IPlaceChanges Places { get; }

    /// <summary>Who may sign in, and the tokens that are given out.</summary>
    IAccounts Accounts { get; }
}
