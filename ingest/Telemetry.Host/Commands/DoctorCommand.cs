using System.CommandLine;
using System.Text;
using Telemetry.Host.Doctor;
using Telemetry.Host.Doctor.Checks;
using Telemetry.Host.Options;

namespace Telemetry.Host.Commands;

/// <summary>
/// <c>telemetry doctor</c>: looks at everything the host depends on, beside a running one or before the first start.
/// </summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON, for machines." };

    private static readonly Option<string?> MosquittoConf = new("--mosquitto-conf")
    {
        Description = "Settings file of the mosquitto that is used; found by itself where it runs on this machine.",
    };

    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Checks broker, store, disk, registry and clock with the host's settings, and says which limit binds the "
            + "throughput. "
            + "Exit code: 0 fine, 1 a failure, 2 settings refused, 3 warnings only.")
        {
            Json, MosquittoConf,
        };
        CommandLine.SetBody(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(
        TelemetryOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var examination = await Examination.RunAsync(
            Checks(options, parsed.GetValue(MosquittoConf), TimeProvider.System), cancellationToken);
        Console.OutputEncoding = Encoding.UTF8;
        Console.WriteLine(parsed.GetValue(Json) ? Report.AsJson(examination) : Report.AsText(examination));
        return examination.ExitCode;
    }

    private static IEnumerable<IDoctorCheck> Checks(TelemetryOptions options, string? mosquittoConf, TimeProvider time)
    {
        yield return new RegistryCheck(options.Registry, time);
        yield return new ClockCheck(options.Host.Clock, time);
        yield return new StoreCheck(options.Store, time);
        if (options.Roles.Ingest) yield return new DiskCheck(options.Spool, time);
        if (options.Mqtt.IsConfigured) yield return new BrokerCheck(options, mosquittoConf, time);
        if (options.Roles.Broker) yield return new EmbeddedBrokerCheck(options);
        if (options.Roles.Ingest) yield return new ThroughputCheck(options);
    }
}
