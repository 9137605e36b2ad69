using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Broker;
using Telemetry.Storage.Files;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Composition;

/// <summary>Builds the host, starts it, waits for its end, and turns what stands in the way into words.</summary>
internal static partial class HostRun
{
    public static async Task<int> RunAsync(
        TelemetryOptions options, Action<WebApplicationBuilder> configure, CancellationToken cancellationToken)
    {
        var builder = HostComposition.CreateBuilder(options);
        configure(builder);
        await using var app = HostComposition.Build(builder, options);
        await StartAsync(app, options, cancellationToken);
        var failure = app.Services.GetRequiredService<HostFailure>();
        foreach (var part in app.Services.GetServices<IHostedService>().OfType<BackgroundService>())
            failure.Watch(part.GetType().Name, part.ExecuteTask);
        if (options.Roles.Web) Log.Ready(app.Logger, options.Host.Name, options.Web.Url);
        await app.WaitForShutdownAsync(cancellationToken);
        if (failure.ExitCode == 0) Log.Stopped(app.Logger, options.Host.Name);
        return failure.ExitCode;
    }

    private static async Task StartAsync(WebApplication app, TelemetryOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (Explain(exception, options) is { } problems)
        {
            throw new StartRefusedException(problems);
        }
    }

    /// <summary>The words for what a person can mend; null for our own bugs, which keep their stack trace.</summary>
    public static IReadOnlyList<string>? Explain(Exception exception, TelemetryOptions options) => exception switch
    {
        StartRefusedException refused => refused.Problems,
        Registry.RegistryRefusedException registry => [.. registry.Message.Split(Environment.NewLine)],
        StoreRefusedException store => [store.Message],
        EmbeddedBrokerStartException broker => [broker.Message],
        IOException { InnerException: AddressInUseException } =>
            [$"Telemetry:Web:Url {options.Web.Url} is in use by another program: choose another port"],
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AccessDenied } =>
            [$"Telemetry:Web:Url {options.Web.Url} can't be bound: {exception.Message}"],
        UnauthorizedAccessException or DiskFailureException or IOException =>
            [$"Telemetry:Host:DataFolder {Path.GetFullPath(options.Host.DataFolder)}: {exception.Message}"],
        AggregateException aggregate when aggregate.InnerException is { } inner => Explain(inner, options),
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Information, "{Host} is ready: status page and API at {Url}")]
        public static partial void Ready(ILogger logger, string host, string url);

        [LoggerMessage(3002, LogLevel.Information, "{Host} has stopped: what was acknowledged is on disk")]
        public static partial void Stopped(ILogger logger, string host);
    }
}
