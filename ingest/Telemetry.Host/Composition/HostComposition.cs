using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Telemetry.Dashboards;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Places;
using Telemetry.Dashboards.Status;
using Telemetry.Domain.Registry;
using Telemetry.Host.Alarms;
using Telemetry.Host.Derivation;
using Telemetry.Host.Observing;
using Telemetry.Host.Options;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Registry;
using Telemetry.Host.Registry.Editing;
using Telemetry.Host.Sources;
using Telemetry.Host.Storing;
using Telemetry.Mqtt.Source;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Composition;

/// <summary>
/// Puts the rooms together, role by role. Hosted parts stop in the reverse order of their registration.
/// </summary>
internal static class HostComposition
{
    public static WebApplicationBuilder CreateBuilder(TelemetryOptions options)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(options.Web.Url);
        builder.Host.UseSystemd();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host =>
        {
            host.ShutdownTimeout = options.Host.StopTimeout;
            host.ServicesStopConcurrently = false;
        });

        var roles = options.Roles;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<HostFailure>();
        builder.Services.AddProblemDetails();
        builder.Services.AddRegistry(options.Registry);
        builder.Services.AddStore(options);
        if (roles.Ingest || roles.Derive)
        {
            builder.Services.AddRequests(options);
            builder.Services.AddPublisher(options);
        }
        if (roles.Ingest)
        {
            builder.Services.AddIngest(options);
            builder.Services.AddLive();
        }
        else if (roles.Web)
        {
            builder.Services.AddRemote(options);
        }
        if (roles.Broker) builder.Services.AddEmbeddedBroker(options);
        if (roles.Ingest && options.Mqtt.IsConfigured) builder.Services.AddSource(options);
        if (roles.Derive || roles.Web) builder.Services.AddOperations(options);
        if (roles.Derive)
        {
            if (!roles.Ingest) builder.Services.AddHostedService<PublisherRun>();
            builder.Services.AddDerive(options);
            builder.Services.AddAlarms(options);
        }
        if (roles.Ingest || roles.Derive) builder.Services.AddHealthDiary(options);
        builder.Services.AddAccess(options);
        if (roles.Web)
        {
            builder.Services.AddSingleton(options.Map);
            builder.Services.AddSingleton<IPlaceBook, PlaceBook>();
            builder.Services.AddTelemetryDashboards();
        }
        builder.Services.AddObserving(options);
        return builder;
    }

    public static WebApplication Build(WebApplicationBuilder builder, TelemetryOptions options)
    {
        var app = builder.Build();
        // First of all, so that a bad file stops the start with no folder made.
        _ = app.Services.GetRequiredService<IRegistrySource>().Current;
        // Then the folder that is this process's alone, and what lies in it by default: a file that can't be opened or
        // brought to this version is told now, and not to the first who asks.
        _ = app.Services.GetService<DataFolder>();
        if (options.Roles.Derive || options.Roles.Web) _ = app.Services.GetRequiredService<IOperations>();
        app.UseTelemetryAccess();
        if (options.Roles.Ingest) Observe(app.Services);
        if (options.Roles.Derive) ObserveDerivation(app.Services);
        app.MapHostHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").May(Right.Read);
        if (options.Roles.Web) app.MapTelemetryDashboards();
        return app;
    }

    private static void AddObserving(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton<HostHealth>();
        services.ConfigureHttpJsonOptions(static json => DashboardsServices.Apply(json.SerializerOptions));
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                "telemetry", serviceVersion: HostStatus.Version, serviceInstanceId: options.Host.Name))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(TelemetryMetrics.MeterName).AddRuntimeInstrumentation().AddPrometheusExporter();
                if (options.Observing.OtlpEndpoint is { } endpoint)
                    metrics.AddOtlpExporter(exporter => exporter.Endpoint = new Uri(endpoint));
            });
    }

    private static void Observe(IServiceProvider services)
    {
        // "Up since" counts from here, not from the first who asks.
        _ = services.GetRequiredService<IHostStatus>();
        var metrics = services.GetRequiredService<TelemetryMetrics>();
        metrics.ObserveIngest(
            services.GetRequiredService<GroupCommit>(), services.GetRequiredService<IngestCounters>());
        metrics.ObserveSpool(services.GetRequiredService<Spool>());
        metrics.ObserveStore(services.GetRequiredService<ITelemetryStore>(), services.GetRequiredService<StoreTally>());
        metrics.ObserveDeadLetters(services.GetRequiredService<DeadLetterLog>());
        metrics.ObserveBooks(services.GetRequiredService<BalanceSheet>());
        if (services.GetService<MqttSource>() is { } source) metrics.ObserveSource(source);
    }

    private static void ObserveDerivation(IServiceProvider services)
    {
        var store = services.GetRequiredService<IDerivedStore>();
        var metrics = services.GetRequiredService<TelemetryMetrics>();
        metrics.ObserveDerivation(services.GetRequiredService<DeriveTally>(), () => store.Traffic);
        metrics.ObserveAlarms(services.GetRequiredService<AlarmTally>());
    }
}
