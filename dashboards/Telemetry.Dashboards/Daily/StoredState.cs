using Telemetry.Domain.Derived;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Daily;

/// <summary>The states of a daily value, as stored.</summary>
internal static class StoredState
{
    public const string Provisional = "provisional";
    public const string Final = "final";
    public const string FinalIncomplete = "final_incomplete";
    public const string Locked = "locked";

    /// <summary>Nothing was computed for the day.</summary>
    public const string None = "none";

    /// <summary>As a row says it; what was derived before rows said it may still change.</summary>
    public static string Of(StoredPoint row) =>
        row.Values.Text(DerivedMeasurements.State) is { Length: > 0 } state ? state : Provisional;
}
