using System.Text.Json;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Live;

/// <summary>
/// What vehicles are doing, for their live messages: begun from what is stored, then fed what comes. Live figures,
/// never stored; before they could be begun there are none.
/// </summary>
internal sealed class FleetSigns(
    IRegistrySource registry, ITelemetryReader reader, IDerivedStore store, TimeProvider time,
    IOperations? operations = null) : BackgroundService
{
    /// <summary>Weighings that wait to be taken; a scale gives a few a minute.</summary>
    private const int MostWeighings = 10_000;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    private readonly Queue<WeighedNow> _weighings = [];
    private FleetSeed? _fresh;
    private FleetSeed? _fleet;

    /// <summary>Begins anew from the store; what was known until then stays until it is done.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer now.</exception>
    public async Task SeedAsync(CancellationToken cancellationToken) => Interlocked.Exchange(
        ref _fresh,
        await FleetSeed.ReadAsync(
            registry.Current, reader, store, operations?.Fleet, time.GetUtcNow(), cancellationToken));

    /// <summary>From any thread.</summary>
    public void Weighed(Reading weighing)
    {
        if (WeighedNow.Of(weighing) is not { } weighed) return;
        lock (_weighings)
        {
            if (_weighings.Count < MostWeighings) _weighings.Enqueue(weighed);
        }
    }

    /// <summary>
    /// Takes a vehicle's newest ping, and writes what it is doing into its message; for the one who publishes.
    /// </summary>
    public void Write(Utf8JsonWriter json, LatestSlot slot, in Ping ping, long nowMs)
    {
        if (Interlocked.Exchange(ref _fresh, null) is { } fresh) _fleet = fresh;
        if (_fleet is not { } fleet) return;
        TakeWeighings(fleet);
        if (slot.Vehicle is not { } live || !fleet.Live.Has(live))
            slot.Vehicle = live = fleet.Live.Of(new VehicleId(slot.Series["vehicle"]));
        if (ping.TimeMs > live.HeardMs) live.Take(ping);
        var now = live.At(nowMs);
        json.WriteString("state"u8, WireNames.Of(now.Activity));
        json.WriteNumber("since"u8, now.SinceMs);
        if (fleet.Live.WhereIs(now) is { } near)
        {
            json.WriteString("place"u8, near.Place.Key.ToString());
            json.WriteNumber("place_m"u8, Math.Round(near.Metres));
        }
        if (now.FixAgeMs is { } age) json.WriteNumber("fix_age_s"u8, age / 1_000);
        json.WriteNumber("today_km"u8, Math.Round(now.TodayKm, 3));
        json.WriteNumber("today_trips"u8, now.Trips);
        json.WriteNumber("today_loads"u8, now.Loads);
        json.WriteNumber("today_t"u8, now.NetKg / 1_000);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        CityRegistry? seeded = null;
        try
        {
            do
            {
                var current = registry.Current;
                if (!ReferenceEquals(seeded, current) && await TrySeedAsync(stoppingToken)) seeded = current;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nothing of it is kept.
        }
    }

    private async Task<bool> TrySeedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SeedAsync(cancellationToken);
            return true;
        }
        catch (StoreUnavailableException)
        {
            // The store's own health tells of it; the next tick asks again.
            return false;
        }
    }

    private void TakeWeighings(FleetSeed fleet)
    {
        lock (_weighings)
        {
            while (_weighings.TryDequeue(out var weighed)) fleet.Take(weighed);
        }
    }
}
