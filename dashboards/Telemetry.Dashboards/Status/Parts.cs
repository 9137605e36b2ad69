using System.Collections.Immutable;

namespace Telemetry.Dashboards.Status;

/// <param name="Accepting">False while it is full: nothing is acknowledged, the broker keeps what comes.</param>
/// <param name="Bytes">On disk, delivered segments that are still kept among them.</param>
/// <param name="LimitBytes">Where it counts as full; null without a limit.</param>
/// <param name="Pending">Lines that wait for the store: the depth.</param>
/// <param name="OldestPendingSeconds">Age of the oldest of them; null with none waiting.</param>
/// <param name="LagSeconds">
/// Between the newest line spooled and the newest stored; 0 with none waiting, null where unknown.
/// </param>
public sealed record SpoolStatus(
    bool Accepting, long Bytes, long? LimitBytes, long Pending, double? OldestPendingSeconds, double? LagSeconds);

public enum StoreState
{
    Ok,

    /// <summary>Not reached: comes back by itself.</summary>
    Unreachable,

    /// <summary>It asked the host to wait.</summary>
    Overloaded,

    /// <summary>A person must mend its settings; everything is kept meanwhile.</summary>
    Refused,
}

/// <param name="Kind"><c>sqlite</c> or <c>influxdb</c>.</param>
/// <param name="Detail">For people: what it answered and what to do; never a secret.</param>
/// <param name="Since">When this state began.</param>
public sealed record StoreStatus(string Kind, StoreState State, string Detail, DateTimeOffset Since);

public enum ConnectionState
{
    /// <summary>The embedded broker waits for devices.</summary>
    Listening,
    Connecting,
    Connected,
    Disconnected,

    /// <summary>A person must mend it: wrong password, session taken over by another.</summary>
    Refused,
}

/// <param name="Name">Such as <c>mqtt-1</c>, or <c>embedded broker</c>.</param>
/// <param name="Since">When this state began.</param>
/// <param name="SessionPresent">
/// Whether the broker still had the session at the last connect; null where that means nothing.
/// </param>
/// <param name="LastMessageAt">Null where none came yet.</param>
/// <param name="Received">Messages since the start.</param>
/// <param name="Acknowledged">Messages acknowledged since the start.</param>
/// <param name="LastError">For people; null where there was none.</param>
/// <param name="Clients">Devices and others connected to the embedded broker; null elsewhere.</param>
public sealed record ConnectionStatus(
    string Name, ConnectionState State, DateTimeOffset Since, bool? SessionPresent, DateTimeOffset? LastMessageAt,
    long Received, long Acknowledged, string? LastError, int? Clients = null);

/// <param name="Version">Of the registry in force.</param>
/// <param name="Errors">Of the last edit where it was refused; empty where what stands in the file is in force.</param>
public sealed record RegistryStatus(string Version, DateTimeOffset LoadedAt, ImmutableArray<string> Errors);

public enum HealthState
{
    Ok,

    /// <summary>Works, but somebody should look.</summary>
    Degraded,
    Failed,
}

/// <param name="Name">Such as <c>spool</c>, <c>session</c>, <c>lag</c>, <c>registry</c>.</param>
/// <param name="Reason">For people: what is wrong and what to do; null where nothing is.</param>
public sealed record HealthCheck(string Name, HealthState State, string? Reason);
