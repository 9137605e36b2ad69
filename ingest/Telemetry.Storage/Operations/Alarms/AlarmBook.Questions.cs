using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Alarms;

internal sealed partial class AlarmBook
{
    public Task<IReadOnlyList<Alarm>> OpenAsync(DateTimeOffset returnedSince, CancellationToken cancellationToken)
    {
        var sinceMs = returnedSince.ToUnixTimeMilliseconds();
        return database.AskAsync<IReadOnlyList<Alarm>>(
            context =>
            [
                .. context.Alarms.Where(row => row.ClosedMs == null)
                    .Concat(context.Alarms.Where(row => row.ClosedMs != null && row.ReturnedMs >= sinceMs))
                    .AsEnumerable().OrderBy(static row => row.RaisedMs).ThenBy(static row => row.Id)
                    .Select(AlarmRowing.AlarmOf),
            ],
            cancellationToken);
    }

    public Task<Alarm?> FindAsync(AlarmId id, CancellationToken cancellationToken) => database.AskAsync(
        context => context.Alarms.Find(id.Value) is { } row ? AlarmRowing.AlarmOf(row) : null, cancellationToken);

    public Task<IReadOnlyList<AlarmEvent>> EventsAsync(AlarmId id, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<AlarmEvent>>(
            context =>
            [
                .. context.AlarmEvents.Where(row => row.Alarm == id.Value).OrderBy(row => row.Id).AsEnumerable()
                    .Select(AlarmRowing.EventOf),
            ],
            cancellationToken);

    public Task<IReadOnlyList<AlarmCount>> CountAsync(CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<AlarmCount>>(
            context =>
            [
                .. context.Alarms.Where(row => row.ClosedMs == null).AsEnumerable().Select(AlarmRowing.AlarmOf)
                    .GroupBy(static alarm => (alarm.State, alarm.Priority))
                    .OrderBy(static group => group.Key.State).ThenByDescending(static group => group.Key.Priority)
                    .Select(static group => new AlarmCount(group.Key.State, group.Key.Priority, group.Count())),
            ],
            cancellationToken);

    public Task<AlarmPage> ReadAsync(AlarmQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, AlarmQuery.MostRows);
        return database.AskAsync(
            context =>
            {
                var rows = Filter(context.Alarms, query)
                    .OrderByDescending(row => row.RaisedMs).ThenByDescending(row => row.Id)
                    .Take(query.Limit + 1).ToList();
                var next = rows.Count > query.Limit ? AlarmRowing.CursorOf(rows[query.Limit - 1]) : null;
                return new AlarmPage([.. rows.Take(query.Limit).Select(AlarmRowing.AlarmOf)], next);
            },
            cancellationToken);
    }

    private static IQueryable<AlarmRow> Filter(IQueryable<AlarmRow> rows, AlarmQuery query)
    {
        rows = query.State is { } state ? InState(rows, state) : rows;
        if (query.Open is { } open) rows = rows.Where(row => row.ClosedMs == null == open);
        if (query.Rule is { } rule)
        {
            var name = WireNames.Of(rule);
            rows = rows.Where(row => row.Rule == name);
        }
        if (query.LeastPriority is { } priority) rows = rows.Where(row => row.Priority >= (int)priority);
        if (query.Asset is { } asset) rows = rows.Where(row => row.Asset == asset);
        if (query.Group is { } group) rows = rows.Where(row => row.FloodGroup == group);
        if (query.District is { } district) rows = rows.Where(row => row.District == district);
        if (query.From is { } from)
        {
            var fromMs = from.ToUnixTimeMilliseconds();
            rows = rows.Where(row => row.RaisedMs >= fromMs);
        }
        if (query.To is { } to)
        {
            var toMs = to.ToUnixTimeMilliseconds();
            rows = rows.Where(row => row.RaisedMs < toMs);
        }
        if (query.After is { } after && AlarmRowing.ParseCursor(after) is var (ms, id))
            rows = rows.Where(row => row.RaisedMs < ms || (row.RaisedMs == ms && string.Compare(row.Id, id) < 0));
        return rows;
    }

    /// <summary>As <see cref="Alarm.State"/> says it.</summary>
    private static IQueryable<AlarmRow> InState(IQueryable<AlarmRow> rows, AlarmState state) => state switch
    {
        AlarmState.Cleared => rows.Where(row => row.ClosedMs != null),
        AlarmState.Shelved => rows.Where(row => row.ClosedMs == null && row.ShelfBy != null),
        AlarmState.Unacknowledged => rows.Where(row =>
            row.ClosedMs == null && row.ShelfBy == null && row.Active && row.AckBy == null),
        AlarmState.Acknowledged => rows.Where(row =>
            row.ClosedMs == null && row.ShelfBy == null && row.Active && row.AckBy != null),
        _ => rows.Where(row => row.ClosedMs == null && row.ShelfBy == null && !row.Active && row.AckBy == null),
    };
}
