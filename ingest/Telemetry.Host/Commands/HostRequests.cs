using Telemetry.Host.Composition;
using Telemetry.Host.Options;
using Telemetry.Host.Requests;

namespace Telemetry.Host.Commands;

/// <summary>Lays a request into the data folder and waits for the host's answer.</summary>
internal static class HostRequests
{
    private static readonly TimeSpan AnswerPoll = TimeSpan.FromMilliseconds(200);

    /// <returns>Null where no host runs on the folder: the request waits for its next start.</returns>
    public static async Task<HostAnswer?> AskAsync(
        TelemetryOptions options, HostRequest request, CancellationToken cancellationToken)
    {
        var dataFolder = Path.GetFullPath(options.Host.DataFolder);
        if (!Directory.Exists(dataFolder))
            throw new StartRefusedException(
                $"Telemetry:Host:DataFolder {dataFolder} does not exist: name the folder of the host that is meant");
        var folder = new RequestFolder(dataFolder);
        var name = await folder.AskAsync(request, cancellationToken);
        while (DataFolder.IsHeld(dataFolder))
        {
            if (await folder.TakeAnswerAsync(name, cancellationToken) is { } answer) return answer;
            await Task.Delay(AnswerPoll, TimeProvider.System, cancellationToken);
        }
        return null;
    }

    /// <summary>Says what came of a request that has no report, and gives the exit code.</summary>
    public static int Explain(HostAnswer? answer)
    {
        if (answer is null)
        {
            Console.WriteLine("No host runs on this data folder. The request is kept and done at its next start.");
            return 0;
        }
        Console.Error.WriteLine($"telemetry: {answer.Error}");
        return CommandLine.Failed;
    }
}
