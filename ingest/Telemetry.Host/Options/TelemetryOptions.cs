using Telemetry.Dashboards.Map;
using Telemetry.Mqtt.Broker;
using Telemetry.Mqtt.Source;
using Telemetry.Protocols;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Options;

/// <summary>
/// Every option of the host, a section a room (<c>Telemetry:...</c>). Checked as a whole at start: all problems are
/// reported at once, each naming the option, the wrong value and what is allowed.
/// </summary>
public sealed class TelemetryOptions
{
    public HostOptions Host { get; set; } = new();

    public Registry.RegistryOptions Registry { get; set; } = new();

    public ProtocolOptions Ingest { get; set; } = new();

    public MqttSourceOptions Mqtt { get; set; } = new();

    public EmbeddedBrokerOptions Broker { get; set; } = new();

    public SpoolOptions Spool { get; set; } = new() { Folder = "" };

    public GroupCommitOptions Commit { get; set; } = new();

    public DeadLetterOptions DeadLetters { get; set; } = new() { Folder = "" };

    public StoreOptions Store { get; set; } = new();

    public OperationsOptions Operations { get; set; } = new() { Path = "" };

    public Derivation.DeriveOptions Derive { get; set; } = new();

    public Alarms.AlarmOptions Alarms { get; set; } = new();

    public WebOptions Web { get; set; } = new();

    public MapOptions Map { get; set; } = new();

    public ObservingOptions Observing { get; set; } = new();

    public HostRoles Roles => HostRoles.From(Host.Roles, Mqtt.IsConfigured);

    /// <summary>
    /// Fills in what follows from other options: folders below the data folder, client ids
    /// from the host's name, one topic root for all.
    /// </summary>
    public void Complete()
    {
        var data = Path.GetFullPath(Host.DataFolder);
        if (Spool.Folder.Length == 0) Spool.Folder = Path.Combine(data, "spool");
        if (DeadLetters.Folder.Length == 0) DeadLetters.Folder = Path.Combine(data, "dead-letters");
        if (Store.Sqlite.Path.Length == 0) Store.Sqlite.Path = Path.Combine(data, "telemetry.db");
        if (Operations.Path.Length == 0) Operations.Path = Path.Combine(data, "operations.db");
        if (Mqtt.ClientId.Length == 0) Mqtt.ClientId = $"telemetry-{Host.Name}";
        if (Store.InfluxDb.HostName.Length == 0) Store.InfluxDb.HostName = Host.Name;
        var seas = Path.Combine(data, "map", "seas.geojson");
        if (Map.SeasFile is null && File.Exists(seas)) Map.SeasFile = seas;
        Mqtt.TopicRoot = Ingest.TopicRoot;
    }
}
