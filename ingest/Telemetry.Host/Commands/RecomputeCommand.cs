using System.CommandLine;
using Telemetry.Host.Requests;

namespace Telemetry.Host.Commands;

/// <summary>
/// <c>telemetry recompute --from --to [--plant]</c>: derives local days anew from the readings in the store. Nothing
/// that the host noticed by itself needs it; it is for a store that others have written to, and for doubts.
/// </summary>
internal static class RecomputeCommand
{
    private static readonly Option<DateOnly> From = new("--from")
    {
        Description = "First local day, such as 2026-03-01.", Required = true,
    };

    private static readonly Option<DateOnly> To = new("--to")
    {
        Description = "Last local day, inclusive.", Required = true,
    };

    private static readonly Option<string?> Plant = new("--plant")
    {
        Description = "Only this plant's meters, its days and the rates it takes part in; all where left out.",
    };

    public static Command Create()
    {
        var command = new Command("recompute", "Derives hours, days and rates anew from the stored readings.")
        {
            From, To, Plant,
        };
        CommandLine.SetBody(command, static async (options, parsed, cancellationToken) =>
        {
            var days = new RecomputeDays(parsed.GetValue(From), parsed.GetValue(To), parsed.GetValue(Plant));
            var answer = await HostRequests.AskAsync(options, new HostRequest(Recompute: days), cancellationToken);
            if (answer?.RecomputedDays is not { } done) return HostRequests.Explain(answer);
            Console.WriteLine($"{done} days derived anew; {answer.ChangedRows} values became others.");
            return 0;
        });
        return command;
    }
}
