using Telemetry.Domain.Identifiers;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City;

/// <summary>How the simulated city sends.</summary>
public sealed class CitySimulationOptions
{
    /// <summary>The broker; this machine's port 1883 by default.</summary>
    public BrokerAddress Broker { get; set; } = new();

    /// <summary>First level of every topic; <c>sanitation</c> by default.</summary>
    public string Root { get; set; } = "sanitation";

    /// <summary>Same seed, same registry, same instants: same readings. 2009 by default.</summary>
    public int Seed { get; set; } = 2009;

    /// <summary>Client ids begin with it; <c>sim-</c> by default.</summary>
    public string ClientIdPrefix { get; set; } = "sim-";

    /// <summary>Trucks that share one connection; 8 by default, 1 to 1,000. Every plant has its own.</summary>
    public int TrucksPerConnection { get; set; } = 8;

    /// <summary>
    /// Trucks that have a tracker in the registry publish under the tracker's id, others under their own. Off by
    /// default: all under their own.
    /// </summary>
    public bool SpeakAsTrackers { get; set; }

    /// <summary>Send history at start; on by default. Sending it again is harmless.</summary>
    public bool Backfill { get; set; } = true;

    /// <summary>Plants' history; 35 days by default, 0 to 4,000.</summary>
    public TimeSpan PlantHistory { get; set; } = TimeSpan.FromDays(35);

    /// <summary>Trucks' history; 2 days by default, 0 to 4,000.</summary>
    public TimeSpan TruckHistory { get; set; } = TimeSpan.FromDays(2);

    /// <summary>
    /// How densely history is sent: meters 5 minutes, moving trucks 30 s, parked ones 2 minutes by default.
    /// </summary>
    public Cadence HistoryCadence { get; set; } = Cadence.History;

    /// <summary>Readings in one message of history or backlog; 100 by default, 1 to 1,000.</summary>
    public int ReadingsPerMessage { get; set; } = 100;

    /// <summary>Connections that carry history, beside the live ones; 4 by default, 1 to 64.</summary>
    public int BackfillConnections { get; set; } = 4;

    /// <summary>Unacknowledged messages of history on each connection; 16 by default, 1 to 1,000.</summary>
    public int BackfillWindow { get; set; } = 16;

    /// <summary>Every error at once: the option, its value, and what is allowed. Empty where all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (!Identifier.IsValid(Root)) errors.Add($"{nameof(Root)}: '{Root}' is not one level of a topic");
        Within(nameof(TrucksPerConnection), TrucksPerConnection, 1, 1_000);
        Within(nameof(ReadingsPerMessage), ReadingsPerMessage, 1, 1_000);
        Within(nameof(BackfillConnections), BackfillConnections, 1, 64);
        Within(nameof(BackfillWindow), BackfillWindow, 1, 1_000);
        Within(nameof(PlantHistory) + " in days", PlantHistory.TotalDays, 0, 4_000);
        Within(nameof(TruckHistory) + " in days", TruckHistory.TotalDays, 0, 4_000);
        Within(nameof(Broker) + "." + nameof(Broker.Port), Broker.Port, 1, 65_535);
        return errors;

        void Within(string option, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
                errors.Add(FormattableString.Invariant($"{option}: {value} is not within {least} to {most}"));
        }
    }
}
