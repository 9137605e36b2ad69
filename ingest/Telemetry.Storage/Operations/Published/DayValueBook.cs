using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Published;

internal sealed class DayValueBook(OperationalDatabase database, TimeProvider time) : IDayValues
{
    /// <summary>Nothing was given out yet.</summary>
    private static readonly string Provisional = WireNames.Of(DayState.Provisional);

    public Task<IReadOnlyList<PublishReceipt>> PublishAsync(
        IReadOnlyCollection<DayValue> values, Actor actor, CancellationToken cancellationToken) =>
        database.ChangeAsync<IReadOnlyList<PublishReceipt>>(
            context =>
            {
                var now = time.GetUtcNow();
                return [.. values.Select(value => Publish(context, value, actor, now))];
            },
            cancellationToken);

    public Task<PublishedDayValue?> FindAsync(
        ValueSubject subject, DateOnly day, CancellationToken cancellationToken)
    {
        var name = subject.ToString();
        return database.AskAsync(
            context => context.DayValues.Find(name, day) is { } row && row.State != Provisional ? ValueOf(row) : null,
            cancellationToken);
    }

    public Task<IReadOnlyList<PublishedDayValue>> ListAsync(
        ValueSubject? subject, DateOnly from, DateOnly until, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<PublishedDayValue>>(
            context =>
            {
                var rows = context.DayValues.Where(
                    row => row.Day >= from && row.Day < until && row.State != Provisional);
                if (subject?.ToString() is { } name) rows = rows.Where(row => row.Subject == name);
                return [.. rows.OrderBy(row => row.Subject).ThenBy(row => row.Day).AsEnumerable().Select(ValueOf)];
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<ValueSubject, PublishedDayValue>> OnAsync(
        IReadOnlyCollection<ValueSubject> subjects, DateOnly day, CancellationToken cancellationToken)
    {
        string[] names = [.. subjects.Select(static subject => subject.ToString())];
        return database.AskAsync<IReadOnlyDictionary<ValueSubject, PublishedDayValue>>(
            context => context.DayValues
                .Where(row => names.Contains(row.Subject) && row.Day == day && row.State != Provisional)
                .AsEnumerable().Select(ValueOf).ToDictionary(static value => value.Subject),
            cancellationToken);
    }

    public Task<IReadOnlyList<DayValueTime>> TimesAsync(
        DateOnly from, DateOnly until, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<DayValueTime>>(
            context =>
            [
                .. context.DayValues.Where(row => row.Day >= from && row.Day < until)
                    .OrderBy(row => row.Subject).ThenBy(row => row.Day)
                    .Select(row => new { row.Subject, row.Day, row.AtMs }).AsEnumerable()
                    .Select(row => new DayValueTime(
                        ValueSubject.Parse(row.Subject), row.Day, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs))),
            ],
            cancellationToken);

    private static PublishReceipt Publish(
        OperationsContext context, DayValue value, Actor actor, DateTimeOffset now)
    {
        var subject = value.Subject.ToString();
        var row = context.DayValues.Find(subject, value.Day);
        if (row is null)
        {
            context.DayValues.Add(new DayValueRow
            {
                Subject = subject,
                Day = value.Day,
                State = value.State,
                Values = value.Values.Json,
                AtMs = now.ToUnixTimeMilliseconds(),
            });
            return new PublishReceipt(value.Subject, value.Day, 0, null);
        }
        var isFirst = row.State == Provisional;
        if (isFirst || row.Values == value.Values.Json)
        {
            if (value.IsOther || row.State != value.State || row.Values != value.Values.Json)
                row.AtMs = now.ToUnixTimeMilliseconds();
            row.Values = value.Values.Json;
            // What was given out once is not taken back.
            if (isFirst || value.State != Provisional) row.State = value.State;
            return new PublishReceipt(value.Subject, value.Day, row.Revision, null);
        }
        var before = ValueOf(row);
        context.Ledger.Add(LedgerBook.Entry(
            now, actor, LedgerKind.DayValue, subject, value.Day, null, value.Cause.InWords(),
            before.Values.With("state", before.State).Json, value.Values.With("state", value.State).Json));
        row.State = value.State;
        row.Values = value.Values.Json;
        row.Revision++;
        row.AtMs = now.ToUnixTimeMilliseconds();
        return new PublishReceipt(value.Subject, value.Day, row.Revision, before);
    }

    private static PublishedDayValue ValueOf(DayValueRow row) => new(
        ValueSubject.Parse(row.Subject), row.Day, row.State, ValueSet.Parse(row.Values), row.Revision,
        DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs));
}
