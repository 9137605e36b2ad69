using System.Collections.Immutable;
using Telemetry.Dashboards.Status;
using Telemetry.Host.Options;
using Telemetry.Host.Registry;
using Telemetry.Mqtt.Source;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Observing;

/// <summary>One thing that has to be right; asked for readiness and for the status page.</summary>
internal interface IHealthProbe
{
    HealthCheck Check();
}

/// <summary>
/// Spool and dead letters take what arrives. Asked of the commit: while it waits for either nothing is acknowledged.
/// </summary>
internal sealed class SpoolProbe(GroupCommit commit) : IHealthProbe
{
    public HealthCheck Check() => !commit.IsAccepting
        ? new HealthCheck("spool", HealthState.Failed,
            "The spool is full or the disk is: nothing is acknowledged, the broker keeps what comes. Make room; it goes on by itself.")
        : new HealthCheck("spool", HealthState.Ok, null);
}

/// <summary>The session at the broker is up.</summary>
internal sealed class SessionProbe(MqttSource source) : IHealthProbe
{
    public HealthCheck Check()
    {
        var status = source.Status;
        var down = status.Connections.FirstOrDefault(connection =>
            connection.State is not (SourceConnectionState.Connected or SourceConnectionState.Unused));
        if (down is null)
        {
            return status.SessionsLost > 0
                ? new HealthCheck("session", HealthState.Degraded,
                    $"The broker had lost a session {status.SessionsLost} times: what it had queued may be gone. Look at its persistence and limits.")
                : new HealthCheck("session", HealthState.Ok, null);
        }
        var words = $"{down.ClientId} at {status.Broker}: {down.LastError ?? down.State.ToString()}";
        return new HealthCheck("session", status.IsUp ? HealthState.Degraded : HealthState.Failed, words);
    }
}

/// <summary>The store keeps up. In trouble it is only degraded: readings are still acknowledged and safe.</summary>
internal sealed class LagProbe(ITelemetryStore store, Spool spool, StoreOptions options, TimeProvider time) : IHealthProbe
{
    public HealthCheck Check()
    {
        var age = spool.OldestPending is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero;
        var condition = store.Condition;
        if (age > options.MaxLag)
        {
            return new HealthCheck("lag", HealthState.Failed,
                $"The oldest of {spool.PendingLines} waiting lines is {age.TotalMinutes:F0} min old (limit {options.MaxLag.TotalMinutes:F0}). {condition.Detail}");
        }
        return condition.Trouble == StoreTrouble.None
            ? new HealthCheck("lag", HealthState.Ok, null)
            : new HealthCheck("lag", HealthState.Degraded, condition.Detail);
    }
}

/// <summary>The registry file in force is the one on disk.</summary>
internal sealed class RegistryProbe(RegistryWatch registry) : IHealthProbe
{
    public HealthCheck Check()
    {
        var errors = registry.State.Problems;
        return errors.IsEmpty
            ? new HealthCheck("registry", HealthState.Ok, null)
            : new HealthCheck("registry", HealthState.Degraded,
                $"The last edit was refused, the one before it stays in force: {errors[0]}" + (errors.Length > 1 ? $" (and {errors.Length - 1} more)" : ""));
    }
}

/// <summary>Dead letters are within their quota.</summary>
internal sealed class DeadLetterProbe(DeadLetterLog letters) : IHealthProbe
{
    public HealthCheck Check() => letters.IsOverQuota
        ? new HealthCheck("dead letters", HealthState.Degraded,
            "The dead letters have reached their quota: each is still counted, but only the beginning of its bytes is kept.")
        : new HealthCheck("dead letters", HealthState.Ok, null);
}

/// <summary>All probes at once.</summary>
internal sealed class HostHealth(IEnumerable<IHealthProbe> probes)
{
    public ImmutableArray<HealthCheck> Check() => [.. probes.Select(probe => probe.Check())];
}
