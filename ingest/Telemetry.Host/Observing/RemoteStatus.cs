using System.Collections.Immutable;
using Telemetry.Dashboards.DeadLetters;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Live;
using Telemetry.Host.Options;
using Telemetry.Host.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Observing;

/// <summary>
/// The status in a process without the ingest role: the sums of what the ingest hosts last told of themselves. A host
/// that fell silent stays in the sums with its last word, and health says so.
/// </summary>
internal sealed class RemoteStatus(
    LiveBoard board, RegistryWatch registry, TelemetryOptions options, HostHealth health, TimeProvider time)
        : IHostStatus
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public StatusSnapshot Snapshot()
    {
        var now = time.GetUtcNow();
        var signs = HostSigns.Read(board);
        var told = signs.Where(sign => sign.Status is not null).Select(sign => sign.Status!).ToList();
        // The rates of a host that is gone are no longer true; its books still are.
        var heard = signs.Where(sign => sign.Status is not null && sign.IsHeard(now))
            .Select(sign => sign.Status!.Rates).ToList();
        return new StatusSnapshot
        {
            Host = options.Host.Name,
            Version = HostStatus.Version,
            StartedAt = _startedAt,
            Now = now,
            ClockSynchronised = told.Count == 0 ? null : told.All(status => status.ClockSynchronised == true),
            Rates = new HostRates(heard.Sum(r => r.Received), heard.Sum(r => r.Spooled), heard.Sum(r => r.Stored)),
            Intake = new IntakeBooks(
                told.Sum(s => s.Intake.Received), told.Sum(s => s.Intake.Spooled), told.Sum(s => s.Intake.DeadLettered),
                told.Sum(s => s.Intake.Shed), told.Sum(s => s.Intake.InFlight)),
            Stored = new StoreBooks(
                told.Sum(s => s.Stored.Spooled), told.Sum(s => s.Stored.Stored), told.Sum(s => s.Stored.StoreRejected),
                told.Sum(s => s.Stored.Pending), told.Sum(s => s.Stored.SetAside)),
            Spool = new SpoolStatus(
                told.All(s => s.Spool.Accepting), told.Sum(s => s.Spool.Bytes), told.Sum(s => s.Spool.LimitBytes),
                told.Sum(s => s.Spool.Pending), told.Max(s => s.Spool.OldestPendingSeconds), told.Max(
                    s => s.Spool.LagSeconds)),
            Store = told.Select(s => s.Store).OrderByDescending(store => store.State).FirstOrDefault()
                ?? new StoreStatus(
                    "influxdb", StoreState.Unreachable, "No ingest host has told of its store yet.", _startedAt),
            Connections =
            [
                // One that only derives has no connections to tell of.
                .. signs.Where(sign => sign.Status is not null || !sign.IsHeard(now))
                    .SelectMany(sign => Connections(sign, now)),
            ],
            DeadLetters = told.SelectMany(s => s.DeadLetters).GroupBy(pair => pair.Key, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(
                    group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal),
            Registry = RegistryWords.Of(registry.State),
            UnregisteredAssets = [.. told.SelectMany(s => s.UnregisteredAssets).Distinct(StringComparer.Ordinal)],
            // Hosts that share a broker may each have met the same ones.
            UnregisteredCount = told.Select(s => s.UnregisteredCount).DefaultIfEmpty().Max(),
            Health = health.Check(),
        };
    }

    private static IEnumerable<ConnectionStatus> Connections(HostSign sign, DateTimeOffset now) => sign.Status is null
        ? [new ConnectionStatus(sign.Name, ConnectionState.Disconnected, sign.SaidAt, null, null, 0, 0, sign.State)]
        : sign.Status.Connections.Select(connection => connection with
        {
            Name = $"{sign.Name}: {connection.Name}",
            State = sign.IsHeard(now) ? connection.State : ConnectionState.Disconnected,
        });
}

/// <summary>Every ingest host that was ever heard is still heard.</summary>
internal sealed class LiveProbe(LiveBoard board, TimeProvider time) : IHealthProbe
{
    public HealthCheck Check()
    {
        var signs = HostSigns.Read(board);
        if (signs.Count == 0)
        {
            return new HealthCheck("hosts", HealthState.Failed,
                "No ingest host has been heard on the live topics: does one run, on the same broker and topic root?");
        }
        var now = time.GetUtcNow();
        return signs.FirstOrDefault(sign => !sign.IsHeard(now)) is { } silent
            ? new HealthCheck("hosts", HealthState.Degraded,
                $"The ingest host {silent.Name} is {(silent.State == "running" ? "silent" : silent.State)} since "
                + $"{silent.SaidAt:u}.")
            : new HealthCheck("hosts", HealthState.Ok, null);
    }
}

/// <summary>Dead letters lie on the disks of the ingest hosts, and are asked for there.</summary>
internal sealed class RemoteDeadLetters : IDeadLetterSource
{
    public IReadOnlyList<DeadLetter> Newest(DeadLetterQuery query, int limit, CancellationToken cancellationToken) =>
        throw Elsewhere();

    public IReadOnlyDictionary<string, (long Objects, DateTimeOffset Last)> Rejected(
        DateTimeOffset from, DateTimeOffset to) => throw Elsewhere();

    private static StoreUnavailableException Elsewhere() =>
        new("Dead letters lie with the ingest hosts: ask one of them, or use telemetry dead-letters there.");
}
