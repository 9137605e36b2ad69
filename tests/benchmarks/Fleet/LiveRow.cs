using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Fleet.Places;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>
/// The live fold, ping by ping, of 20,000 vehicles against 100. Vehicles come in an order that has nothing to do with
/// where they lie in memory, and every one is known, and has aged, before it counts.
/// </summary>
internal static class LiveRow
{
    /// <summary>Of each vehicle before it counts: five minutes.</summary>
    private const int StepsBefore = 30;

    /// <summary>Of vehicles in hand, as who follows them keeps them.</summary>
    public static FleetRow Run(FleetSettings settings, TextWriter output) => FleetRow.Measure(
        "live fold, cost a ping", settings, output, vehicles => Measure(vehicles, settings.Pings, byName: false));

    /// <summary>Of vehicles that are found by the registry's names, one after the other.</summary>
    public static FleetRow RunByName(FleetSettings settings, TextWriter output) => FleetRow.Measure(
        "live fold by name, cost a ping", settings, output,
        vehicles => Measure(vehicles, settings.Pings, byName: true));

    private static PingCost Measure(int vehicles, int pings, bool byName)
    {
        var city = FleetCity.Registry(vehicles);
        var tracks = new FleetTracks();
        var live = new FleetLive(city, PlaceMap.Of(city));
        var order = Enumerable.Range(0, vehicles).ToArray();
        new Random(10).Shuffle(order);
        var ids = city.Vehicles.Keys.ToArray();
        var held = Array.ConvertAll(ids, live.Of);
        var step = 0;
        var accepted = 0L;
        for (; step < StepsBefore; step++) Take();
        var steps = pings / vehicles;
        var cost = PingCost.Of((long)steps * vehicles, () =>
        {
            for (var end = step + steps; step < end; step++) Take();
        });
        if (accepted != (long)step * vehicles)
            throw new InvalidOperationException($"{accepted} of {(long)step * vehicles} fixes were accepted");
        return cost;

        void Take()
        {
            foreach (var vehicle in order)
            {
                var ping = tracks.At(vehicle, step);
                var verdict = byName ? live.Take(ids[vehicle], ping) : held[vehicle].Take(ping);
                if (verdict == FixVerdict.Accepted) accepted++;
            }
        }
    }
}
