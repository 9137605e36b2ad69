using Telemetry.Domain.Registry;
using Telemetry.Simulators.City.Fleet;
using Telemetry.Simulators.City.Plants;

namespace Telemetry.Simulators.City;

/// <summary>What every device of the simulated city shares: its days, its rain, its turn-taking.</summary>
public sealed class CityScene
{
    public CityScene(CityRegistry registry, CitySimulationOptions options)
    {
        Registry = registry;
        Root = options.Root;
        SpeakAsTrackers = options.SpeakAsTrackers;
        Chance = Chance.FromSeed(options.Seed);
        Days = new LocalDays(registry.City.TimeZone);
        Rain = new RainCalendar(Chance.For("rain"), Days);
        Roads = new Roads(Chance.For("roads"));
        Exchanges = new MeterExchanges(registry, Days);
    }

    public CityRegistry Registry { get; }

    public string Root { get; }

    public bool SpeakAsTrackers { get; }

    public Chance Chance { get; }

    public LocalDays Days { get; }

    public RainCalendar Rain { get; }

    public Roads Roads { get; }

    public MeterExchanges Exchanges { get; }
}
