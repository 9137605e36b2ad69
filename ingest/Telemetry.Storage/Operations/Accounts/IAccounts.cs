namespace Telemetry.Storage.Operations.Accounts;

/// <summary>
/// Who may sign in, and which tokens are given out. Every change stands in the ledger; names are never given twice, so
/// that the ledger's names stay clear.
/// </summary>
public interface IAccounts
{
    /// <summary>All that is needed to judge a request, in one snapshot.</summary>
    Task<AccountsSnapshot> ReadAsync(CancellationToken cancellationToken);

    /// <param name="firstOnly">Nothing is added where there is an administrator who is enabled.</param>
    Task<AccountReceipt> AddAsync(
        NewAccount account, bool firstOnly, Actor actor, CancellationToken cancellationToken);

    /// <summary>The last administrator who is enabled stays one.</summary>
    Task<AccountReceipt> ChangeAsync(
        long id, AccountChange change, Actor actor, CancellationToken cancellationToken);

    Task<AccountReceipt> RemoveAsync(long id, string why, Actor actor, CancellationToken cancellationToken);

    /// <summary>The same password under a newer way of hashing; no row of the ledger, sessions stay.</summary>
    Task RehashAsync(long id, string from, string to, CancellationToken cancellationToken);

    /// <param name="from">Null where the address isn't known.</param>
    Task SignedInAsync(long id, string? from, CancellationToken cancellationToken);

    /// <summary>The session is over, wherever its cookie may be kept.</summary>
    /// <param name="until">When the session would have ended by itself.</param>
    Task SignedOutAsync(string session, DateTimeOffset until, Actor actor, CancellationToken cancellationToken);

    /// <param name="name">Of an account that there is; null where somebody tried a name that nobody has.</param>
    Task LockedOutAsync(
        string? name, string? from, DateTimeOffset until, int failures, CancellationToken cancellationToken);

    Task<TokenReceipt> AddTokenAsync(NewToken token, Actor actor, CancellationToken cancellationToken);

    Task<TokenReceipt> RevokeTokenAsync(long id, string why, Actor actor, CancellationToken cancellationToken);

    Task TokenUsedAsync(long id, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <param name="Accounts">Those that were not removed, by name.</param>
/// <param name="Tokens">All, newest first; also expired and revoked ones.</param>
/// <param name="EndedSessions">Sessions that somebody ended before their time.</param>
public sealed record AccountsSnapshot(
    IReadOnlyList<Account> Accounts, IReadOnlyList<ApiToken> Tokens, IReadOnlySet<string> EndedSessions);

/// <param name="PasswordHash">Null where a one-time code sets the password.</param>
/// <param name="Why">Stands in the ledger; may be empty.</param>
public sealed record NewAccount(
    string Name, Role Role, string? PasswordHash, string? CodeHash, DateTimeOffset? CodeUntil, string Why);

/// <summary>What becomes another; null stays.</summary>
public sealed record AccountChange
{
    public Role? Role { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>Sets the password, uses up the one-time code and ends every session.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Takes the password away, gives a one-time code and ends every session.</summary>
    public string? CodeHash { get; init; }

    public DateTimeOffset? CodeUntil { get; init; }

    /// <summary>Only while the one-time code is this one: a code sets one password.</summary>
    public string? OnlyWithCode { get; init; }

    /// <summary>Ends every session.</summary>
    public bool EndSessions { get; init; }

    /// <summary>Stands in the ledger; may be empty.</summary>
    public string Why { get; init; } = "";
}

public enum AccountOutcome
{
    Done,
    NotFound,

    /// <summary>An account or token has or had the name.</summary>
    NameTaken,

    /// <summary>Nobody could manage accounts any more.</summary>
    LastAdministrator,

    /// <summary>There is an administrator already.</summary>
    NotFirst,

    /// <summary>The one-time code was used, replaced, or has ended.</summary>
    CodeUsed,
}

/// <param name="Account">As it is now; null where it was not found, not added, or is removed.</param>
public sealed record AccountReceipt(AccountOutcome Outcome, Account? Account);

/// <param name="Why">Stands in the ledger; may be empty.</param>
public sealed record NewToken(string Name, Role Role, bool Kiosk, string Hash, DateTimeOffset ExpiresAt, string Why);

/// <param name="Token">As it is now; null where it was not found or not added.</param>
public sealed record TokenReceipt(AccountOutcome Outcome, ApiToken? Token);
