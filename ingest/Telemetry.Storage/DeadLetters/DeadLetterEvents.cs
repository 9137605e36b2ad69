using Microsoft.Extensions.Logging;

namespace Telemetry.Storage.DeadLetters;

internal static partial class DeadLetterEvents
{
    [LoggerMessage(
        2100, LogLevel.Information, "Dead letters opened in {Folder}: {Count} counted so far, {Bytes} bytes")]
    public static partial void Opened(ILogger log, string folder, long count, long bytes);

    [LoggerMessage(2101, LogLevel.Warning,
        "{File} ended in {Bytes} unfinished bytes, as a power cut or kill leaves them; they were cut. Their message "
        + "had not " +
        "been acknowledged, so it is delivered again")]
    public static partial void TailCut(ILogger log, string file, long bytes);

    [LoggerMessage(2102, LogLevel.Error,
        "{Lines} dead letters in {File} fail their checksum and are passed over; the disk changed what it had "
        + "confirmed")]
    public static partial void LinesDamaged(ILogger log, string file, long lines);

    [LoggerMessage(2103, LogLevel.Error,
        "Dead letters fill their quota of {MaxSize} bytes: from now on 1 in {SampleEvery} is kept, all are counted. " +
        "Mend what is rejected, then move old files out of {Folder}")]
    public static partial void OverQuota(ILogger log, long maxSize, int sampleEvery, string folder);

    [LoggerMessage(2104, LogLevel.Warning,
        "Topic {Topic} sends more than {Limit} rejected objects a minute ({Reason}: {Detail}): 1 in {SampleEvery} is "
        + "kept, all are counted")]
    public static partial void TopicFloods(
        ILogger log, string topic, int limit, string reason, string detail, int sampleEvery);

    [LoggerMessage(2105, LogLevel.Error,
        "No room for dead letters of lines that the store refused: its writer waits until there is")]
    public static partial void RefusedLinesWait(ILogger log);
}
