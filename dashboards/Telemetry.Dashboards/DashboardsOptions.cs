using System.ComponentModel.DataAnnotations;

namespace Telemetry.Dashboards;

/// <summary>What the API answers at most, and how often the page is told.</summary>
public sealed class DashboardsOptions
{
    /// <summary>
    /// Buckets or points in one answer; 10,000 by default. A wider range is refused with this number.
    /// </summary>
    [Range(100, 1_000_000)]
    public int MaxPoints { get; set; } = 10_000;

    /// <summary>
    /// Stored positions that one track may be made of; 100,000 by default: a day at one a second, eleven at one each
    /// 10 s. A longer one is refused with this number.
    /// </summary>
    [Range(100, 1_000_000)]
    public int MaxTrackPositions { get; set; } = 100_000;

    /// <summary>Dead letters in one answer; 1,000 by default.</summary>
    [Range(1, 100_000)]
    public int MaxDeadLetters { get; set; } = 1_000;

    /// <summary>How often browsers are told what changed; 1 second by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LivePace { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a silent stream sends a sign of life; 15 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Browsers on the live stream at once; 200 by default. One more is refused with 503.</summary>
    [Range(1, 100_000)]
    public int MaxLiveStreams { get; set; } = 200;
}
