namespace Telemetry.Storage.Probing;

/// <summary>What a look at an InfluxDB found. What comes after the first trouble is null.</summary>
public sealed record InfluxDbSighting
{
    /// <summary>Why there is no answer, in words.</summary>
    public string? Unreachable { get; init; }

    /// <summary>As the server names it in its answers; null where it doesn't.</summary>
    public string? Version { get; init; }

    /// <summary>The server's clock minus ours; known to a second. Null where it shows none.</summary>
    public TimeSpan? ClockDifference { get; init; }

    /// <summary>Why InfluxQL isn't answered on <c>/query</c>, in words that say what to do; null where it is.</summary>
    public string? QueryRefused { get; init; }

    /// <summary>The server answers, and knows no database of that name.</summary>
    public bool IsDatabaseMissing { get; init; }

    /// <summary>Null where the server doesn't tell.</summary>
    public RetentionSighting? Retention { get; init; }

    /// <summary>
    /// Of the place of derived values, where that is another than the readings'. Null where it is the same, where the
    /// server doesn't tell, or before the host has made that database.
    /// </summary>
    public RetentionSighting? DerivedRetention { get; init; }

    /// <summary>Why the probe point wasn't stored, in words that say what to do; null where it was, or wasn't
    /// tried.</summary>
    public string? WriteRefused { get; init; }

    /// <summary>The probe point was written and read back with its value.</summary>
    public bool IsReadBack { get; init; }

    /// <summary>From sending the probe point to the server's answer.</summary>
    public TimeSpan? WriteTook { get; init; }

    /// <summary>The probe point is gone again; otherwise one point stays in the measurement <c>doctor</c>.</summary>
    public bool IsRemoved { get; init; }
}

/// <param name="Policy">The one that is written to; empty where the server has none of the name asked for.</param>
/// <param name="Duration">How long it keeps points; null is for ever.</param>
public sealed record RetentionSighting(string Policy, TimeSpan? Duration);
