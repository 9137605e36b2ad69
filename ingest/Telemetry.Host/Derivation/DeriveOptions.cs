using System.ComponentModel.DataAnnotations;
using Telemetry.Domain.Indicators;

namespace Telemetry.Host.Derivation;

/// <summary>How hours, days and rates are derived from stored readings (<c>Telemetry:Derive</c>).</summary>
public sealed class DeriveOptions
{
    /// <summary>
    /// How often the store is asked what has changed; 5 seconds by default. A derived value is that much behind its
    /// reading.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "00:00:00.1 to 00:10:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How far behind the newest change seen the next look begins, with InfluxDB; 10 minutes by default. Several hosts
    /// write changes, none with a stamp older than a minute by the server's clock: it must exceed that.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "00:00:01 to 1.00:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Local days that every night are derived anew and compared, 7 by default; 0 switches it off.</summary>
    [Range(0, 366, ErrorMessage = "0 to 366 days")]
    public int ReconcileDays { get; set; } = 7;

    /// <summary>
    /// Vehicle-hours that a night's reconciliation derives anew at most, 100,000 by default; 0 leaves vehicles out. In
    /// a fleet that has more in these days vehicles take turns, each with all of its hours, at least one a night.
    /// </summary>
    [Range(0, 100_000_000, ErrorMessage = "0 to 100,000,000 vehicle-hours")]
    public int ReconcileVehicleHours { get; set; } = 100_000;

    /// <summary>When that happens, as time since the local day's begin; 03:30 by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "22:00:00", ErrorMessage = "00:00:00 to 22:00:00")]
    public TimeSpan ReconcileAt { get; set; } = new(3, 30, 0);

    /// <summary>
    /// Longest gap between two readings over which a flow is integrated or a totaliser's difference shared out between
    /// two hours; 1 hour by default and at most. What a totaliser counted over a longer one is undistributed.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00", ErrorMessage = "00:00:10 to 01:00:00")]
    public TimeSpan MaxGap { get; set; } = TimeSpan.FromHours(1);

    /// <summary>When a day is final.</summary>
    public FinalityOptions Finality { get; set; } = new();

    /// <summary>
    /// Health is degraded while changes have not been worked on for longer than this; 10 minutes by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "00:00:10 to 1.00:00:00")]
    public TimeSpan MaxLag { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often today's figures so far are published; 15 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "00:00:01 to 01:00:00")]
    public TimeSpan LiveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long another process waits before it takes over from one that stopped without a word; 30 seconds by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "00:00:05 to 01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);
}
