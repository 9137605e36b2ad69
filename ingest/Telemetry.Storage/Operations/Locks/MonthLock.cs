namespace Telemetry.Storage.Operations.Locks;

/// <summary>Which data a report was made of.</summary>
/// <param name="Value">A hash, as the report carries it.</param>
/// <param name="At">That version's time, as the report carries it.</param>
public sealed record DataVersion(string Value, DateTimeOffset At);

/// <summary>What is given out at once.</summary>
/// <param name="Values">The figures of the month that later ones are compared with.</param>
/// <param name="Copies">At least one; each format and language once.</param>
public sealed record Publication(DataVersion DataVersion, ValueSet Values, IReadOnlyList<PublishedCopy> Copies);

/// <param name="Format">Such as <c>json</c>, <c>csv</c>, <c>xlsx</c>, <c>html</c>.</param>
/// <param name="Language">Such as <c>zh-CN</c>; <c>-</c> where the format has none.</param>
public sealed record PublishedCopy(string Format, string Language, ReadOnlyMemory<byte> Content);

/// <param name="LockedAt">When revision 0 was published.</param>
/// <param name="Current">The newest publication.</param>
public sealed record MonthLock(
    Scope Scope, LedgerMonth Month, DateTimeOffset LockedAt, Actor LockedBy, MonthRevision Current);

/// <param name="Number">0 for the lock itself, and one more with each accepted revision.</param>
/// <param name="Copies">What there is of it.</param>
public sealed record MonthRevision(
    int Number, DataVersion DataVersion, ValueSet Values, DateTimeOffset At, Actor Actor, string Why,
    IReadOnlyList<CopyLabel> Copies);

/// <param name="Sha256">Of the content, lower-case hexadecimal.</param>
public sealed record CopyLabel(string Format, string Language, int Bytes, string Sha256);

/// <param name="IsNew">False where the month was locked already.</param>
public sealed record LockReceipt(MonthLock Lock, bool IsNew);
