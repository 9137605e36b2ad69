using System.Collections.Immutable;
using System.Reflection;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Readings;
using Telemetry.Host.Options;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Registry;
using Telemetry.Mqtt.Broker;
using Telemetry.Mqtt.Source;
using Telemetry.Protocols.Native;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Observing;

/// <summary>What the host knows of itself, for the status page and <c>/api/status</c>.</summary>
internal sealed class HostStatus(
    TelemetryOptions options, RateSampler rates, BalanceSheet books, GroupCommit commit, Spool spool,
    ITelemetryStore store,
    DeadLetterLog letters, RegistryWatch registry, NativeJsonProtocol protocol, HostClock clock, HostHealth health,
    TimeProvider time, IEnumerable<MqttSource> sources, IEnumerable<EmbeddedBroker> brokers) : IHostStatus
{
    public static readonly string Version =
        typeof(HostStatus)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "0";

    /// <summary>Enough to see what is wrong; the status is asked for every second.</summary>
    private const int MostUnregistered = 100;

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public StatusSnapshot Snapshot()
    {
        var now = time.GetUtcNow();
        return new StatusSnapshot
        {
            Host = options.Host.Name,
            Version = Version,
            StartedAt = _startedAt,
            Now = now,
            ClockSynchronised = clock.IsSynchronised,
            DiskFree = DiskFree(),
            Rates = rates.Now,
            Intake = books.Intake(),
            Stored = books.Store(),
            Spool = SpoolStatus(now),
            Store = StoreStatus(),
            Connections =
            [
                .. sources.SelectMany(source => ConnectionStates.Of(source, _startedAt)),
                .. brokers.Select(broker => ConnectionStates.Of(broker, _startedAt)),
            ],
            DeadLetters = DeadLetters(),
            Registry = RegistryWords.Of(registry.State),
            UnregisteredAssets = [.. protocol.Unregistered.First(MostUnregistered).Select(Words)],
            UnregisteredCount = protocol.Unregistered.Count,
            Health = health.Check(),
        };
    }

    /// <summary>In thousandths: the status is compared every second.</summary>
    private double? DiskFree()
    {
        try
        {
            var disk = new DriveInfo(Path.GetFullPath(options.Host.DataFolder));
            return disk.TotalSize > 0 ? Math.Round((double)disk.AvailableFreeSpace / disk.TotalSize, 3) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private SpoolStatus SpoolStatus(DateTimeOffset now)
    {
        var age = spool.OldestPending is { } oldest ? (now - oldest).TotalSeconds : (double?)null;
        return new SpoolStatus(
            commit.IsAccepting, spool.TotalBytes, options.Spool.MaxSize, spool.PendingLines, age, age ?? 0);
    }

    private StoreStatus StoreStatus()
    {
        var condition = store.Condition;
        return new StoreStatus(
            options.Store.Kind == StoreKind.Sqlite ? "sqlite" : "influxdb",
            condition.Trouble switch
            {
                StoreTrouble.None => StoreState.Ok,
                StoreTrouble.Overloaded => StoreState.Overloaded,
                StoreTrouble.Refused => StoreState.Refused,
                _ => StoreState.Unreachable,
            },
            condition.Detail, condition.Since);
    }

    private ImmutableSortedDictionary<string, long> DeadLetters()
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        for (var reason = 0; reason < RejectReasons.All.Count; reason++)
        {
            if (letters.Count((RejectReason)reason) is > 0 and var count) counts[RejectReasons.All[reason]] = count;
        }
        return counts.ToImmutable();
    }

    private static string Words(UnregisteredAsset asset) => asset.Kind switch
    {
        AssetKind.Vehicle => $"vehicles/{asset.Name}",
        AssetKind.Facility => $"facilities/{asset.Name}",
        _ => $"plants/{asset.Name}",
    };
}
