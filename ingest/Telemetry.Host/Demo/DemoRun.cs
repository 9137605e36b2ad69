using Spectre.Console;
using Telemetry.Domain.Registry;
using Telemetry.Host.Options;
using Telemetry.Simulators.City;

namespace Telemetry.Host.Demo;

/// <summary>
/// The reference city beside the host, in one process but over MQTT like everyone: live at once, with its history
/// following behind.
/// </summary>
internal sealed class DemoRun(
    TelemetryOptions options, CitySimulationOptions simulation, IRegistrySource registry, TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<DemoRun> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The broker must listen first; whoever starts us is started before it.
        await Started(lifetime.ApplicationStarted, stoppingToken);
        if (stoppingToken.IsCancellationRequested) return;
        Greet();
        var city = new CitySimulation(registry.Current, simulation, time, logger);
        using var view = new BackfillView(AnsiConsole.Console);
        await city.RunAsync(view, stoppingToken);
    }

    private static async Task Started(CancellationToken started, CancellationToken stopping)
    {
        var source = new TaskCompletionSource();
        await using var first = started.Register(() => source.TrySetResult());
        await using var second = stopping.Register(() => source.TrySetResult());
        await source.Task;
    }

    private void Greet()
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLineInterpolated($"  Status page  [bold]{options.Web.Url}[/]");
        var broker = $"{options.Broker.Address}:{options.Broker.Port}";
        AnsiConsole.MarkupLineInterpolated(
            $"  MQTT broker  [bold]{broker}[/]   topics below {options.Ingest.TopicRoot}/");
        AnsiConsole.MarkupLineInterpolated(
            $"  Data         [bold]{Path.GetFullPath(options.Host.DataFolder)}[/]   delete the folder to begin anew");
        AnsiConsole.MarkupLineInterpolated(
            $"  Commands     look there with [bold]--Telemetry:Host:DataFolder={options.Host.DataFolder}[/]");
        AnsiConsole.WriteLine("  Ctrl-C stops.");
        AnsiConsole.WriteLine();
    }
}
