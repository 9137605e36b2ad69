using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Dashboards;
using Telemetry.Dashboards.DeadLetters;
using Telemetry.Dashboards.Status;
using Telemetry.Dashboards.Works;
using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation;
using Telemetry.Host.Derivation.Intake;
using Telemetry.Host.Derivation.Live;
using Telemetry.Host.Derivation.Recompute;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Host.Live;
using Telemetry.Host.Observing;
using Telemetry.Host.Options;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Requests;
using Telemetry.Host.Storing;
using Telemetry.Host.Sources;
using Telemetry.Mqtt;
using Telemetry.Mqtt.Broker;
using Telemetry.Mqtt.Live;
using Telemetry.Mqtt.Source;
using Telemetry.Protocols.Native;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Derived.InfluxDb;
using Telemetry.Storage.Derived.Sqlite;
using Telemetry.Storage.Files;
using Telemetry.Storage.Health;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Queries.Sqlite;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Host.Composition;

/// <summary>One method a room: what it is made of, and which doors it opens to others.</summary>
internal static class Rooms
{
    public static void AddStore(this IServiceCollection services, TelemetryOptions options)
    {
        var store = options.Store;
        if (store.Kind == StoreKind.Sqlite)
        {
            services.AddSingleton<ITelemetryStore>(provider => new SqliteStore(
                store.Sqlite, options.Host.Name, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SqliteStore>>()));
            services.AddSingleton(_ => new SqliteReader(store.Sqlite));
            services.AddSingleton<ITelemetryReader>(static provider => provider.GetRequiredService<SqliteReader>());
            services.AddSingleton<IDerivedStore>(static provider => new SqliteDerivedStore(
                (SqliteStore)provider.GetRequiredService<ITelemetryStore>(),
                provider.GetRequiredService<SqliteReader>()));
        }
        else
        {
            services.AddSingleton<ITelemetryStore>(provider => new InfluxDbStore(
                store.InfluxDb, new CursorFile(
                    Path.Combine(options.Host.DataFolder, "cursor"), provider.GetRequiredService<IFileLayer>(),
                    provider.GetRequiredService<ILogger<CursorFile>>()),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<InfluxDbStore>>()));
            services.AddSingleton<ITelemetryReader>(
                provider => new InfluxDbReader(store.InfluxDb, provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<IDerivedStore>(provider => new InfluxDbDerivedStore(
                store.InfluxDb, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<InfluxDbDerivedStore>>()));
        }
        services.AddSingleton<IDerivedReader>(static provider => provider.GetRequiredService<IDerivedStore>());
        services.AddSingleton<IFileLayer>(DiskFiles.Instance);
    }

    /// <summary>This process's own health beside the readings, for dashboards that ask InfluxDB.</summary>
    public static void AddHealthDiary(this IServiceCollection services, TelemetryOptions options)
    {
        if (options.Store.Kind != StoreKind.InfluxDb || options.Observing.HealthPeriod == TimeSpan.Zero) return;
        services.AddSingleton(provider =>
            new HealthDiary(options.Store.InfluxDb, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<HealthBeat>();
    }

    /// <summary>What people decide, and how far the derivation is.</summary>
    public static void AddOperations(this IServiceCollection services, TelemetryOptions options) =>
        services.TryAddSingleton<IOperations>(provider => OperationalStore.Open(
            options.Operations, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OperationalStore>>()));

    /// <summary>What commands lay into the data folder, done by whichever role of this process can.</summary>
    public static void AddRequests(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(_ => DataFolder.Take(options.Host.DataFolder));
        services.AddSingleton(static provider =>
            new RequestFolder(provider.GetRequiredService<DataFolder>().Path));
        services.AddHostedService<RequestWorker>();
    }

    /// <summary>Hours, days and rates from stored readings, and today's figures so far.</summary>
    public static void AddDerive(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options.Derive);
        services.AddSingleton<DeriveTally>();
        services.AddSingleton<Reconciliation>();
        services.TryAddSingleton<IDeadLetterSource, RemoteDeadLetters>();
        services.AddMonthlyReports();
        services.AddSingleton<IMonthRevisions, ReportRevisions>();
        services.AddSingleton<FinalityClock>();
        services.AddSingleton<RawDays>();
        services.AddSingleton<DeriveIntake>();
        services.AddSingleton<DeriveSteps>();
        services.AddSingleton<Deriver>();
        services.AddSingleton<RecomputeQueue>();
        services.AddSingleton<RecomputeRequests>();
        services.TryAddSingleton<TelemetryMetrics>();
        services.AddSingleton<IHealthProbe, DeriveProbe>();
        services.AddHostedService<DeriveWorker>();
        services.AddHostedService<TodayBeat>();
    }

    /// <summary>
    /// Spool, dead letters, group commit, pipeline, and the writer that empties the spool into the store.
    /// </summary>
    public static void AddIngest(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(provider =>
        {
            _ = provider.GetRequiredService<DataFolder>();
            return Spool.Open(
                options.Spool, provider.GetRequiredService<IFileLayer>(), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<Spool>>());
        });
        services.AddSingleton(provider => DeadLetterLog.Open(
            options.DeadLetters, provider.GetRequiredService<IFileLayer>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DeadLetterLog>>()));
        services.AddSingleton<IRejectedLines>(static provider => provider.GetRequiredService<DeadLetterLog>());
        services.AddSingleton(provider => new GroupCommit(
            provider.GetRequiredService<Spool>(), provider.GetRequiredService<DeadLetterLog>(), options.Commit,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GroupCommit>>()));

        services.AddSingleton(
            provider => new HostClock(options.Host.Clock, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostClock>(static provider => provider.GetRequiredService<HostClock>());
        services.AddSingleton(provider => new NativeJsonProtocol(
            options.Ingest, provider.GetRequiredService<IRegistrySource>(), provider.GetRequiredService<IHostClock>()));
        services.AddSingleton<FleetSigns>();
        services.AddSingleton<LiveState>();
        services.AddSingleton<IngestCounters>();
        services.AddSingleton<IngestPipeline>();
        services.AddSingleton<IMessageIntake>(static provider => provider.GetRequiredService<IngestPipeline>());

        services.AddSingleton(
            new StorePace(options.Store.MaxLines, options.Store.MaxBytes, options.Store.FlushInterval));
        services.AddSingleton(options.Store);
        services.AddSingleton<StoreTally>();
        services.AddSingleton<ResendQueue>();
        services.AddSingleton<BalanceSheet>();
        services.AddSingleton<RateSampler>();
        services.AddSingleton<DeadLetterReplay>();
        services.AddHostedService<CommitGuard>();
        services.AddHostedService(static provider => provider.GetRequiredService<RateSampler>());
        services.AddHostedService<StoreWriter>();
        if (options.Store.Kind == StoreKind.Sqlite) services.AddHostedService<RetentionSweep>();

        services.AddSingleton<IHostStatus, HostStatus>();
        services.AddSingleton<IDeadLetterSource, DeadLetterSource>();
        services.AddSingleton<IHostWorks, HostWorks>();
        services.TryAddSingleton<TelemetryMetrics>();
        services.AddSingleton<IHealthProbe, SpoolProbe>();
        services.AddSingleton<IHealthProbe, LagProbe>();
        services.AddSingleton<IHealthProbe, DeadLetterProbe>();
    }

    /// <summary>What readings say now, and this host's own sign of life, on the live topics.</summary>
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LeftoverTopics>();
        services.AddHostedService<LiveRun>();
        services.AddHostedService(static provider => provider.GetRequiredService<FleetSigns>());
        services.AddHostedService<LiveBeat>();
    }

    /// <summary>The way to the live topics, and the board that this process's dashboards read.</summary>
    public static void AddPublisher(this IServiceCollection services, TelemetryOptions options)
    {
        services.TryAddSingleton<LiveBoard>();
        services.AddSingleton(new DeviceTopics(options.Ingest.TopicRoot));
        if (options.Mqtt.IsConfigured)
        {
            services.AddSingleton(provider => new BrokerLiveChannel(
                options.Mqtt, options.Host.Name, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<BrokerLiveChannel>>()));
            services.AddSingleton<ILiveChannel>(static provider => provider.GetRequiredService<BrokerLiveChannel>());
        }
        else
        {
            services.AddSingleton<ILiveChannel>(static provider => provider.GetRequiredService<EmbeddedBroker>());
        }
        services.AddSingleton(static provider => new LivePublisher(
            provider.GetRequiredService<ILiveChannel>(), provider.GetRequiredService<DeviceTopics>(),
            provider.GetRequiredService<LiveBoard>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LivePublisher>>()));
        services.AddSingleton<ILivePublisher>(static provider => provider.GetRequiredService<LivePublisher>());
    }

    public static void AddEmbeddedBroker(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options.Broker);
        services.AddSingleton<EmbeddedBroker>();
        services.AddHostedService<BrokerRun>();
    }

    public static void AddSource(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options.Mqtt);
        services.AddSingleton<MqttSource>();
        services.AddSingleton<IHealthProbe, SessionProbe>();
        services.AddHostedService<SourceRun>();
    }

    /// <summary>For a process without the ingest role: what the broker's live topics say of values and hosts.</summary>
    public static void AddRemote(this IServiceCollection services, TelemetryOptions options)
    {
        services.TryAddSingleton<LiveBoard>();
        services.AddSingleton(provider => new LiveSubscriber(
            options.Mqtt, provider.GetRequiredService<LiveBoard>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LiveSubscriber>>()));
        services.AddHostedService<SubscriberRun>();
        services.AddSingleton<IHostStatus, RemoteStatus>();
        services.AddSingleton<IDeadLetterSource, RemoteDeadLetters>();
        services.AddSingleton<IHostWorks, RemoteWorks>();
        services.AddSingleton<IHealthProbe, LiveProbe>();
    }
}
