using System.Net;
using Telemetry.Host.Doctor.Verdicts;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Probing;

namespace Telemetry.Host.Doctor.Checks;

/// <summary>A broker of one's own.</summary>
/// <param name="options">Where it is.</param>
/// <param name="mosquittoFile">Its settings where the person named them; null looks for a mosquitto on this
/// machine.</param>
/// <param name="time">For measures.</param>
internal sealed class BrokerCheck(TelemetryOptions options, string? mosquittoFile, TimeProvider time) : IDoctorCheck
{
    public string Subject => "broker";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(Figures figures, CancellationToken stopping)
    {
        var seen = await new BrokerProbe(options.Mqtt, options.Host.Name, time).LookAsync(stopping);
        figures.Window = seen.Limits?.InFlight;
        figures.WindowIsMore = seen.Limits?.InFlightIsMore ?? false;
        figures.RoundTrip = seen.RoundTrip;
        figures.BrokerCanShare = seen.Greeting?.SharedSubscriptions;
        return [.. BrokerVerdict.Of(seen, options.Mqtt), .. OfFile(seen)];
    }

    private IEnumerable<Finding> OfFile(BrokerSighting seen)
    {
        var queueIsKnown = seen.Limits is { Queued: not null, QueuedIsMore: false };
        if (mosquittoFile is not null) return ReadFile(mosquittoFile, queueIsKnown);
        if (seen.Unreachable is not null) return [];
        if (IsHere(options.Mqtt.Host) && MosquittoProcess.FindFile(options.Mqtt.EffectivePort) is { } found)
            return MosquittoVerdict.Of(found, queueIsKnown);
        return
        [
            Finding.Note(
                "whether sessions outlive a restart of the broker can't be seen from here", "",
                "compare its settings with deploy/mosquitto/mosquitto.conf; --mosquitto-conf FILE checks a copy of "
                    + "them"),
        ];
    }

    private static IEnumerable<Finding> ReadFile(string path, bool queueIsKnown)
    {
        try
        {
            return [.. MosquittoVerdict.Of(MosquittoFile.Read(path), queueIsKnown)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return
            [
                Finding.Failure(
                    $"--mosquitto-conf {path} can't be read ({exception.Message})",
                    "the broker's persistence is not known",
                    "name a file that can be read"),
            ];
        }
    }

    private static bool IsHere(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip))
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);
}
