using System.CommandLine;
using Telemetry.Host.Composition;
using Telemetry.Host.Demo;
using Telemetry.Host.Options;
using Telemetry.Simulators.City;
using Telemetry.Simulators.Wire;

namespace Telemetry.Host.Commands;

/// <summary>
/// <c>telemetry demo</c>: the host as it is, with embedded broker and store, and the reference city simulated beside
/// it.
/// </summary>
internal static class DemoCommand
{
    private static readonly Option<bool> NoBackfill = new("--no-backfill")
    {
        Description = "Live only: do not send the history (35 days of plants, 2 days of trucks) at start.",
    };

    private static readonly Dictionary<string, string?> Presets = new()
    {
        ["Telemetry:Host:DataFolder"] = Path.Combine("data", "demo"),
        ["Telemetry:Host:Name"] = "demo",
    };

    public static Command Create()
    {
        var command =
            new Command("demo",
            "Runs the host with the reference city simulated live: nothing else is needed.") { NoBackfill };
        CommandLine.SetBody(command, RunAsync, Presets);
        return command;
    }

    private static Task<int> RunAsync(TelemetryOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!options.Roles.Broker || !options.Roles.Ingest)
            throw new StartRefusedException(
                "the demo publishes to its own broker: leave Telemetry:Mqtt:Host empty and Telemetry:Host:Roles at its "
                + "default");
        var simulation = new CitySimulationOptions
        {
            Broker = new BrokerAddress { Port = options.Broker.Port },
            Root = options.Ingest.TopicRoot,
            Backfill = !parsed.GetValue(NoBackfill),
        };
        return HostRun.RunAsync(
            options,
            builder =>
            {
                // The bar has the screen; what must be known still comes through.
                builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Telemetry", LogLevel.Warning);
                builder.Services.AddSingleton(simulation);
                builder.Services.AddHostedService<DemoRun>();
            },
            cancellationToken);
    }
}
