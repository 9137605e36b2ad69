namespace Telemetry.Dashboards.Requests;

/// <summary>The reason that the ledger keeps with what somebody does.</summary>
internal static class Why
{
    public const string Missing = "why is wanted: the reason, in words; it stands in the ledger";
}
