namespace Telemetry.Storage.Operations.Ledger;

/// <summary>
/// Every change of what was given out: rows are added by whoever makes the change, in its transaction, and are never
/// changed or removed; the database refuses it.
/// </summary>
public interface ILedger
{
    /// <summary>Rows that fit, newest first.</summary>
    Task<LedgerPage> ReadAsync(LedgerQuery query, CancellationToken cancellationToken);
}

/// <summary>What a row is about.</summary>
public enum LedgerKind
{
    /// <summary>A value of a closed day changed; subject is the plant or indicator, with the day.</summary>
    DayValue,

    /// <summary>A figure was declared, superseded or withdrawn.</summary>
    DeclaredFigure,

    /// <summary>A plant's day was reviewed.</summary>
    Review,

    /// <summary>A month was locked; subject is the scope, with the month.</summary>
    Lock,

    /// <summary>A pending revision was accepted, refused, or fell away.</summary>
    Revision,

    /// <summary>An alarm's life went on; subject is its asset.</summary>
    Alarm,

    /// <summary>A place of the registry was drawn, changed or taken out; subject is <c>place:KIND/ID</c>.</summary>
    Place,

    /// <summary>An account or a token was added, changed or taken away; subject is the account or token.</summary>
    Account,

    /// <summary>Somebody signed in or out, or was locked out.</summary>
    SignIn,
}

/// <param name="Id">In the order of writing.</param>
/// <param name="Subject">
/// <c>plant:ID</c>, <c>meter:PLANT/METER</c>, <c>indicator:ID/DISTRICT/BASIS</c>, <c>point:PLANT/POINT</c>,
/// <c>facility:ID</c>, <c>district:ID</c> or <c>city</c>; of an alarm its asset, such as <c>vehicle:ID</c>; of a
/// place <c>place:KIND/ID</c>; <c>account:NAME</c>, <c>token:NAME</c> or, of a lock-out without a known name,
/// <c>address:IP</c>.
/// </param>
/// <param name="Day">The local day it concerns, of a declared figure the first; null where it concerns a month.
/// </param>
/// <param name="Month">The month it concerns; null where it concerns a day.</param>
/// <param name="Before">JSON; null where there was nothing before.</param>
/// <param name="After">JSON; null where there is nothing any more.</param>
public sealed record LedgerRow(
    long Id, DateTimeOffset At, Actor Actor, LedgerKind Kind, string Subject, DateOnly? Day, LedgerMonth? Month,
    string Why, string? Before, string? After);

/// <summary>Which rows; every filter that is null lets all pass.</summary>
public sealed record LedgerQuery
{
    public const int MostRows = 1_000;

    /// <summary>Written at or after this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Written before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Concerning this day or a later one; a row of a month counts as its first day.</summary>
    public DateOnly? FromDay { get; init; }

    /// <summary>Concerning a day before this one.</summary>
    public DateOnly? ToDay { get; init; }

    public LedgerKind? Kind { get; init; }

    /// <summary>Without rows of accounts and sign-ins: they are the administrators'.</summary>
    public bool HidesAccounts { get; init; }

    public string? Subject { get; init; }

    public Actor? Actor { get; init; }

    /// <summary>Only rows older than this one: the <see cref="LedgerPage.Next"/> of the page before.</summary>
    public long? Before { get; init; }

    /// <summary>Rows of a page; 100 by default, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <param name="Next">Goes into the next question; null on the last page.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerRow> Rows, long? Next);
