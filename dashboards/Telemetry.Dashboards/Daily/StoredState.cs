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
}
