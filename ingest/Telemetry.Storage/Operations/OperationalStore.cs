using Microsoft.Extensions.Logging;
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
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations;

/// <summary>The operational store in a SQLite file of its own.</summary>
public sealed class OperationalStore : IOperations, IDisposable
{
    private readonly OperationalDatabase _database;

    private OperationalStore(OperationalDatabase database, TimeProvider time)
    {
        _database = database;
        Derivation = new DerivationState(database, time);
        Declared = new FigureBook(database, time);
        Ledger = new LedgerBook(database);
        Reviews = new ReviewBook(database, time);
        Locks = new MonthLockBook(database, time);
        DayValues = new DayValueBook(database, time);
        Alarms = new AlarmBook(database, time);
        Fleet = new FleetBook(database);
        Places = new PlaceChanges(database, time);
        Accounts = new AccountBook(database, time);
    }

    public IDerivationState Derivation { get; }

    public IDeclaredFigures Declared { get; }

    public ILedger Ledger { get; }

    public IReviews Reviews { get; }

    public IMonthLocks Locks { get; }

    public IDayValues DayValues { get; }

    public IAlarms Alarms { get; }

    public IFleet Fleet { get; }

    public IPlaceChanges Places { get; }

    public IAccounts Accounts { get; }

    /// <summary>Opens the file, or makes it; brings an older one to this version.</summary>
    /// <exception cref="Stores.StoreRefusedException">
    /// The options are wrong; the file can't be made or opened, is damaged, another program's, or was written by a
    /// newer version. The message says what to do.
    /// </exception>
    public static OperationalStore Open(OperationsOptions options, TimeProvider time, ILogger<OperationalStore> logger)
    {
        var database = new OperationalDatabase(options);
        Log.Opened(logger, database.Path, OperationsSchema.Version);
        return new OperationalStore(database, time);
    }

    public void Dispose() => _database.Dispose();
}
