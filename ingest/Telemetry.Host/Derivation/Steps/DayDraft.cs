using System.Collections.Immutable;
using Telemetry.Domain.Derived;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>A daily value as computed, before it is known how it stands.</summary>
/// <param name="Completeness">Decides when it is final, a fraction.</param>
/// <param name="Values">What people are given of it once it is no longer provisional.</param>
/// <param name="Stored">The row that stands there now; null where none does.</param>
/// <param name="Row">Writes the row with its standing.</param>
internal sealed record DayDraft(
    ValueSubject Subject, double Completeness, ValueSet Values, StoredPoint? Stored, Func<RowMark, DerivedPoint> Row,
    string Inputs)
{
    public ChangeCause Cause { get; init; }

    /// <summary>
    /// Whether the time of its changes is kept while it is provisional, for a report that it stands in. Vehicles come
    /// by the thousand and change each hour: theirs begins with the final value.
    /// </summary>
    public bool IsTimed { get; init; } = true;

    /// <summary>What has to be derived anew where its value changed.</summary>
    public ImmutableArray<NewPartition> Following { get; init; } = [];

    /// <summary>The reports it takes part in: where one of them is locked, so is the value.</summary>
    public ImmutableArray<Scope> Scopes { get; init; } = [];
}
