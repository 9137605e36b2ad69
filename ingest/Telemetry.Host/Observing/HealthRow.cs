using Telemetry.Dashboards.Status;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Host.Derivation;
using Telemetry.Host.Options;
using static Telemetry.Domain.Derived.HostMeasurement;

namespace Telemetry.Host.Observing;

/// <summary>A host's state at one moment as a row of <c>host_health</c>.</summary>
internal static class HealthRow
{
    public static DerivedPoint Begin(string host, HostRoles roles, DateTimeOffset now) =>
        new(new Series(HostMeasurement.HostHealth, host, string.Join('-', Named(roles))), now.ToUnixTimeMilliseconds());

    public static DerivedPoint Add(this DerivedPoint row, IReadOnlyList<HealthCheck> checks)
    {
        var worst = checks.Count == 0 ? HealthState.Ok : checks.Max(static check => check.State);
        var first = checks.FirstOrDefault(check => check.State == worst);
        return row.Set(Health, (long)worst)
            .Set(Reason, worst == HealthState.Ok ? null : $"{first?.Name}: {first?.Reason}");
    }

    /// <summary>Intake, spool and store of a host that takes readings in.</summary>
    public static DerivedPoint Add(this DerivedPoint row, StatusSnapshot status)
    {
        var (intake, stored) = (status.Intake, status.Stored);
        return row
            .Set(DiskFree, status.DiskFree)
            .Set(ReceivedPerS, status.Rates.Received)
            .Set(SpooledPerS, status.Rates.Spooled)
            .Set(StoredPerS, status.Rates.Stored)
            .Set(Received, intake.Received)
            .Set(Spooled, intake.Spooled)
            .Set(DeadLettered, intake.DeadLettered)
            .Set(Shed, intake.Shed)
            .Set(InFlight, intake.InFlight)
            .Set(IntakeDifference, intake.Difference)
            .Set(SpoolLines, stored.Spooled)
            .Set(Stored, stored.Stored)
            .Set(StoreRejected, stored.StoreRejected)
            .Set(Pending, stored.Pending)
            .Set(SetAside, stored.SetAside)
            .Set(StoreDifference, stored.Difference)
            .Set(Accepting, status.Spool.Accepting)
            .Set(SpoolBytes, status.Spool.Bytes)
            .Set(LagS, status.Spool.LagSeconds)
            .Set(StoreTrouble, (long)status.Store.State)
            .Set(Connections, (long)status.Connections.Length)
            .Set(ConnectionsUp, (long)status.Connections.Count(static connection =>
                connection.State is ConnectionState.Connected or ConnectionState.Listening))
            .Set(Unregistered, (long)status.UnregisteredCount);
    }

    public static DerivedPoint Add(this DerivedPoint row, DeriveTally derived, DateTimeOffset now) => row
        .Set(DeriveWaiting, derived.Waiting)
        .Set(DeriveLagS, derived.Lag(now).TotalSeconds)
        .Set(DeriveLeads, derived.Leads ? 1L : 0L);

    private static IEnumerable<string> Named(HostRoles roles)
    {
        if (roles.Broker) yield return "broker";
        if (roles.Ingest) yield return "ingest";
        if (roles.Derive) yield return "derive";
        if (roles.Web) yield return "web";
    }
}
