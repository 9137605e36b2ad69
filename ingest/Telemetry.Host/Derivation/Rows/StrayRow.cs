using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>
/// A row that stands where no hour or day begins any more, since the city's time zone or day start was changed. A store
/// can't be asked to delete it; so it says that it holds nothing.
/// </summary>
internal static class StrayRow
{
    /// <summary>The <c>reason</c> of such a row.</summary>
    private const string Reason = "calendar_changed";

    public static DerivedPoint Void(Series series, long timeMs) =>
        new DerivedPoint(series, timeMs).Set(DerivedMeasurements.Valid, false)
            .Set(DerivedMeasurements.Reason, Reason).Set(DerivedMeasurements.Revision, 0L);

    public static bool IsVoid(StoredPoint row) => row.Values.Text(DerivedMeasurements.Reason) == Reason;
}
