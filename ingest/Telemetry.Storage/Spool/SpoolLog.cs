using Microsoft.Extensions.Logging;

namespace Telemetry.Storage.Spool;

internal static partial class SpoolLog
{
    [LoggerMessage(2000, LogLevel.Information,
        "Spool {Spool} opened in {Folder}: {Segments} segments, {Lines} lines ever spooled")]
    public static partial void Opened(ILogger log, Guid spool, string folder, int segments, long lines);

    [LoggerMessage(2001, LogLevel.Warning,
        "Segment {Segment} ended in {Bytes} unfinished bytes at {Offset}, as a power cut or kill leaves them; they "
        + "were cut. " +
        "They had not been acknowledged, so their senders deliver them again")]
    public static partial void TailCut(ILogger log, long segment, long offset, long bytes);

    [LoggerMessage(2002, LogLevel.Error,
        "{Bytes} bytes with {Lines} lines at {Offset} of segment {Segment} fail their checksum and were set aside in "
        + "{Folder}; " +
        "everything else goes on. The disk changed what it had confirmed: check it")]
    public static partial void BlockDamaged(
        ILogger log, long segment, long offset, long bytes, long lines, string folder);

    [LoggerMessage(2003, LogLevel.Error,
        "{Lines} lines are missing behind {Offset} of segment {Segment}: a segment file was removed or lost its end")]
    public static partial void LinesMissing(ILogger log, long segment, long offset, long lines);

    [LoggerMessage(2004, LogLevel.Warning,
        "Damaged bytes at {Offset} of segment {Segment} could not be copied to {Folder} because the disk is full; they "
        + "are counted")]
    public static partial void NotSetAside(ILogger log, long segment, long offset, string folder);

    [LoggerMessage(2005, LogLevel.Error,
        "{Count} segment files are missing between {From} and {To}; the spool goes on behind them")]
    public static partial void SegmentsMissing(ILogger log, long count, long from, long to);

    [LoggerMessage(2006, LogLevel.Warning,
        "{File} belongs to another spool ({Other}) and is left alone; its readings are not delivered from here")]
    public static partial void Foreign(ILogger log, string file, Guid other);

    [LoggerMessage(2007, LogLevel.Warning,
        "The spool's id could not be read from {File}; {Spool} is used")]
    public static partial void IdRestored(ILogger log, string file, Guid spool);

    [LoggerMessage(2008, LogLevel.Error,
        "The spool is full ({Why}): nothing is acknowledged until there is room, so brokers and devices keep what they "
        + "have. " +
        "{Pending} bytes wait for the store: is it reachable?")]
    public static partial void Full(ILogger log, string why, long pending);

    [LoggerMessage(2009, LogLevel.Information, "The spool has room again; acknowledgements go on")]
    public static partial void RoomAgain(ILogger log);

    [LoggerMessage(2010, LogLevel.Warning,
        "The store's cursor belongs to spool {Other}, not to {Spool}: everything kept here is sent again, which is "
        + "harmless")]
    public static partial void CursorOfAnotherSpool(ILogger log, Guid other, Guid spool);

    [LoggerMessage(2011, LogLevel.Error,
        "The store's cursor {Cursor} is ahead of the spool's end {End}: the disk lost what it had confirmed, or an old "
        + "copy of the " +
        "folder was put back. What is missing had been stored; the spool goes on behind the cursor")]
    public static partial void CursorAhead(ILogger log, SpoolPosition cursor, SpoolPosition end);

    [LoggerMessage(2012, LogLevel.Error,
        "The store's cursor {Cursor} is behind the oldest segment {Oldest}: {Lines} lines were removed before the "
        + "store had them")]
    public static partial void CursorBehind(ILogger log, SpoolPosition cursor, SpoolPosition oldest, long lines);

    [LoggerMessage(2013, LogLevel.Warning,
        "The store's cursor {Cursor} is not between two blocks; sending starts again at {Start}, which is harmless")]
    public static partial void CursorAskew(ILogger log, SpoolPosition cursor, SpoolPosition start);

    [LoggerMessage(2014, LogLevel.Warning,
        "The cursor file {File} is damaged; sending starts again at the oldest segment, which is harmless")]
    public static partial void CursorDamaged(ILogger log, string file);

    [LoggerMessage(2015, LogLevel.Critical,
        "Writing to disk failed; nothing is acknowledged any more and the host must stop. Brokers and devices deliver "
        + "again after the restart")]
    public static partial void CommitFailed(ILogger log, Exception problem);

    [LoggerMessage(2016, LogLevel.Warning,
        "Stopped with the spool full: {Objects} objects were not acknowledged and will be delivered again")]
    public static partial void StoppedFull(ILogger log, long objects);

    [LoggerMessage(2017, LogLevel.Information, "Segment {Segment} was removed: delivered, and no longer kept")]
    public static partial void SegmentRemoved(ILogger log, long segment);
}
