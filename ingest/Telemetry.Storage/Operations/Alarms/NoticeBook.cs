using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Alarms;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Alarms;

internal sealed class NoticeBook(OperationalDatabase database) : INotices
{
    public Task<IReadOnlyList<Notice>> DueAsync(
        string channel, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        return database.AskAsync<IReadOnlyList<Notice>>(
            context =>
            [
                .. context.Notices
                    .Where(row => row.Channel == channel && row.SentMs == null && row.GivenUpMs == null
                        && row.NextMs <= nowMs)
                    .OrderBy(row => row.Id).Take(limit).AsEnumerable()
                    .Select(static row => new Notice(
                        row.Id, row.Channel, new AlarmId(row.Alarm), row.Content,
                        DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Attempts)),
            ],
            cancellationToken);
    }

    public Task SentAsync(long id, DateTimeOffset at, CancellationToken cancellationToken) => ChangeAsync(
        id,
        row =>
        {
            row.Attempts++;
            row.SentMs = at.ToUnixTimeMilliseconds();
            row.Error = null;
        },
        cancellationToken);

    public Task FailedAsync(
        long id, DateTimeOffset? next, DateTimeOffset at, string error, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            row =>
            {
                row.Attempts++;
                row.Error = error;
                if (next is { } again) row.NextMs = again.ToUnixTimeMilliseconds();
                else row.GivenUpMs = at.ToUnixTimeMilliseconds();
            },
            cancellationToken);

    /// <summary>In the transaction of what it tells of.</summary>
    internal static void Add(OperationsContext context, IEnumerable<NewNotice> notices, DateTimeOffset at)
    {
        var atMs = at.ToUnixTimeMilliseconds();
        foreach (var notice in notices)
        {
            context.Notices.Add(new NoticeRow
            {
                Channel = notice.Channel, Alarm = notice.Alarm.Value, Content = notice.Content, AtMs = atMs,
                NextMs = atMs,
            });
        }
    }

    private Task<bool> ChangeAsync(long id, Action<NoticeRow> change, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                if (context.Notices.Find(id) is not { } row) return false;
                change(row);
                return true;
            },
            cancellationToken);
}
