using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Telemetry.Storage.Operations;

/// <summary>The operational store: where its file is, and how long it is waited for.</summary>
public sealed class OperationsOptions
{
    /// <summary>How the file is called where nothing else is said; a backup knows it by this.</summary>
    public const string FileName = "operations.db";

    /// <summary>
    /// The database file, on a local disk; <c>operations.db</c> in the host's data folder by default. Its folder is
    /// made where it is missing. Processes of one machine may share it.
    /// </summary>
    [Required]
    public string Path { get; set; } = System.IO.Path.Combine("data", FileName);

    /// <summary>
    /// How long a change waits for another process that is writing, before it fails; 10 seconds by default, 1 second to
    /// 5 minutes.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Every error at once: the option, the wrong value, and what is allowed.</summary>
    public IEnumerable<string> Validate()
    {
        const string Section = "Telemetry:Operations";
        if (string.IsNullOrWhiteSpace(Path))
            yield return $"{Section}:Path is empty: name a file on a local disk, such as data/operations.db";
        else if (Directory.Exists(Path))
            yield return $"{Section}:Path '{Path}': is a folder; name a file in it, such as operations.db";
        if (BusyTimeout < TimeSpan.FromSeconds(1) || BusyTimeout > TimeSpan.FromMinutes(5))
        {
            yield return $"{Section}:BusyTimeout '{BusyTimeout.ToString("c", CultureInfo.InvariantCulture)}': "
                + "1 second to 5 minutes, such as 00:00:10";
        }
    }
}
