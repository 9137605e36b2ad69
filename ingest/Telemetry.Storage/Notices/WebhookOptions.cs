using Telemetry.Domain.Alarms;

namespace Telemetry.Storage.Notices;

/// <summary>Alarms as HTTP requests to a program of yours (<c>Telemetry:Alarms:Webhook</c>).</summary>
public sealed class WebhookOptions
{
    public const string Section = "Telemetry:Alarms:Webhook";

    /// <summary>Where each alarm is posted; none (default) sends nothing.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// File with the secret that requests are signed with, one line; empty (default) sends them unsigned. Read at every
    /// request, so that it may be replaced.
    /// </summary>
    public string SecretFile { get; set; } = "";

    /// <summary>Alarms of this priority and above are posted; <c>Medium</c> by default.</summary>
    public AlarmPriority LeastPriority { get; set; } = AlarmPriority.Medium;

    /// <summary>How long an attempt may take; 10 seconds by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsConfigured => Url is not null;

    /// <summary>Every error at once: the option, the wrong value, and what is allowed.</summary>
    public IEnumerable<string> Validate()
    {
        if (Url is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
            yield return $"{Section}:Url '{url}': an http or https address, such as https://example.org/alarms";
        if (Url?.UserInfo.Length > 0)
            yield return $"{Section}:Url holds a password: requests are signed, with {Section}:SecretFile";
        if (SecretFile.Length > 0 && !File.Exists(SecretFile))
            yield return $"{Section}:SecretFile '{SecretFile}': there is no such file";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(2))
            yield return $"{Section}:Timeout '{Timeout:c}': 1 second to 2 minutes, such as 00:00:10";
    }
}
