using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Broker;
using Telemetry.Storage.Files;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Composition;

/// <summary>Builds the host, starts it, waits for its end, and turns what stands in the way into words.</summary>
internal static class HostRun
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
        await app.WaitForShutdownAsync(cancellationToken);
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
}
