using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Registry;
using Telemetry.Simulators.City;

namespace Telemetry.Simulators.Commands;

/// <summary><c>city</c>: the registry's plants and trucks, live, with their history behind them.</summary>
internal static class CityCommand
{
    public static Command Create(TextWriter output)
    {
        var broker = new BrokerArguments();
        var registry = new Option<FileInfo>("--registry")
        {
            Description = "The registry's JSON file: which plants and vehicles there are", Required = true,
        };
        var root = new Option<string>("--root")
        {
            Description = "First level of every topic", DefaultValueFactory = static _ => "sanitation",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Same seed, same readings", DefaultValueFactory = static _ => 2009,
        };
        var noBackfill = new Option<bool>("--no-backfill") { Description = "Live only; history was sent before" };
        var plantDays = new Option<double>("--plant-days")
        {
            Description = "Days of history of the plants", DefaultValueFactory = static _ => 35,
        };
        var truckDays = new Option<double>("--truck-days")
        {
            Description = "Days of history of the trucks", DefaultValueFactory = static _ => 2,
        };
        var trackers = new Option<bool>("--speak-as-trackers")
        {
            Description = "Trucks publish under the id of the tracker that the registry assigns",
        };
        var from = new Option<string?>("--from")
        {
            Description = "Send only the window from this instant (RFC 3339) to --until, and end",
        };
        var until = new Option<string?>("--until") { Description = "End of the window, exclusive; now by default" };

        var command = new Command("city", "Simulate the city of a registry: history first in, live at once")
        {
            registry, root, seed, noBackfill, plantDays, truckDays, trackers, from, until,
        };
        broker.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new CitySimulationOptions
            {
                Broker = broker.Read(parsed),
                Root = parsed.GetValue(root)!,
                Seed = parsed.GetValue(seed),
                Backfill = !parsed.GetValue(noBackfill),
                PlantHistory = Days("--plant-days", parsed.GetValue(plantDays)),
                TruckHistory = Days("--truck-days", parsed.GetValue(truckDays)),
                SpeakAsTrackers = parsed.GetValue(trackers),
            };
            if (options.Validate() is { Count: > 0 } errors) throw new UsageException(string.Join("; ", errors));
            var city = new CitySimulation(
                ReadRegistry(parsed.GetValue(registry)!), options, TimeProvider.System, new LineLogger(output));
            var progress = new BackfillLines(output);
            if (parsed.GetValue(from) is not { } start)
            {
                await city.RunAsync(progress, cancellation);
                return 0;
            }
            var end = parsed.GetValue(until) is { } text ? Instant("--until", text) : TimeProvider.System.GetUtcNow();
            await city.SendWindowAsync(Instant("--from", start), end, progress, cancellation);
            return 0;
        });
        return command;
    }

    private static CityRegistry ReadRegistry(FileInfo file)
    {
        RegistryParseResult parsed;
        try
        {
            parsed = RegistryFile.Parse(File.ReadAllBytes(file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--registry: {e.Message}");
        }
        return parsed.IsValid
            ? parsed.Registry
            : throw new UsageException($"--registry: {string.Join("; ", parsed.Errors)}");
    }

    private static TimeSpan Days(string option, double days) => days is >= 0 and <= 4_000
        ? TimeSpan.FromDays(days)
        : throw new UsageException(FormattableString.Invariant($"{option}: {days} is not within 0 to 4000"));

    private static DateTimeOffset Instant(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new UsageException($"{option}: '{text}' is not an instant such as 2009-01-01T00:00:00+08:00");
}
