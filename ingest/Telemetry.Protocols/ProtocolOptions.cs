using System.ComponentModel.DataAnnotations;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols;

/// <summary>What is taken from devices, and within which limits.</summary>
public sealed class ProtocolOptions
{
    /// <summary>
    /// The topic below which devices publish; <c>sanitation</c> by default. No slash at either end, no wildcard.
    /// </summary>
    [Required]
    [RegularExpression("^[^/+#]+(/[^/+#]+)*$", ErrorMessage = "a topic without a slash at either end, + or #")]
    public string TopicRoot { get; set; } = "sanitation";

    /// <summary>
    /// What becomes of readings from assets that the registry does not know; accepted and listed by default.
    /// </summary>
    public UnknownAssetPolicy UnknownAssets { get; set; } = UnknownAssetPolicy.Accept;

    /// <summary>
    /// How many unregistered assets are listed, and under the policy Accept accepted; 1,000 by default.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxUnregisteredAssets { get; set; } = UnregisteredAssets.DefaultLimit;

    /// <summary>Longest payload in bytes, beyond which it is <c>too_large</c>; 262,144 (256 KiB) by default.</summary>
    [Range(1_024, 268_435_455)]
    public int MaxPayloadBytes { get; set; } = 256 * 1024;

    /// <summary>How far a reading's time may be ahead of this host's clock; 5 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FutureTolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How old a reading may be, to match the store's retention; without a limit by default. Readings before
    /// 2000-01-01 are too old in any case: a clock that was never set.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Longest text in one key, in UTF-16 characters; 512 by default.</summary>
    [Range(16, 65_536)]
    public int MaxTextLength { get; set; } = 512;

    /// <summary>Parameters of one quality point in one object; 100 by default.</summary>
    [Range(1, 1_000)]
    public int MaxQualityParameters { get; set; } = 100;

    /// <summary>
    /// Different quality parameters that this host takes altogether since its start; 1,000 by default.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxQualityParameterNames { get; set; } = QualityParameters.DefaultLimit;
}
