using System.ComponentModel.DataAnnotations;

namespace Telemetry.Host.Registry;

/// <summary>Where the registry is, and how closely it is watched.</summary>
public sealed class RegistryOptions
{
    public const string Section = "Telemetry:Registry";

    /// <summary>
    /// The registry's file; the shipped reference city by default. A relative path is looked for in the working
    /// directory, then beside the program.
    /// </summary>
    [Required(ErrorMessage = "is empty; give the path of the registry's JSON file")]
    public string Path { get; set; } = "cities/zhoushan-2009.json";

    /// <summary>How often the file is looked at for a change; 2 s by default, 100 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00",
        ErrorMessage = "00:00:00.1 to 01:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long changed content has to stay the same before it is believed, so that a half-written file is not; 300 ms
    /// by default, up to 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00",
        ErrorMessage = "00:00:00 to 00:01:00")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromMilliseconds(300);
}
