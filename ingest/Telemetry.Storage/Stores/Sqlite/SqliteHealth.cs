using Microsoft.Extensions.Logging;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>The store's condition; a word in the log only where it changes, however often an attempt fails.</summary>
internal sealed class SqliteHealth(TimeProvider time, ILogger logger)
{
    private volatile StoreCondition _condition = new(StoreTrouble.None, "", time.GetUtcNow());

    public StoreCondition Condition => _condition;

    public void Report(SqliteTrouble trouble)
    {
        var before = _condition;
        if (before.Trouble == trouble.Trouble && before.Detail == trouble.Detail) return;
        var since = before.Trouble is StoreTrouble.None ? time.GetUtcNow() : before.Since;
        _condition = new StoreCondition(trouble.Trouble, trouble.Detail, since);
        if (trouble.Trouble is StoreTrouble.Refused) Log.Refused(logger, trouble.Detail);
        else Log.Unreachable(logger, trouble.Detail);
    }

    public void ReportHealthy()
    {
        var before = _condition;
        if (before.Trouble is StoreTrouble.None) return;
        var now = time.GetUtcNow();
        _condition = new StoreCondition(StoreTrouble.None, "", now);
        Log.Recovered(logger, now - before.Since);
    }
}
