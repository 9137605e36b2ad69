using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City;

/// <summary>Which part of the city a publication of history belongs to.</summary>
public enum HistoryPart
{
    Plants,
    Trucks,
}

/// <summary>
/// The city's past as publications, newest first, so that the last hours are there long before the first.
/// </summary>
public sealed class CityHistory(
    IReadOnlyList<IDeviceSource> plants, IReadOnlyList<IDeviceSource> trucks, Cadence cadence, int readingsPerMessage)
{
    private const long TruckWindowMs = 3_600_000;

    /// <summary>Readings with a <c>ts</c> in [from, until).</summary>
    public long Count(HistoryPart part, long from, long until)
    {
        var count = 0L;
        foreach (var source in Sources(part))
        {
            foreach (var _ in source.Between(from, until, cadence)) count++;
        }
        return count;
    }

    /// <summary>
    /// Everything with a <c>ts</c> from its part's beginning until <paramref name="until"/>: windows newest first, by
    /// time and source within.
    /// </summary>
    public IEnumerable<(HistoryPart Part, Publication Publication)> Newest(long plantsFrom, long trucksFrom, long until)
    {
        // A window fills about one message of each meter.
        var plantWindow = (long)cadence.LeastPlantInterval.TotalMilliseconds * readingsPerMessage;
        if (plantWindow <= 0) plantWindow = TruckWindowMs;
        var (plantEnd, truckEnd) = (until, until);
        while (plantEnd > plantsFrom || truckEnd > trucksFrom)
        {
            // Whichever part is less far back.
            if (truckEnd > trucksFrom && (truckEnd >= plantEnd || plantEnd <= plantsFrom))
            {
                var start = Math.Max(trucksFrom, truckEnd - TruckWindowMs);
                foreach (var publication in Window(HistoryPart.Trucks, start, truckEnd))
                    yield return (HistoryPart.Trucks, publication);
                truckEnd = start;
            }
            else
            {
                var start = Math.Max(plantsFrom, plantEnd - plantWindow);
                foreach (var publication in Window(HistoryPart.Plants, start, plantEnd))
                    yield return (HistoryPart.Plants, publication);
                plantEnd = start;
            }
        }
    }

    private IEnumerable<Publication> Window(HistoryPart part, long from, long until) =>
        Sources(part).SelectMany(source => Backlog.Pack(source.Between(from, until, cadence), readingsPerMessage));

    private IReadOnlyList<IDeviceSource> Sources(HistoryPart part) => part == HistoryPart.Plants ? plants : trucks;
}
