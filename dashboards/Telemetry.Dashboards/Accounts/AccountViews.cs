using Telemetry.Dashboards.Access;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Accounts;

/// <summary>As whom a request came.</summary>
public enum SessionKind
{
    /// <summary>Not signed in.</summary>
    Nobody,

    /// <summary>Signed in with a password.</summary>
    Account,

    /// <summary>With a token.</summary>
    Token,

    /// <summary>A screen that only reads.</summary>
    Kiosk,

    /// <summary>This machine itself: no accounts are asked for.</summary>
    Local,

    /// <summary>Whoever reaches the address; no accounts are asked for, and only reading is open.</summary>
    Anyone,
}

/// <summary>Who asks, and what they may do.</summary>
/// <param name="AccountsOn">
/// False where no accounts are asked for: whoever sits at the machine may do everything, and a screen has to say so.
/// </param>
/// <param name="FirstRun">True while there is no administrator: <c>POST /api/accounts/first</c> makes one.</param>
/// <param name="Name">Of the account or token.</param>
/// <param name="May">
/// The rights: read, handle_fleet_alarms, handle_plant_alarms, edit_places, review_days, declare_figures, work,
/// lock_months, manage_accounts.
/// </param>
/// <param name="Until">When the session ends if nothing more is asked, in the city's time.</param>
/// <param name="ShortestPassword">Least characters of a password.</param>
public sealed record SessionView(
    bool AccountsOn, bool FirstRun, SessionKind Kind, string? Name, Role? Role, IReadOnlyList<Right> May,
    DateTimeOffset? Until, int ShortestPassword);

public sealed record SignInRequest(string? Name, string? Password);

/// <summary>
/// One's own new password: with the one in force, or, before signing in, with name and one-time code.
/// </summary>
/// <param name="Password">The new one.</param>
/// <param name="Current">The password in force; of whoever is signed in.</param>
/// <param name="Name">Of the account that the code is for.</param>
/// <param name="Code">As an administrator handed it over; capitals and dashes don't count.</param>
public sealed record PasswordRequest(string? Password, string? Current, string? Name, string? Code);

/// <param name="Code">From the host's log.</param>
public sealed record FirstAccountRequest(string? Code, string? Name, string? Password);

public sealed record AccountList(IReadOnlyList<AccountView> Accounts);

/// <param name="HasPassword">False until one is set with the one-time code.</param>
/// <param name="CodeUntil">When the one-time code ends; absent where there is none.</param>
/// <param name="CreatedBy"><c>account:NAME</c>, <c>local</c>, or <c>program:web</c> for the first.</param>
/// <param name="SignedInAt">The newest sign-in.</param>
public sealed record AccountView(
    long Id, string Name, Role Role, bool Enabled, bool HasPassword, DateTimeOffset? CodeUntil,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? SignedInAt);

/// <param name="Role">One of viewer, dispatcher, operator, engineer, administrator.</param>
/// <param name="Password">Absent: a one-time code is made, with which the account sets its own.</param>
/// <param name="Why">Stands in the ledger; may be absent.</param>
public sealed record NewAccountRequest(string? Name, string? Role, string? Password, string? Why);

/// <summary>What becomes another; absent stays.</summary>
/// <param name="Role">One of viewer, dispatcher, operator, engineer, administrator.</param>
/// <param name="Enabled">False: it can't sign in, and its sessions end.</param>
/// <param name="Reset">True: the password is gone, and a one-time code sets the next.</param>
/// <param name="EndSessions">True: whoever is signed in as this account is not any more.</param>
/// <param name="Why">Stands in the ledger; may be absent.</param>
public sealed record AccountChangeRequest(string? Role, bool? Enabled, bool? Reset, bool? EndSessions, string? Why);

/// <param name="Code">The one-time code, shown this once: hand it over in person. Absent where none was made.</param>
public sealed record AccountReceiptView(AccountView Account, string? Code);

public sealed record TokenList(IReadOnlyList<TokenView> Tokens);

/// <param name="Kiosk">Only reads, and may stand in an address once.</param>
/// <param name="UsedAt">The newest use, to the minute.</param>
/// <param name="State">Whether it can be used, and if not, why.</param>
public sealed record TokenView(
    long Id, string Name, Role Role, bool Kiosk, TokenState State, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, DateTimeOffset? RevokedAt);

public enum TokenState
{
    InForce,
    Expired,
    Revoked,
}

/// <param name="Role">One of viewer, dispatcher, operator, engineer, administrator; viewer for a kiosk.</param>
/// <param name="Kiosk">True: for a wall panel; it only reads, and may be given as <c>/?kiosk=1&amp;token=</c>.</param>
/// <param name="Days">How long it is in force, from 1; 365 where absent, at most 3,650.</param>
/// <param name="Why">Stands in the ledger; may be absent.</param>
public sealed record NewTokenRequest(string? Name, string? Role, bool? Kiosk, int? Days, string? Why);

/// <param name="Secret">Shown this once; what is kept is a hash of it.</param>
public sealed record NewTokenView(TokenView Token, string Secret);
