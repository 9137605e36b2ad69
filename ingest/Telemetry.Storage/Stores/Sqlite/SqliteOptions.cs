using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Stores.Sqlite;

/// <summary>The embedded store: where its file is, and how long what is in it is kept.</summary>
public sealed class SqliteOptions
{
    /// <summary>
    /// The database file, on a local disk; <c>data/telemetry.db</c> by default. Its folder is made where it is missing.
    /// </summary>
    [Required]
    public string Path { get; set; } = System.IO.Path.Combine("data", "telemetry.db");

    /// <summary>
    /// How long readings are kept, by device time; 400 days by default, at least 3 days, null is for ever.
    /// </summary>
    public TimeSpan? RetentionRaw { get; set; } = TimeSpan.FromDays(400);

    /// <summary>
    /// How long derived values (hours, days, indicators) are kept; null, for ever, by default; else at least 3 days.
    /// </summary>
    public TimeSpan? RetentionDerived { get; set; }

    /// <summary>
    /// How long it is remembered which assets a batch touched; 40 days by default, at least 1 day, null is for ever. A
    /// derivation that stood still for longer must start from scratch.
    /// </summary>
    public TimeSpan? RetentionChanges { get; set; } = TimeSpan.FromDays(40);

    /// <summary>
    /// Other times for single measurements, by name, such as <c>vehicle_position</c>; empty by default. Wins over
    /// <see cref="RetentionRaw"/>, <see cref="RetentionDerived"/> and <see cref="RetentionChanges"/>.
    /// </summary>
    public Dictionary<string, TimeSpan> Retention { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How long a write waits inside SQLite for another process that writes to the file, before the batch is tried
    /// again from its beginning; 5 seconds by default.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory for pages of the writer and of each reader, in MiB; 64 by default.</summary>
    [Range(1, 16 * 1024)]
    public int CacheSizeMiB { get; set; } = 64;

    /// <summary>Questions answered at the same time; further ones wait their turn. 4 by default.</summary>
    [Range(1, 64)]
    public int MaxReaders { get; set; } = 4;

    /// <summary>How long points of a measurement are kept; null is for ever.</summary>
    public TimeSpan? RetentionOf(Measurement measurement)
    {
        if (Retention.TryGetValue(measurement.Name, out var own)) return own;
        if (measurement.Name == Measurements.Changes.Name) return RetentionChanges;
        return Measurements.Raw.Contains(measurement) ? RetentionRaw : RetentionDerived;
    }

    /// <summary>Every error at once: the option, the wrong value, and what is allowed.</summary>
    public IEnumerable<string> Validate()
    {
        const string Section = "Telemetry:Store:Sqlite";
        if (string.IsNullOrWhiteSpace(Path))
            yield return $"{Section}:Path is empty: name a file on a local disk, such as data/telemetry.db";
        else if (Directory.Exists(Path))
            yield return $"{Section}:Path '{Path}': is a folder; name a file in it, such as telemetry.db";

        foreach (var (name, value, least) in ((string, TimeSpan?, int)[])
            [(nameof(RetentionRaw), RetentionRaw, 3), (nameof(RetentionDerived), RetentionDerived, 3),
             (nameof(RetentionChanges), RetentionChanges, 1)])
        {
            if (value is { } time && time < TimeSpan.FromDays(least))
                yield return $"{Section}:{name} '{Show(time)}': at least {least} days, such as 400.00:00:00";
        }
        foreach (var (name, time) in Retention)
        {
            if (Measurements.Find(name) is null)
            {
                yield return $"{Section}:Retention:{name}: no such measurement; one of "
                    + string.Join(", ", Measurements.All);
            }
            if (time < TimeSpan.FromDays(1))
                yield return $"{Section}:Retention:{name} '{Show(time)}': at least 1 day";
        }
        if (BusyTimeout < TimeSpan.FromMilliseconds(1) || BusyTimeout > TimeSpan.FromMinutes(1))
            yield return $"{Section}:BusyTimeout '{Show(BusyTimeout)}': 1 millisecond to 1 minute";
        if (CacheSizeMiB is < 1 or > 16 * 1024)
            yield return $"{Section}:CacheSizeMiB '{CacheSizeMiB}': 1 to 16,384 MiB";
        if (MaxReaders is < 1 or > 64)
            yield return $"{Section}:MaxReaders '{MaxReaders}': 1 to 64";
    }

    private static string Show(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
