using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Fleet.Places;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>
/// The live fold, ping by ping, of 20,000 vehicles against 100, as the host feeds it: of vehicles in hand, in the order
/// in which messages wait, each asked for a little before its turn. That order has nothing to do with where they lie in
/// memory, and every one is known, and has aged, before it counts.
/// </summary>
internal static class LiveRow
{
    /// <summary>Of each vehicle before it counts: five minutes.</summary>
    private const int StepsBefore = 30;

    /// <summary>Vehicles between the asking and the turn; the host's own.</summary>
    private const int Ahead = 3;

    public static FleetRow Run(FleetSettings settings, TextWriter output)
    {
        // Until everything is compiled for good: the first turn of 20,000 is too short for that.
        Measure(FleetRow.Few, settings.Pings);
        return FleetRow.Measure(
            "live fold, cost a ping", settings, output, vehicles => Measure(vehicles, settings.Pings));
    }

    private static PingCost Measure(int vehicles, int pings)
    {
        var city = FleetCity.Registry(vehicles);
        var tracks = new FleetTracks();
        var live = new FleetLive(city, PlaceMap.Of(city));
        // In memory in the order of the registry.
        var known = city.Vehicles.Keys.Select(live.Of).ToArray();
        var order = Enumerable.Range(0, vehicles).ToArray();
        new Random(10).Shuffle(order);
        var queue = Array.ConvertAll(order, vehicle => (Track: vehicle, Live: known[vehicle]));
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
            for (var i = 0; i < queue.Length; i++)
            {
                if (i + Ahead < queue.Length) queue[i + Ahead].Live.FetchAhead();
                if (queue[i].Live.Take(tracks.At(queue[i].Track, step)) == FixVerdict.Accepted) accepted++;
            }
        }
    }
}
