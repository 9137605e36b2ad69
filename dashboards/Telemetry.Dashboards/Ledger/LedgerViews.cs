using System.Text.Json;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Dashboards.Ledger;

/// <param name="Rows">Newest first.</param>
/// <param name="Next">Goes into <c>before</c> for the next page; absent on the last.</param>
public sealed record LedgerPageView(IReadOnlyList<LedgerRowView> Rows, long? Next);

/// <param name="At">When it was written, in the city's time.</param>
/// <param name="Actor"><c>account:NAME</c>, <c>token:NAME</c>, <c>local</c>, or <c>program:ROLE</c>.</param>
/// <param name="Subject">What it is about: <c>plant:ID</c>, <c>indicator:ID/DISTRICT/BASIS</c>, a scope.</param>
/// <param name="Day">The local day it concerns.</param>
/// <param name="Month">The month it concerns.</param>
/// <param name="Why">As given.</param>
/// <param name="Before">What held before; absent where nothing did.</param>
/// <param name="After">What holds since; absent where nothing does.</param>
public sealed record LedgerRowView(
    long Id, DateTimeOffset At, string Actor, LedgerKind Kind, string Subject, DateOnly? Day, string? Month, string Why,
    JsonElement? Before, JsonElement? After);

public sealed record RevisionList(IReadOnlyList<RevisionView> Revisions);

/// <summary>What a locked month now comes to, and what was published.</summary>
/// <param name="BaseRevision">The publication it differs from; 0 is the lock itself.</param>
/// <param name="Published">The month's figures as published.</param>
/// <param name="Computed">The month's figures as computed at <paramref name="UpdatedAt"/>.</param>
/// <param name="DataVersion">Goes into <c>accept</c> or <c>refuse</c>: what was looked at.</param>
/// <param name="Decision">Absent while it is open.</param>
public sealed record RevisionView(
    long Id, string Scope, string Month, RevisionState State, int BaseRevision, string Cause, JsonElement Published,
    JsonElement Computed, string DataVersion, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt,
    DecisionView? Decision);

public sealed record DecisionView(string Actor, DateTimeOffset At, string Why);

/// <param name="DataVersion">Of the revision, as looked at; with another one nothing is decided.</param>
/// <param name="Why">Stands in the ledger.</param>
public sealed record DecisionRequest(string? DataVersion, string? Why);

/// <param name="Plant">As in the registry.</param>
/// <param name="Day">The local day, yyyy-MM-dd.</param>
/// <param name="Revision">
/// Of the plant's day that was looked at; with another one nothing is kept. Absent: the one there is.
/// </param>
/// <param name="Note">At most 1,000 characters.</param>
public sealed record ReviewRequest(string? Plant, DateOnly? Day, int? Revision, string? Note);

/// <param name="Revision">Of the plant's day that was looked at.</param>
public sealed record ReviewView(
    long Id, string Plant, DateOnly Day, int Revision, string Actor, DateTimeOffset At, string Note);
