using System.ComponentModel.DataAnnotations;
using Telemetry.Storage.Notices;

namespace Telemetry.Host.Alarms;

/// <summary>
/// How alarms are looked for and told of (<c>Telemetry:Alarms</c>); what raises one stands in the registry.
/// </summary>
public sealed class AlarmOptions
{
    /// <summary>How often everything is judged; 10 seconds by default. What people do to an alarm is seen at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "00:00:01 to 00:10:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often stored hours, days and rates are read for it; 1 minute by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "00:00:01 to 01:00:00")]
    public TimeSpan StoredPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Alarms of a plant within the flood window that are told one by one; 10 by default.</summary>
    [Range(1, 1_000, ErrorMessage = "1 to 1000 alarms")]
    public int FloodMost { get; set; } = 10;

    /// <summary>The flood window; 10 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "00:01:00 to 1.00:00:00")]
    public TimeSpan FloodWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Alarms as HTTP requests.</summary>
    public WebhookOptions Webhook { get; set; } = new();

    /// <summary>Alarms by e-mail.</summary>
    public MailOptions Mail { get; set; } = new();
}
