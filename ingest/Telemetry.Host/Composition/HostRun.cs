using Microsoft.AspNetCore.Connections;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Broker;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Composition;

/// <summary>Builds the host, starts it, waits for its end, and turns what stands in the way into words.</summary>
internal static partial class HostRun
{
    public static async Task<int> RunAsync(
        TelemetryOptions options, Action<WebApplicationBuilder> configure, CancellationToken cancellationToken)
    {
        WebAddress.RequireFree(options.Web.Url);
        var builder = HostComposition.CreateBuilder(options);
        configure(builder);
        await using var app = await StartAsync(builder, options, cancellationToken);
        var failure = app.Services.GetRequiredService<HostFailure>();
        if (options.Roles.Web) Log.Ready(app.Logger, options.Host.Name, options.Web.Url);
        await app.WaitForShutdownAsync(cancellationToken);
        if (failure.ExitCode == 0) Log.Stopped(app.Logger, options.Host.Name);
        return failure.ExitCode;
    }

    private static async Task<WebApplication> StartAsync(
        WebApplicationBuilder builder, TelemetryOptions options, CancellationToken cancellationToken)
    {
        WebApplication? app = null;
        try
        {
            app = HostComposition.Build(builder, options);
            await app.StartAsync(cancellationToken);
            Watch(app.Services);
            return app;
        }
        catch (OperationCanceledException) when (app is not null && HasFailed(app.Services))
        {
            // A part ended while others were still starting: that is the reason, and it has been told.
            return app;
        }
        catch (Exception exception)
        {
            if (app is not null) await app.DisposeAsync();
            if (Explain(exception, options) is { } problems) throw new StartRefusedException(problems);
            throw;
        }
    }

    private static void Watch(IServiceProvider services)
    {
        var failure = services.GetRequiredService<HostFailure>();
        foreach (var part in services.GetServices<IHostedService>().OfType<BackgroundService>())
            failure.Watch(part.GetType().Name, part.ExecuteTask);
    }

    private static bool HasFailed(IServiceProvider services)
    {
        Watch(services);
        return services.GetRequiredService<HostFailure>().ExitCode != 0;
    }

    /// <summary>The words for what a person can mend; null for our own bugs, which keep their stack trace.</summary>
    public static IReadOnlyList<string>? Explain(Exception exception, TelemetryOptions options) => exception switch
    {
        StartRefusedException refused => refused.Problems,
        Registry.RegistryRefusedException registry => [.. registry.Message.Split('\n')],
        StoreRefusedException store => [store.Message],
        EmbeddedBrokerStartException broker => [broker.Message],
        IOException { InnerException: AddressInUseException } =>
            [$"Telemetry:Web:Url {options.Web.Url} is in use by another program: choose another port"],
        InvalidOperationException when options.Web.Url.StartsWith("https", StringComparison.OrdinalIgnoreCase)
            && exception.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
            [$"Telemetry:Web:Url {options.Web.Url} wants a certificate: name one in the environment as "
                + "Kestrel__Certificates__Default__Path (and __KeyPath or __Password), or use http behind a proxy"],
        UnauthorizedAccessException or IOException => [$"{Place(exception.Message, options)}: {exception.Message}"],
        AggregateException aggregate when aggregate.InnerException is { } inner => Explain(inner, options),
        _ => null,
    };

    /// <summary>The option to change, found by the path that the message names.</summary>
    private static string Place(string message, TelemetryOptions options)
    {
        (string Option, string Path)[] places =
        [
            ("Telemetry:Spool:Folder", options.Spool.Folder), (
                "Telemetry:DeadLetters:Folder", options.DeadLetters.Folder),
            ("Telemetry:Store:Sqlite:Path", options.Store.Sqlite.Path), (
                "Telemetry:Web:TokenFile", options.Web.TokenFile ?? ""),
        ];
        foreach (var (option, path) in places)
        {
            if (path.Length > 0 && message.Contains(Path.GetFullPath(path), StringComparison.Ordinal)) return option;
        }
        return $"Telemetry:Host:DataFolder {Path.GetFullPath(options.Host.DataFolder)}";
    }

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Information, "{Host} is ready: status page and API at {Url}")]
        public static partial void Ready(ILogger logger, string host, string url);

        [LoggerMessage(3002, LogLevel.Information, "{Host} has stopped: what was acknowledged is on disk")]
        public static partial void Stopped(ILogger logger, string host);
    }
}
