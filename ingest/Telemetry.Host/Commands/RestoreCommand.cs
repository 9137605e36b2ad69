using System.CommandLine;
using Telemetry.Host.Options;
using Telemetry.Storage.Backup;

namespace Telemetry.Host.Commands;

/// <summary>
/// <c>telemetry restore FILE</c>: puts an archive back into the data folder of a host that does not run.
/// </summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Archive = new("file") { Description = "As telemetry backup made it." };

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The data folder to make; Telemetry:Host:DataFolder by default.",
    };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "Replace a folder with something in it; it is kept under another name.",
    };

    public static Command Create()
    {
        var command =
            new Command("restore", "Checks an archive and makes the data folder from it.") { Archive, To, Replace };
        CommandLine.SetBody(command, static async (options, parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(To) ?? options.Host.DataFolder;
            try
            {
                var receipt = await BackupArchive.RestoreAsync(
                    parsed.GetValue(Archive)!, Path.GetFullPath(folder), parsed.GetValue(Replace), TimeProvider.System,
                    cancellationToken);
                Console.WriteLine(
                    $"{receipt.Manifest.Files.Count} files of {receipt.Manifest.CreatedAt:O} restored to "
                    + $"{Path.GetFullPath(folder)}");
                if (receipt.PutAside is { } aside) Console.WriteLine($"what was there is now {aside}");
                return 0;
            }
            catch (BackupRefusedException refused)
            {
                throw new StartRefusedException(refused.Message);
            }
        });
        return command;
    }
}
