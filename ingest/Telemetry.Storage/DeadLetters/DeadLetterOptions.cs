using System.ComponentModel.DataAnnotations;

namespace Telemetry.Storage.DeadLetters;

/// <summary>Where rejected objects are kept, and how much of a flood of them.</summary>
public sealed class DeadLetterOptions
{
    /// <summary>Folder of the files, on a local disk; <c>data/dead-letters</c> by default.</summary>
    [Required]
    public string Folder { get; set; } = Path.Combine("data", "dead-letters");

    /// <summary>
    /// Bytes to keep; 1 GiB by default. Beyond it letters are sampled, and a tenth beyond that only counted, until
    /// someone moves old files away: none is ever deleted by the host. Lines that the store refused are kept all the
    /// same.
    /// </summary>
    [Range(65536, long.MaxValue)]
    public long MaxSize { get; set; } = 1L << 30;

    /// <summary>Bytes after which a new file is begun, as it is every day (UTC); 16 MiB by default.</summary>
    [Range(4096, 1L << 30)]
    public long FileSize { get; set; } = 16L << 20;

    /// <summary>
    /// Letters a minute kept whole for one topic; 100 by default. Beyond it they are sampled. Lines that the store
    /// refused have no topic and are exempt: they had been acknowledged.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int FullPerTopicAndMinute { get; set; } = 100;

    /// <summary>
    /// Of letters that are sampled, one in so many is kept, its first 256 bytes; 100 by default. All are counted.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int SampleEvery { get; set; } = 100;
}
