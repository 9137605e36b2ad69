using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemetry.Host.Options;
using Telemetry.Storage.Derived.InfluxDb;
using Telemetry.Storage.Derived.Sqlite;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.Sqlite;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Host.Composition;

/// <summary>What people decide, and the derived rows that they read.</summary>
internal static class OperationsRoom
{
    private const string FileName = "operations.db";

    public static void AddOperations(this IServiceCollection services, TelemetryOptions options)
    {
        services.TryAddSingleton<IOperations>(provider => OperationalStore.Open(
            new OperationsOptions { Path = Path.Combine(options.Host.DataFolder, FileName) },
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OperationalStore>>()));
        if (options.Store.Kind == StoreKind.Sqlite)
        {
            services.TryAddSingleton<IDerivedReader>(static provider => new SqliteDerivedStore(
                (SqliteStore)provider.GetRequiredService<ITelemetryStore>(),
                (SqliteReader)provider.GetRequiredService<ITelemetryReader>()));
        }
        else
        {
            services.TryAddSingleton<IDerivedReader>(provider => new InfluxDbDerivedStore(
                options.Store.InfluxDb, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<InfluxDbDerivedStore>>()));
        }
    }
}
