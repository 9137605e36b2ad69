using Telemetry.Dashboards.Status;

namespace Telemetry.Dashboards.Tests.Doors;

/// <summary>A host whose figures a test sets.</summary>
internal sealed class TestStatus(TimeProvider time) : IHostStatus
{
    public StatusSnapshot Next { get; set; } = Calm(time.GetUtcNow());

    public StatusSnapshot Snapshot() => Next with { Now = time.GetUtcNow() };

    public static StatusSnapshot Calm(DateTimeOffset now) => new()
    {
        Host = "gateway-1",
        Version = "0.1.0",
        StartedAt = now,
        Now = now,
        ClockSynchronised = true,
        Rates = new HostRates(120.5, 120, 119),
        Intake = new IntakeBooks(1000, 990, 8, 0, 2),
        Stored = new StoreBooks(990, 985, 1, 4, 0),
        Spool = new SpoolStatus(true, 4096, null, 4, 0.4, 0.5),
        Store = new StoreStatus("sqlite", StoreState.Ok, "writes ./data/store.db", now),
        Connections = [new ConnectionStatus("mqtt-1", ConnectionState.Connected, now, true, now, 1000, 998, null)],
        DeadLetters = System.Collections.Immutable.ImmutableSortedDictionary<string, long>.Empty
            .Add("malformed", 5).Add("schema", 3),
        Registry = new RegistryStatus("abcdef012345", now, []),
        UnregisteredAssets = [], UnregisteredCount = 0,
        Health = [new HealthCheck("spool", HealthState.Ok, null)],
    };
}
