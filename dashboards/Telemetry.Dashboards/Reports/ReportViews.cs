namespace Telemetry.Dashboards.Reports;

/// <param name="Scope"><c>city</c>, <c>district:{id}</c> or <c>plant:{id}</c>; the city where absent.</param>
/// <param name="DataVersion">Of the report that was looked at; with another one nothing is locked. Absent: any.</param>
/// <param name="Why">Stands in the ledger.</param>
public sealed record LockRequest(string? Scope, string? DataVersion, string? Why);

/// <summary>A published month.</summary>
/// <param name="Revision">0 for the lock itself, one more with each accepted revision.</param>
/// <param name="IsNew">False where the month was locked already; then nothing has changed.</param>
/// <param name="Copies">What was frozen.</param>
public sealed record LockView(
    string Scope, string Month, DateTimeOffset LockedAt, string LockedBy, int Revision, string DataVersion,
    DateTimeOffset VersionAt, bool IsNew, IReadOnlyList<CopyView> Copies);

public sealed record LockList(IReadOnlyList<LockView> Locks);

/// <param name="Language"><c>-</c> where the format has none.</param>
/// <param name="Sha256">Of the bytes, lower-case hexadecimal.</param>
public sealed record CopyView(string Format, string Language, int Bytes, string Sha256);
