using System.Collections.Immutable;
using System.Globalization;
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
            "The spool is full or the disk is: nothing is acknowledged, the broker keeps what comes. Make room; it "
            + "goes on by itself.")
        : new HealthCheck("spool", HealthState.Ok, null);
}

/// <summary>
/// The session at the broker is up, and was not lost lately. A lost one is made anew and subscribed to at once, so what
/// is left of it is the gap: it is said for an hour, long enough for a person or an alarm rule to see it; the metric
/// keeps the count.
/// </summary>
internal sealed class SessionProbe(MqttSource source, TimeProvider time) : IHealthProbe
{
    internal static readonly TimeSpan SaidFor = TimeSpan.FromHours(1);

    public HealthCheck Check() => Of(source.Status, time.GetUtcNow());

    internal static HealthCheck Of(MqttSourceStatus status, DateTimeOffset now)
    {
        var down = status.Connections.FirstOrDefault(connection =>
            connection.State is not (SourceConnectionState.Connected or SourceConnectionState.Unused));
        if (down is not null)
        {
            var words = $"{down.ClientId} at {status.Broker}: {down.LastError ?? down.State.ToString()}";
            return new HealthCheck("session", status.IsUp ? HealthState.Degraded : HealthState.Failed, words);
        }
        var lost = status.Connections.MaxBy(connection => connection.SessionLostAt);
        return lost?.SessionLostAt is { } at && now - at < SaidFor
            ? new HealthCheck("session", HealthState.Degraded, Words(status, lost.ClientId, at))
            : new HealthCheck("session", HealthState.Ok, null);
    }

    private static string Words(MqttSourceStatus status, string clientId, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $"The broker {status.Broker} had lost a session, last that of {clientId} at {at:u} ({status.SessionsLost} "
        + $"since the start): what it had queued may be gone. It has been made anew and subscribed to. Either the "
        + $"broker restarted without persistence, or the host was away for longer than SessionExpiry, or someone ended "
        + $"it.");
}

/// <summary>The store keeps up. In trouble it is only degraded: readings are still acknowledged and safe.</summary>
internal sealed class LagProbe(ITelemetryStore store, Spool spool, StoreOptions options, TimeProvider time)
    : IHealthProbe
{
    public HealthCheck Check()
    {
        var age = spool.OldestPending is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero;
        var condition = store.Condition;
        if (age > options.MaxLag)
        {
            return new HealthCheck("lag", HealthState.Failed,
                $"The oldest of {spool.PendingLines} waiting lines is {age.TotalMinutes:F0} min old (limit "
                + $"{options.MaxLag.TotalMinutes:F0}). {condition.Detail}");
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
                $"The last edit was refused, the one before it stays in force: {errors[0]}" + (
                    errors.Length > 1 ? $" (and {errors.Length - 1} more)" : ""));
    }
}

/// <summary>Dead letters are within their quota.</summary>
internal sealed class DeadLetterProbe(DeadLetterLog letters) : IHealthProbe
{
    public HealthCheck Check() => letters.IsOverQuota
        ? new HealthCheck("dead letters", HealthState.Degraded,
            "The dead letters have reached their quota: each is still counted, but only the beginning of its bytes is "
            + "kept.")
        : new HealthCheck("dead letters", HealthState.Ok, null);
}

/// <summary>All probes at once.</summary>
internal sealed class HostHealth(IEnumerable<IHealthProbe> probes)
{
    public ImmutableArray<HealthCheck> Check() => [.. probes.Select(probe => probe.Check())];
}
