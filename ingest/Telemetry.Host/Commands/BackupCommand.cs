using System.CommandLine;
using System.Globalization;
using Telemetry.Host.Options;
using Telemetry.Storage.Backup;

namespace Telemetry.Host.Commands;

/// <summary><c>telemetry backup FILE</c>: everything this host keeps in one archive, while it runs.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Archive =
        new("file") { Description = "The archive to make, outside the data folder." };

    public static Command Create()
    {
        var command = new Command(
            "backup",
            "Copies the data folder (embedded store, spool, dead letters) and the registry into one archive, while the "
            + "host runs.")
        {
            Archive,
        };
        CommandLine.SetBody(command, static async (options, parsed, cancellationToken) =>
        {
            try
            {
                var archive = parsed.GetValue(Archive)!;
                string[] others = File.Exists(options.Registry.Path) ? [Path.GetFullPath(options.Registry.Path)] : [];
                var manifest = await BackupArchive.CreateAsync(
                    new BackupPlan(Path.GetFullPath(options.Host.DataFolder), others), archive, TimeProvider.System,
                    cancellationToken);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{manifest.Files.Count} files, {manifest.Files.Sum(file => file.Bytes):N0} bytes in "
                    + $"{Path.GetFullPath(archive)}"));
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
