namespace Telemetry.Domain.Readings;

/// <summary>
/// Why an object went to the dead letters. The wire names are those of <see cref="RejectReasons.Name"/>.
/// </summary>
public enum RejectReason
{
    /// <summary>Not JSON, or not UTF-8.</summary>
    Malformed,

    /// <summary>JSON of the wrong shape: a missing or mistyped key.</summary>
    Schema,

    UnknownTopic,

    UnknownAsset,

    TimeMissing,

    /// <summary>More than 5 minutes ahead of this host's clock.</summary>
    TimeInFuture,

    TimeTooOld,

    /// <summary>NaN, a latitude beyond 90 degrees, a negative totaliser.</summary>
    OutOfRange,

    TooLarge,

    /// <summary>The store refused the line for good; the detail carries its words.</summary>
    StoreRejected,

    /// <summary>Our bug: an exception in decoding. Nothing is lost, and it is counted.</summary>
    Internal,
}

public static class RejectReasons
{
    private static readonly string[] Names =
    [
        "malformed", "schema", "unknown_topic", "unknown_asset", "time_missing", "time_in_future", "time_too_old",
        "out_of_range", "too_large", "store_rejected", "internal",
    ];

    public static string Name(this RejectReason reason) => Names[(int)reason];

    public static bool TryParse(string name, out RejectReason reason)
    {
        var index = Array.IndexOf(Names, name);
        reason = (RejectReason)Math.Max(index, 0);
        return index >= 0;
    }

    public static IReadOnlyList<string> All => Names;
}
