using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Derived;

/// <summary>
/// What a host says of itself, once a minute, beside the readings in InfluxDB: for Grafana and whoever asks there. It
/// is no reading (it is in no book, and never in the spool) and no part of <see cref="Measurements.All"/>: the embedded
/// store has none of it. A field that isn't known is left out of a row. Counters begin anew with the process, where
/// their name doesn't say otherwise.
/// </summary>
public static class HostMeasurement
{
    /// <summary>0 all is well, 1 somebody should look, 2 something has failed.</summary>
    public static readonly FieldDefinition Health = new("health", FieldType.Integer);

    /// <summary>The first thing that is wrong, for people; empty where nothing is.</summary>
    public static readonly FieldDefinition Reason = DerivedMeasurements.Reason;

    public static readonly FieldDefinition Version = new("version", FieldType.Text);
    public static readonly FieldDefinition UptimeS = new("uptime_s", FieldType.Float);

    /// <summary>Processor time of the process, seconds since it began.</summary>
    public static readonly FieldDefinition CpuS = new("cpu_s", FieldType.Float);
    public static readonly FieldDefinition MemoryBytes = new("memory_bytes", FieldType.Integer);

    /// <summary>The part of the data folder's disk that is free, a fraction.</summary>
    public static readonly FieldDefinition DiskFree = new("disk_free", FieldType.Float);

    /// <summary>Objects a second over the last five seconds.</summary>
    public static readonly FieldDefinition ReceivedPerS = new("received_per_s", FieldType.Float);
    public static readonly FieldDefinition SpooledPerS = new("spooled_per_s", FieldType.Float);
    public static readonly FieldDefinition StoredPerS = new("stored_per_s", FieldType.Float);

    /// <summary>The first equation of the books, in objects; the difference is 0 where it balances.</summary>
    public static readonly FieldDefinition Received = new("received", FieldType.Integer);
    public static readonly FieldDefinition Spooled = new("spooled", FieldType.Integer);
    public static readonly FieldDefinition DeadLettered = new("dead_lettered", FieldType.Integer);
    public static readonly FieldDefinition Shed = new("shed", FieldType.Integer);
    public static readonly FieldDefinition InFlight = new("in_flight", FieldType.Integer);
    public static readonly FieldDefinition IntakeDifference = new("intake_difference", FieldType.Integer);

    /// <summary>The second, in lines since the spool's first; the difference is 0 where it balances.</summary>
    public static readonly FieldDefinition SpoolLines = new("spool_lines", FieldType.Integer);
    public static readonly FieldDefinition Stored = new("stored", FieldType.Integer);
    public static readonly FieldDefinition StoreRejected = new("store_rejected", FieldType.Integer);
    public static readonly FieldDefinition Pending = new("pending", FieldType.Integer);
    public static readonly FieldDefinition SetAside = new("set_aside", FieldType.Integer);
    public static readonly FieldDefinition StoreDifference = new("store_difference", FieldType.Integer);

    /// <summary>False while the spool is full and nothing is acknowledged.</summary>
    public static readonly FieldDefinition Accepting = new("accepting", FieldType.Boolean);
    public static readonly FieldDefinition SpoolBytes = new("spool_bytes", FieldType.Integer);

    /// <summary>Age of the oldest line that waits for the store.</summary>
    public static readonly FieldDefinition LagS = new("lag_s", FieldType.Float);

    /// <summary>0 none, 1 unreachable, 2 overloaded, 3 refused: a person must mend it.</summary>
    public static readonly FieldDefinition StoreTrouble = new("store_trouble", FieldType.Integer);

    /// <summary>Connections to brokers (the embedded one counts as one), and those that are up.</summary>
    public static readonly FieldDefinition Connections = new("connections", FieldType.Integer);
    public static readonly FieldDefinition ConnectionsUp = new("connections_up", FieldType.Integer);

    /// <summary>Assets that send and are not in the registry.</summary>
    public static readonly FieldDefinition Unregistered = new("unregistered", FieldType.Integer);

    /// <summary>
    /// Hours, days and rates that wait to be derived, how long changes have not been looked at, and 1 where this
    /// process derives.
    /// </summary>
    public static readonly FieldDefinition DeriveWaiting = new("derive_waiting", FieldType.Integer);
    public static readonly FieldDefinition DeriveLagS = new("derive_lag_s", FieldType.Float);
    public static readonly FieldDefinition DeriveLeads = new("derive_leads", FieldType.Integer);

    /// <summary>The tag <c>roles</c> is what the process does, joined by <c>-</c>.</summary>
    public static readonly Measurement HostHealth = new(
        "host_health", ["host", "roles"],
        [Health, Reason, Version, UptimeS, CpuS, MemoryBytes, DiskFree, ReceivedPerS, SpooledPerS, StoredPerS, Received,
            Spooled, DeadLettered, Shed, InFlight, IntakeDifference, SpoolLines, Stored, StoreRejected, Pending,
            SetAside, StoreDifference, Accepting, SpoolBytes, LagS, StoreTrouble, Connections, ConnectionsUp,
            Unregistered, DeriveWaiting, DeriveLagS, DeriveLeads],
        IsDerived: true);
}
