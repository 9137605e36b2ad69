using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Host.Options;

public enum StoreKind
{
    Sqlite,
    InfluxDb,
}

/// <summary>Where readings go (<c>Telemetry:Store</c>). One store a host; a mirror is a second host.</summary>
public sealed class StoreOptions
{
    /// <summary><c>Sqlite</c>, embedded, by default; or <c>InfluxDb</c>.</summary>
    public StoreKind Kind { get; set; } = StoreKind.Sqlite;

    /// <summary>A batch is written when it has this many lines; 10,000 by default.</summary>
    public int MaxLines { get; set; } = 10_000;

    /// <summary>A batch is written at this size, in bytes; 2 MiB by default.</summary>
    public int MaxBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>A batch that is not full waits this long for company; 250 ms by default.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Readiness fails when the oldest reading not yet stored is older than this; 5 minutes by default.
    /// </summary>
    public TimeSpan MaxLag { get; set; } = TimeSpan.FromMinutes(5);

    public SqliteOptions Sqlite { get; set; } = new() { Path = "" };

    public InfluxDbOptions InfluxDb { get; set; } = new();

    public IEnumerable<string> Validate()
    {
        if (MaxLines is < 1 or > 1_000_000) yield return $"Telemetry:Store:MaxLines '{MaxLines}': 1 to 1,000,000";
        if (MaxBytes is < 4096 or > 64 * 1024 * 1024)
            yield return $"Telemetry:Store:MaxBytes '{MaxBytes}': 4,096 to 67,108,864 bytes";
        if (FlushInterval < TimeSpan.Zero || FlushInterval > TimeSpan.FromMinutes(1))
            yield return $"Telemetry:Store:FlushInterval '{FlushInterval}': 0 to 1 minute";
        if (MaxLag <= TimeSpan.Zero) yield return $"Telemetry:Store:MaxLag '{MaxLag}': more than 0";
    }
}
