namespace Telemetry.Host.Options;

/// <summary>Metrics beyond the scrape at <c>/metrics</c> (<c>Telemetry:Observing</c>).</summary>
public sealed class ObservingOptions
{
    /// <summary>OTLP collector to push metrics to, such as <c>http://127.0.0.1:4317</c>; none by default.</summary>
    public string? OtlpEndpoint { get; set; }

    public IEnumerable<string> Validate()
    {
        if (OtlpEndpoint is not null && !Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out _))
            yield return $"Telemetry:Observing:OtlpEndpoint '{OtlpEndpoint}': an address such as http://127.0.0.1:4317";
    }
}
