namespace Telemetry.Storage.Spool;

/// <summary>A place between two blocks of the spool.</summary>
/// <param name="Segment">The segment's number, which is also its file's name.</param>
/// <param name="Offset">Byte offset of the next block's frame in it.</param>
/// <param name="Line">Number of lines ever spooled before this place.</param>
public readonly record struct SpoolPosition(long Segment, long Offset, long Line) : IComparable<SpoolPosition>
{
    public int CompareTo(SpoolPosition other) =>
        Segment != other.Segment ? Segment.CompareTo(other.Segment) : Offset.CompareTo(other.Offset);

    public static bool operator <(SpoolPosition left, SpoolPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(SpoolPosition left, SpoolPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(SpoolPosition left, SpoolPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SpoolPosition left, SpoolPosition right) => left.CompareTo(right) >= 0;
}

/// <summary>How far a store has come, with its side of the books, counted where the store answered.</summary>
/// <param name="Spool">Which spool the position belongs to: a fresh spool folder gets a fresh id.</param>
/// <param name="Stored">Lines ever stored from that spool.</param>
/// <param name="Rejected">Lines ever refused for good by the store.</param>
public sealed record SpoolCursor(Guid Spool, SpoolPosition Position, long Stored, long Rejected);
