using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Dashboards.Accounts;
using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.FleetDays;
using Telemetry.Dashboards.Latest;
using Telemetry.Dashboards.Live;
using Telemetry.Dashboards.Map;
using Telemetry.Dashboards.Plants;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Tracks;
using Telemetry.Dashboards.Vehicles;

namespace Telemetry.Dashboards;

/// <summary>
/// What the dashboards need. The host registers the doors: <see cref="Status.IHostStatus"/>,
/// <see cref="DeadLetters.IDeadLetterSource"/>, <see cref="Storage.Queries.ITelemetryReader"/>,
/// <see cref="Places.IPlaceBook"/>, <see cref="Works.IHostWorks"/>,
/// <see cref="Storage.Queries.IDerivedReader"/>, <see cref="Storage.Operations.IOperations"/>,
/// <see cref="Domain.Registry.IRegistrySource"/>, <see cref="Domain.Live.LiveBoard"/> and a <see cref="TimeProvider"/>,
/// and who may do what by <see cref="Access.AccessServices.AddTelemetryAccess"/>.
/// </summary>
public static class DashboardsServices
{
    public static IServiceCollection AddTelemetryDashboards(
        this IServiceCollection services, Action<DashboardsOptions>? configure = null)
    {
        services.AddOptions<DashboardsOptions>()
            .Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.ConfigureHttpJsonOptions(json => Apply(json.SerializerOptions));
        services.AddProblemDetails();
        // A lambda, because only such a call is given the words of the comments.
        services.AddOpenApi(options => ApiDescription.Describe(options));
        services.AddSingleton<SessionWords>();
        services.AddSingleton<LatestReadings>();
        services.AddSingleton<PlantCatalogue>();
        services.AddSingleton<FlowQuestion>();
        services.AddSingleton<QualityQuestion>();
        services.AddSingleton<EventReading>();
        services.AddSingleton<VehicleCatalogue>();
        services.AddSingleton<TrackReading>();
        services.AddSingleton<RegistryPlaces>();
        services.AddSingleton<VehicleDayReading>();
        services.TryAddSingleton<MapOptions>();
        services.AddSingleton<MapSources>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<LiveStreams>();
        return services.AddMonthlyReports();
    }

    /// <summary>
    /// <see cref="MonthlyReports"/> alone, for a process that derives and has no web. It needs
    /// <see cref="Storage.Queries.IDerivedReader"/>, <see cref="Storage.Operations.IOperations"/>,
    /// <see cref="DeadLetters.IDeadLetterSource"/>,
    /// <see cref="Domain.Registry.IRegistrySource"/> and a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddMonthlyReports(this IServiceCollection services)
    {
        services.TryAddSingleton<DerivedDays>();
        services.TryAddSingleton<QualityReading>();
        services.TryAddSingleton<RecordReading>();
        services.TryAddSingleton<MonthReading>();
        services.TryAddSingleton(static provider => new MonthlyReports(
            provider.GetRequiredService<MonthReading>(), provider.GetRequiredService<Domain.Registry.IRegistrySource>(),
            provider.GetRequiredService<Storage.Operations.IOperations>()));
        return services;
    }

    /// <summary>Names as on the wire, absent for null, enumerations as words.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }
}
