using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Live;
using Telemetry.Domain.Registry;
using Telemetry.Host.Alarms.Conditions;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Fleet;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Alarms;

/// <summary>Builds every condition from what is there, and lets the rules judge it.</summary>
internal sealed class AlarmJudge(
    NewestReadings newest, StoredConditions stored, PlantConditions plants, HostConditions hosts,
    IVehicleConditions vehicles, ServedConditions served, AlarmOptions options)
{
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private string _readWith = "";

    public static AlarmJudge Create(
        ITelemetryReader readings, IDerivedStore derived, IFleet fleet, LiveBoard board, AlarmOptions options)
    {
        var newest = new NewestReadings(readings, board);
        var stored = new StoredConditions(derived);
        return new AlarmJudge(
            newest, stored, new PlantConditions(newest, stored), new HostConditions(board),
            new FleetConditions(newest, readings, derived, fleet), new ServedConditions(fleet), options);
    }

    /// <summary>Before the first look of a process that takes over.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer now.</exception>
    public Task OpenAsync(CancellationToken cancellationToken) => newest.SeedAsync(cancellationToken);

    /// <returns>One signal of a rule and asset.</returns>
    public async Task<IReadOnlyList<AlarmSignal>> JudgeAsync(
        CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ReadStoredAsync(registry, now, cancellationToken);
        await SeedAsync(registry, now, cancellationToken);
        return Causes.Explain(
        [
            .. hosts.Judge(registry, now), .. plants.Judge(registry, now), .. stored.Days,
            .. vehicles.Now(registry, now).Select(served.With)
                .SelectMany(one => VehicleRules.Judge(one, registry.Alarms, now)),
        ]);
    }

    private async Task SeedAsync(CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await vehicles.SeedAsync(registry, now, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // As below: until it answers vehicles say nothing.
        }
    }

    /// <summary>
    /// A store that can't answer is itself an alarm: what is told live goes on being judged, on what was read last.
    /// </summary>
    private async Task ReadStoredAsync(CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - _readAt < options.StoredPeriod && _readWith == registry.Version) return;
        try
        {
            await stored.ReadAsync(registry, now, cancellationToken);
            await served.ReadAsync(registry, now, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // Its host says so, and the next look asks again.
            return;
        }
        (_readAt, _readWith) = (now, registry.Version);
    }

    /// <summary>Whether the registry has an asset no more; hosts stand in none.</summary>
    public static bool IsGone(AlarmAsset asset, CityRegistry registry) => asset.Subject switch
    {
        AlarmSubject.Plant => !registry.Plants.ContainsKey(asset.Plant!.Value),
        AlarmSubject.Meter => registry.Plants.GetValueOrDefault(asset.Plant!.Value)?.Meters
            .ContainsKey(new Domain.Identifiers.MeterId(asset.Part)) is not true,
        AlarmSubject.Point => registry.Plants.GetValueOrDefault(asset.Plant!.Value)?.QualityPoints
            .GetValueOrDefault(new Domain.Identifiers.QualityPointId(asset.Part.Split('/')[0]))?.Limits
            .Any(limit => asset.Part.EndsWith($"/{limit.Parameter}", StringComparison.Ordinal)) is not true,
        AlarmSubject.Vehicle => !registry.Vehicles.ContainsKey(asset.Vehicle!.Value),
        AlarmSubject.Indicator => registry.Indicators.All(one => one.Id != asset.Owner),
        _ => false,
    };
}
