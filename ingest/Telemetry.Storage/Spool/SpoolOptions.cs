using System.ComponentModel.DataAnnotations;

namespace Telemetry.Storage.Spool;

/// <summary>Where readings wait for the store, and how much of them.</summary>
public sealed class SpoolOptions
{
    /// <summary>Folder of the segments, on a local disk; <c>data/spool</c> by default.</summary>
    [Required]
    public string Folder { get; set; } = Path.Combine("data", "spool");

    /// <summary>
    /// Bytes after which a new segment is begun; 64 MiB by default. A commit is never split over segments.
    /// </summary>
    [Range(4096, 1L << 31)]
    public long SegmentSize { get; set; } = 64L << 20;

    /// <summary>
    /// Bytes that may wait for the store; 10 GiB by default. Beyond it nothing is acknowledged until the store has
    /// taken some: nothing is ever dropped.
    /// </summary>
    [Range(65536, long.MaxValue)]
    public long MaxSize { get; set; } = 10L << 30;

    /// <summary>
    /// Bytes to leave free on the disk; 256 MiB by default. Below it delivered segments are removed before their time,
    /// and once there are none the spool is full.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long MinFreeDisk { get; set; } = 256L << 20;

    /// <summary>
    /// How long delivered segments are kept for a resend; 24 hours by default. Ignored while the disk is short.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan KeepDelivered { get; set; } = TimeSpan.FromHours(24);
}
