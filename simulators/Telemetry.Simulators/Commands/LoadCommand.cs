using System.CommandLine;
using System.Globalization;
using Telemetry.Simulators.Load;

namespace Telemetry.Simulators.Commands;

/// <summary><c>load</c>: many devices, counted and timed.</summary>
internal static class LoadCommand
{
    public static Command Create(TextWriter output)
    {
        var defaults = new LoadOptions();
        var broker = new BrokerArguments();
        var root = new Option<string>("--root")
        {
            Description = "First level of every topic",
            DefaultValueFactory = _ => defaults.Root,
        };
        var prefix = new Option<string>("--prefix")
        {
            Description = "Devices' names begin with it",
            DefaultValueFactory = _ => defaults.Prefix,
        };
        var devices = new Option<int>("--devices")
        {
            Description = "How many devices",
            DefaultValueFactory = _ => defaults.Devices,
        };
        var rate = new Option<double>("--rate")
        {
            Description = "Messages a second in all; 0: as fast as acknowledged",
        };
        var connections = new Option<int>("--connections")
        {
            Description = "Connections they share",
            DefaultValueFactory = _ => defaults.Connections,
        };
        var qos = new Option<int>("--qos") { Description = "0, 1 or 2", DefaultValueFactory = _ => defaults.Qos };
        var duration = new Option<string>("--duration")
        {
            Description = "Such as 30s, 5m, 1h",
            DefaultValueFactory = static _ => "10s",
        };
        var messages = new Option<long?>("--messages") { Description = "End after so many" };
        var payload = new Option<LoadPayload>("--payload") { Description = "flow or position" };
        var window = new Option<int>("--window")
        {
            Description = "Unacknowledged messages a connection",
            DefaultValueFactory = _ => defaults.Window,
        };
        var journal = new Option<string?>("--journal")
        {
            Description = "Append every acknowledged device,ts,value to this file",
        };
        var reconnect = new Option<bool>("--reconnect")
        {
            Description = "Connect again when the broker goes, and send again what it didn't acknowledge",
        };

        var command = new Command(
            "load", "Send as many devices would: achieved rate, latency of acknowledgement, errors")
        {
            root, prefix, devices, rate, connections, qos, duration, messages, payload, window, journal, reconnect,
        };
        broker.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new LoadOptions
            {
                Broker = broker.Read(parsed),
                Root = parsed.GetValue(root)!,
                Prefix = parsed.GetValue(prefix)!,
                Devices = parsed.GetValue(devices),
                Rate = parsed.GetValue(rate),
                Connections = parsed.GetValue(connections),
                Qos = parsed.GetValue(qos),
                Duration = Spans.Parse("--duration", parsed.GetValue(duration)!),
                Messages = parsed.GetValue(messages),
                Payload = parsed.GetValue(payload),
                Window = parsed.GetValue(window),
                Journal = parsed.GetValue(journal),
                Reconnect = parsed.GetValue(reconnect),
            };
            if (options.Validate() is { Count: > 0 } errors)
                throw new UsageException(string.Join("; ", errors.Select(static error => "--" + error)));
            try
            {
                var load = new LoadRun(options, TimeProvider.System, new LineLogger(output));
                var result = await load.RunAsync(cancellation);
                Print(output, result);
                return result.Acknowledged == result.Sent ? 0 : 1;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"--journal: {e.Message}");
            }
        });
        return command;
    }

    private static void Print(TextWriter output, LoadResult result)
    {
        var (p50, p99, p999, max) = (result.Latency.P50, result.Latency.P99, result.Latency.P999, result.Latency.Max);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"sent {result.Sent}, acknowledged {result.Acknowledged}, refused {result.Refused}, "
            + $"unknown {result.Unknown}, reconnects {result.Reconnects}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Rate:0} msg/s over {result.Elapsed.TotalSeconds:0.00} s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"acknowledged within ms: p50 {p50:0.00}, p99 {p99:0.00}, p99.9 {p999:0.00}, max {max:0.00}"));
    }
}
