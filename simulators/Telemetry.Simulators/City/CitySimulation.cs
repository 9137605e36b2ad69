using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Registry;
using Telemetry.Simulators.City.Fleet;
using Telemetry.Simulators.City.Plants;

namespace Telemetry.Simulators.City;

/// <summary>
/// The registry's city, alive: every plant and truck sends over MQTT as devices do. Readings are pure functions of
/// registry, seed and instant, so history and live agree, and a run that is repeated overwrites its own points.
/// </summary>
public sealed class CitySimulation
{
    private readonly CitySimulationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CityHistory _history;

    /// <exception cref="ArgumentException">An option is wrong; the message names every one.</exception>
    public CitySimulation(
        CityRegistry registry, CitySimulationOptions options, TimeProvider time, ILogger? logger = null)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join("; ", errors), nameof(options));
        _options = options;
        _time = time;
        _logger = logger ?? NullLogger.Instance;
        var scene = new CityScene(registry, options);
        Plants =
        [
            .. registry.Plants.Values.OrderBy(static plant => plant.Id.Value, StringComparer.Ordinal)
                .Select(plant => new PlantGateway(scene, plant)),
        ];
        Trucks =
        [
            .. registry.Vehicles.Values.OrderBy(static vehicle => vehicle.Id.Value, StringComparer.Ordinal)
                .Select((vehicle, number) => new TruckTracker(scene, vehicle, number))
                .Where(static truck => truck.Drives),
        ];
        _history = new CityHistory(Plants, Trucks, options.HistoryCadence, options.ReadingsPerMessage);
    }

    public IReadOnlyList<PlantGateway> Plants { get; }

    public IReadOnlyList<TruckTracker> Trucks { get; }

    /// <summary>
    /// Live from this moment until cancelled, and history up to it in the background, newest first. Returns when
    /// cancelled; a broker that is away is waited for.
    /// </summary>
    public async Task RunAsync(IProgress<BackfillProgress>? progress, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var carriers = Carriers();
        Log.Live(_logger, Plants.Count + Trucks.Count, carriers.Count, _options.Broker.ToString());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = carriers.Select(carrier => Task.Run(() => carrier.RunAsync(now, stop.Token), stop.Token)).ToList();
        if (_options.Backfill)
        {
            work.Add(Task.Run(
                () => SendHistoryAsync(
                    now - (long)_options.PlantHistory.TotalMilliseconds,
                    now - (long)_options.TruckHistory.TotalMilliseconds, now, progress, stop.Token),
                stop.Token));
        }
        try
        {
            // The first that fails ends all; history alone may end well.
            while (work.Count > 0)
            {
                var ended = await Task.WhenAny(work).ConfigureAwait(false);
                work.Remove(ended);
                await ended.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends everything with a <c>ts</c> in the window, at the cadence of history, and returns.</summary>
    public Task SendWindowAsync(
        DateTimeOffset from, DateTimeOffset until, IProgress<BackfillProgress>? progress,
        CancellationToken cancellation) => SendHistoryAsync(
            from.ToUnixTimeMilliseconds(), from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(), progress,
            cancellation);

    private Task SendHistoryAsync(
        long plantsFrom, long trucksFrom, long until, IProgress<BackfillProgress>? progress,
        CancellationToken cancellation) =>
        new BackfillRun(_options, _history, _time, _logger, progress)
            .RunAsync(plantsFrom, trucksFrom, until, cancellation);

    private List<LiveCarrier> Carriers()
    {
        var carriers = Plants.Select(plant => Carrier($"plant-{plant.Name}", [plant])).ToList();
        foreach (var (number, trucks) in Trucks.Chunk(_options.TrucksPerConnection).Index())
            carriers.Add(Carrier($"trucks-{number + 1}", trucks));
        return carriers;
    }

    private LiveCarrier Carrier(string name, IReadOnlyList<IDeviceSource> sources) =>
        new(_options.ClientIdPrefix + name, sources, _options, _time, _logger);
}
