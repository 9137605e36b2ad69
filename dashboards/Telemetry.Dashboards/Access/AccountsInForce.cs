using Microsoft.Extensions.Logging;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Accounts;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// Accounts and tokens as they are, without asking the store for each request: a change of this process counts at
/// once, one of another (<c>telemetry account</c>) within <see cref="Freshness"/>.
/// </summary>
internal sealed partial class AccountsInForce(
    TimeProvider time, ILogger<AccountsInForce> logger, IOperations? operations = null) : IDisposable
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>A token's newest use is written down this often at most.</summary>
    private static readonly TimeSpan UseGrain = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private Reading _newest = new(AccessList.Empty, 0, -1);
    private long _changes;

    /// <exception cref="InvalidOperationException">This process has no store of accounts.</exception>
    public IAccounts Accounts =>
        operations?.Accounts ?? throw new InvalidOperationException("this process has no store of accounts");

    public async ValueTask<AccessList> CurrentAsync(CancellationToken cancellationToken)
    {
        if (operations is null || IsFresh(Volatile.Read(ref _newest))) return Volatile.Read(ref _newest).List;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh(_newest)) await ReadAsync(operations, cancellationToken);
            return _newest.List;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The next who asks gets what holds after a change.</summary>
    public void Forget() => Interlocked.Increment(ref _changes);

    public async Task NoteUseAsync(ApiToken token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (token.UsedAt is { } used && now - used < UseGrain) return;
        try
        {
            await Accounts.TokenUsedAsync(token.Id, now, cancellationToken);
            Forget();
        }
        catch (StoreUnavailableException unavailable)
        {
            Log.UseNotNoted(logger, token.Name, unavailable.Message);
        }
    }

    public void Dispose() => _reading.Dispose();

    private bool IsFresh(Reading reading) =>
        reading.Changes == Interlocked.Read(ref _changes) && time.GetElapsedTime(reading.At) < Freshness;

    private async Task ReadAsync(IOperations from, CancellationToken cancellationToken)
    {
        // Taken before the question: a change in between makes the answer old, not fresh.
        var (at, changes) = (time.GetTimestamp(), Interlocked.Read(ref _changes));
        var list = _newest.List;
        try
        {
            list = new AccessList(await from.Accounts.ReadAsync(cancellationToken));
        }
        catch (StoreUnavailableException unavailable) when (list != AccessList.Empty)
        {
            // Whoever watches alarms goes on watching; while nothing can be written, nothing can be revoked either.
            Log.NotRead(logger, unavailable.Message);
        }
        Volatile.Write(ref _newest, new Reading(list, at, changes));
    }

    private sealed record Reading(AccessList List, long At, long Changes);
}
