using System.Collections.Concurrent;
using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>The city's roads, each drawn once: places are few, and trucks drive between them all year.</summary>
public sealed class Roads(Chance chance)
{
    private readonly ConcurrentDictionary<(GeoPoint From, GeoPoint To), Road> _known = new();

    public Road Between(GeoPoint from, GeoPoint to) =>
        _known.GetOrAdd((from, to), static (ends, city) => Road.Between(ends.From, ends.To, city), chance);
}
