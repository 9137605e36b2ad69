using Telemetry.Domain.Alarms;
using Telemetry.Storage.Operations.Alarms;

namespace Telemetry.Storage.Notices;

/// <summary>A way to tell people, or a program of theirs, of an alarm.</summary>
public interface INoticeChannel
{
    /// <summary>Names it in the store; never changes.</summary>
    string Name { get; }

    /// <summary>What is less pressing isn't told on it.</summary>
    AlarmPriority LeastPriority { get; }

    /// <summary>Sends one notice; what stands in the way is a value.</summary>
    Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken);
}

/// <summary>What came of sending a notice.</summary>
/// <param name="Error">For people, with no secret in it; null where it was sent.</param>
/// <param name="IsFinal">Sending the same again is of no use: the receiver refuses it for good.</param>
public readonly record struct Delivery(string? Error, bool IsFinal)
{
    public static readonly Delivery Sent = new(null, false);

    public bool IsSent => Error is null;

    public static Delivery Again(string error) => new(error, false);

    public static Delivery Refused(string error) => new(error, true);
}

/// <summary>
/// When a notice that failed is tried again: 30 s, doubled each time, an hour at most; given up after three days.
/// </summary>
public static class NoticeSchedule
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);

    /// <param name="notice">As it was before this attempt.</param>
    /// <param name="now">When the attempt failed.</param>
    /// <returns>Null: it is given up.</returns>
    public static DateTimeOffset? Next(Notice notice, DateTimeOffset now)
    {
        if (now - notice.At >= GivenUpAfter) return null;
        var wait = First * Math.Pow(2, Math.Min(notice.Attempts, 10));
        return now + (wait < Longest ? wait : Longest);
    }
}
