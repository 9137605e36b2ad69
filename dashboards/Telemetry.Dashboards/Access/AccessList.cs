using System.Collections.Frozen;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Access;

/// <summary>Accounts and tokens at one moment, laid out for judging requests.</summary>
internal sealed class AccessList
{
    public static readonly AccessList Empty = new(new AccountsSnapshot([], [], FrozenSet<string>.Empty));

    private readonly FrozenDictionary<long, Account> _byId;
    private readonly FrozenDictionary<string, Account> _byName;
    private readonly FrozenDictionary<string, ApiToken> _byHash;
    private readonly FrozenDictionary<long, ApiToken> _tokens;

    public AccessList(AccountsSnapshot snapshot)
    {
        Snapshot = snapshot;
        _byId = snapshot.Accounts.ToFrozenDictionary(account => account.Id);
        _byName = snapshot.Accounts.ToFrozenDictionary(
            account => AccountName.Fold(account.Name), StringComparer.Ordinal);
        // By hash: what somebody learns from the time that a look-up takes is of no use without the secret.
        _byHash = snapshot.Tokens.ToFrozenDictionary(token => token.Hash, StringComparer.Ordinal);
        _tokens = snapshot.Tokens.ToFrozenDictionary(token => token.Id);
    }

    public AccountsSnapshot Snapshot { get; }

    public bool HasAdministrator =>
        Snapshot.Accounts.Any(static account => account is { Role: Role.Administrator, Enabled: true });

    public Account? Find(long id) => _byId.GetValueOrDefault(id);

    public Account? Find(string name) => _byName.GetValueOrDefault(AccountName.Fold(name));

    /// <summary>The token of this secret, while it is in force.</summary>
    public ApiToken? FindToken(string secret, DateTimeOffset now) =>
        _byHash.GetValueOrDefault(Secrets.HashOf(secret)) is { } token && IsInForce(token, now) ? token : null;

    /// <summary>The token, while it is in force.</summary>
    public ApiToken? FindToken(long id, DateTimeOffset now) =>
        _tokens.GetValueOrDefault(id) is { } token && IsInForce(token, now) ? token : null;

    public bool IsEnded(string session) => Snapshot.EndedSessions.Contains(session);

    private static bool IsInForce(ApiToken token, DateTimeOffset now) =>
        token.RevokedAt is null && token.ExpiresAt > now;
}
