namespace Telemetry.Host.Options;

/// <summary>The parts of the house this process runs.</summary>
public sealed record HostRoles(bool Broker, bool Ingest, bool Derive, bool Web)
{
    public static readonly string[] Known = ["broker", "ingest", "derive", "web"];

    public static HostRoles From(ICollection<string> named, bool externalBroker) => named.Count == 0
        ? new HostRoles(Broker: !externalBroker, Ingest: true, Derive: true, Web: true)
        : new HostRoles(
            named.Contains("broker"), named.Contains("ingest"), named.Contains("derive"), named.Contains("web"));
}
