using Telemetry.Domain.Alarms;

namespace Telemetry.Storage.Operations.Alarms;

/// <summary>Something to be told on one channel, written in the transaction that made it so.</summary>
/// <param name="Channel">Such as <c>webhook</c> or <c>mail</c>.</param>
/// <param name="Content">As the channel wants it.</param>
public sealed record NewNotice(string Channel, AlarmId Alarm, string Content);

/// <param name="Id">
/// In the order of writing; the same at every attempt, so that a receiver can tell a repetition.
/// </param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record Notice(long Id, string Channel, AlarmId Alarm, string Content, DateTimeOffset At, int Attempts);

/// <summary>
/// What waits to be told to people. A notice is sent at least once: a process that ends between sending it and saying
/// so sends it again, under the same id.
/// </summary>
public interface INotices
{
    /// <summary>Those that are due on a channel, oldest first.</summary>
    Task<IReadOnlyList<Notice>> DueAsync(
        string channel, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    Task SentAsync(long id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <param name="id">Which.</param>
    /// <param name="next">When it is tried again; null: it is given up.</param>
    /// <param name="at">When it failed.</param>
    /// <param name="error">What stood in the way, for people.</param>
    Task FailedAsync(
        long id, DateTimeOffset? next, DateTimeOffset at, string error, CancellationToken cancellationToken);
}
