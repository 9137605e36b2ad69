using System.Collections.Immutable;

namespace Telemetry.Dashboards.Status;

/// <summary>A host at one moment. What is not known is null, never 0. Times are UTC, durations seconds.</summary>
public sealed record StatusSnapshot
{
    /// <summary>The host's name in live topics and metrics.</summary>
    public required string Host { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the host's own clock can be trusted; null where it can't be told.</summary>
    public required bool? ClockSynchronised { get; init; }

    /// <summary>The part of the data folder's disk that is free, a fraction; null where it can't be told.</summary>
    public double? DiskFree { get; init; }

    public required HostRates Rates { get; init; }

    public required IntakeBooks Intake { get; init; }

    public required StoreBooks Stored { get; init; }

    public required SpoolStatus Spool { get; init; }

    public required StoreStatus Store { get; init; }

    public required ImmutableArray<ConnectionStatus> Connections { get; init; }

    /// <summary>Dead letters since the host's books began, by reason (<c>malformed</c>, <c>schema</c>, ...).</summary>
    public required ImmutableSortedDictionary<string, long> DeadLetters { get; init; }

    public required RegistryStatus Registry { get; init; }

    /// <summary>
    /// Assets that send and are not in the registry, as <c>plants/new-plant</c> or <c>vehicles/v-99</c>: a hundred of
    /// them at most, those first that were seen first.
    /// </summary>
    public required ImmutableArray<string> UnregisteredAssets { get; init; }

    /// <summary>How many there are.</summary>
    public required int UnregisteredCount { get; init; }

    public required ImmutableArray<HealthCheck> Health { get; init; }
}

/// <summary>Objects a second, over the last few seconds.</summary>
/// <param name="Received">As delivered by the devices, dead letters among them.</param>
/// <param name="Spooled">Synced to the host's disk.</param>
/// <param name="Stored">Taken by the store.</param>
public sealed record HostRates(double Received, double Spooled, double Stored);
