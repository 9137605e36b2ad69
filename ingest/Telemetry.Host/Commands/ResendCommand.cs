using System.CommandLine;
using Telemetry.Host.Requests;

namespace Telemetry.Host.Commands;

/// <summary>
/// <c>telemetry resend --from</c>: writes what the spool still keeps to the store once more. For a store that was
/// restored from yesterday's backup; points keep their identity, so nothing is counted twice.
/// </summary>
internal static class ResendCommand
{
    private static readonly Option<DateTimeOffset> From = new("--from")
    {
        Description = "Lines received at this moment or later, such as 2026-03-01T00:00:00+08:00.", Required = true,
    };

    public static Command Create()
    {
        var command =
            new Command("resend", "Writes delivered lines that the spool still keeps to the store once more.") { From };
        CommandLine.SetBody(command, static async (options, parsed, cancellationToken) =>
        {
            var answer = await HostRequests.AskAsync(
                options, new HostRequest(ResendFrom: parsed.GetValue(From)), cancellationToken);
            if (answer?.ResentLines is not { } lines) return HostRequests.Explain(answer);
            Console.WriteLine($"{lines} lines written once more.");
            if (answer.SkippedLines > 0)
                Console.WriteLine(
                    $"{answer.SkippedLines} lines passed over: the disk was short and their segments made way, or they "
                    + $"are damaged.");
            return 0;
        });
        return command;
    }
}
