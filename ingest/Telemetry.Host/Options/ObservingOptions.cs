namespace Telemetry.Host.Options;

/// <summary>Metrics beyond the scrape at <c>/metrics</c> (<c>Telemetry:Observing</c>).</summary>
public sealed class ObservingOptions
{
    /// <summary>OTLP collector to push metrics to, such as <c>http://127.0.0.1:4317</c>; none by default.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>
    /// How often this host's own health is written into InfluxDB as <c>host_health</c>; 1 minute by default, 10 seconds
    /// to 1 hour, 0 for never. Ignored with the embedded store, and by a process that only shows.
    /// </summary>
    public TimeSpan HealthPeriod { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<string> Validate()
    {
        if (OtlpEndpoint is not null && !Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out _))
            yield return $"Telemetry:Observing:OtlpEndpoint '{OtlpEndpoint}': an address such as http://127.0.0.1:4317";
        if (HealthPeriod != TimeSpan.Zero
            && (HealthPeriod < TimeSpan.FromSeconds(10) || HealthPeriod > TimeSpan.FromHours(1)))
        {
            yield return $"Telemetry:Observing:HealthPeriod '{HealthPeriod}': between 10 seconds and 1 hour, or 0 for "
                + "never";
        }
    }
}
