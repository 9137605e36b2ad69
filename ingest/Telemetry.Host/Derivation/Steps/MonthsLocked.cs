using System.Collections.Immutable;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>Which months are locked, as last asked; and which of them came to other figures since.</summary>
internal sealed class MonthsLocked(IMonthLocks locks)
{
    private static readonly LedgerMonth First = new(1970, 1);

    private readonly Dictionary<(Scope Scope, LedgerMonth Month), ChangeCause> _touched = [];
    private Dictionary<(Scope Scope, LedgerMonth Month), MonthLock> _locked = [];

    /// <returns>Locks that were not there at the last look; all of them at the first.</returns>
    public async Task<IReadOnlyList<MonthLock>> LookAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var month = LedgerMonth.Of(DateOnly.FromDateTime(now.UtcDateTime.AddMonths(1)));
        var all = await locks.ListAsync(First, month, cancellationToken);
        var fresh = all.Where(one => !_locked.ContainsKey((one.Scope, one.Month))).ToList();
        _locked = all.ToDictionary(one => (one.Scope, one.Month));
        return fresh;
    }

    public bool IsLocked(ImmutableArray<Scope> scopes, DateOnly day) =>
        _locked.Count > 0 && scopes.Any(scope => _locked.ContainsKey((scope, LedgerMonth.Of(day))));

    /// <summary>A value of a locked month changed: what was published has to be compared.</summary>
    public void Changed(ImmutableArray<Scope> scopes, DateOnly day, ChangeCause cause)
    {
        foreach (var scope in scopes) Compare(scope, LedgerMonth.Of(day), cause);
    }

    public void Compare(Scope scope, LedgerMonth month, ChangeCause cause)
    {
        var key = (scope, month);
        if (!_locked.ContainsKey(key)) return;
        _touched[key] = _touched.GetValueOrDefault(key) | cause;
    }

    public IReadOnlyList<(Scope Scope, LedgerMonth Month, ChangeCause Cause)> Touched =>
        [.. _touched.Select(one => (one.Key.Scope, one.Key.Month, one.Value))];

    public void Settle(Scope scope, LedgerMonth month) => _touched.Remove((scope, month));
}
