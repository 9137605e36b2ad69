using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.FleetDays;

/// <summary>The places of the registry in force, built once for each version of it.</summary>
internal sealed class RegistryPlaces
{
    private (CityRegistry Registry, PlaceMap Places)? _built;
    private readonly Lock _turn = new();

    public PlaceMap Of(CityRegistry registry)
    {
        lock (_turn)
        {
            if (_built is not { } built || !ReferenceEquals(built.Registry, registry))
                _built = built = (registry, PlaceMap.Of(registry));
            return built.Places;
        }
    }
}
