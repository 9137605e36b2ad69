namespace Telemetry.Dashboards.Accounts;

/// <summary>One-time codes, with which an account sets its password.</summary>
public static class AccountCodes
{
    /// <summary>Time enough to hand a code over, and to be away for a weekend.</summary>
    public static readonly TimeSpan Last = TimeSpan.FromDays(3);
}
