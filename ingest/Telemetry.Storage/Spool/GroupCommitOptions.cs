using System.ComponentModel.DataAnnotations;

namespace Telemetry.Storage.Spool;

/// <summary>How much may wait in memory for the disk.</summary>
public sealed class GroupCommitOptions
{
    /// <summary>
    /// Bytes waiting for a commit beyond which messages of QoS 0 are shed, counted; 64 MiB by default. Messages of
    /// QoS 1
    /// and 2 are never shed: the windows of their connections bound them.
    /// </summary>
    [Range(65536, 1L << 30)]
    public long MaxPendingBytes { get; set; } = 64L << 20;

    /// <summary>How often a full spool or disk is tried again; 1 second by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RetryWhenFull { get; set; } = TimeSpan.FromSeconds(1);
}
