using Telemetry.Host.Pipeline;

namespace Telemetry.Host.Options;

/// <summary>Who this host is and where it keeps its files (<c>Telemetry:Host</c>).</summary>
public sealed class HostOptions
{
    /// <summary>Name of this host in <c>changes</c>, live topics and metrics; the machine's name by default.</summary>
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>
    /// Folder of everything this host keeps: spool, dead letters, embedded store; <c>./data/host</c> by default.
    /// </summary>
    public string DataFolder { get; set; } = "data/host";

    /// <summary>
    /// What this process does: any of <c>broker</c>, <c>ingest</c>, <c>derive</c>, <c>web</c>. All by default, but
    /// <c>broker</c> only where no other broker is named in <c>Telemetry:Mqtt:Host</c>.
    /// </summary>
    public IList<string> Roles { get; } = [];

    /// <summary>How long a stop may take to commit, acknowledge and flush; 20 seconds by default.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>When this host's clock may judge the devices'; <c>Auto</c> by default.</summary>
    public ClockTrust Clock { get; set; }

    public IEnumerable<string> Validate()
    {
        if (!Domain.Identifiers.Identifier.IsValid(Name))
            yield return $"Telemetry:Host:Name '{Name}': letters, digits, '.', '_' and '-' only, at most 64";
        if (string.IsNullOrWhiteSpace(DataFolder))
            yield return "Telemetry:Host:DataFolder is empty: name a folder this host may write to";
        foreach (var role in Roles)
        {
            if (!HostRoles.Known.Contains(role, StringComparer.Ordinal))
                yield return $"Telemetry:Host:Roles '{role}': one of {string.Join(", ", HostRoles.Known)}";
        }
        if (StopTimeout < TimeSpan.FromSeconds(1) || StopTimeout > TimeSpan.FromMinutes(10))
            yield return $"Telemetry:Host:StopTimeout '{StopTimeout}': between 1 second and 10 minutes";
    }
}
