using Telemetry.Dashboards.Status;
using Telemetry.Domain.Derived;
using Telemetry.Host.Derivation;
using Telemetry.Host.Options;
using Telemetry.Storage.Health;

namespace Telemetry.Host.Observing;

/// <summary>
/// Once a <c>Telemetry:Observing:HealthPeriod</c>, writes this process's health into InfluxDB, where Grafana reads it.
/// </summary>
internal sealed partial class HealthBeat(
    TelemetryOptions options, HostHealth health, HealthDiary diary, TimeProvider time, ILogger<HealthBeat> logger,
    IHostStatus? status = null, DeriveTally? derived = null) : BackgroundService
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private bool _isMissing;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var missing = await diary.AddAsync(Row(), cancellationToken);
        if (missing is not null && !_isMissing) Log.Missing(logger, diary.Kept, missing);
        else if (missing is null && _isMissing) Log.Complete(logger);
        _isMissing = missing is not null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Observing.HealthPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A minute without a row.
        }
    }

    private DerivedPoint Row()
    {
        var now = time.GetUtcNow();
        var row = HealthRow.Begin(options.Host.Name, options.Roles, now)
            .Add(health.Check())
            .Set(HostMeasurement.Version, HostStatus.Version)
            .Set(HostMeasurement.UptimeS, (now - _startedAt).TotalSeconds)
            .Set(HostMeasurement.CpuS, Environment.CpuUsage.TotalTime.TotalSeconds)
            .Set(HostMeasurement.MemoryBytes, Environment.WorkingSet);
        // Without the ingest role the status is a sum of what others said, who write rows of their own.
        if (options.Roles.Ingest && status is not null) row.Add(status.Snapshot());
        if (derived is not null) row.Add(derived, now);
        return row;
    }

    private static partial class Log
    {
        [LoggerMessage(3310, LogLevel.Warning,
            "This host's health is not in InfluxDB; {Kept} rows wait in memory, and dashboards of it show a gap until "
            + "they are written. Readings are not concerned. {Detail}")]
        public static partial void Missing(ILogger logger, int kept, string detail);

        [LoggerMessage(3311, LogLevel.Information, "This host's health is in InfluxDB again.")]
        public static partial void Complete(ILogger logger);
    }
}
