using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Ledger;

internal sealed class LedgerBook(OperationalDatabase database) : ILedger
{
    private static readonly string AccountKind = WireNames.Of(LedgerKind.Account);
    private static readonly string SignInKind = WireNames.Of(LedgerKind.SignIn);

    public Task<LedgerPage> ReadAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, LedgerQuery.MostRows);
        return database.AskAsync(
            context =>
            {
                var rows = Filter(context.Ledger, query).OrderByDescending(row => row.Id).Take(query.Limit + 1)
                    .ToList();
                long? next = rows.Count > query.Limit ? rows[query.Limit - 1].Id : null;
                return new LedgerPage([.. rows.Take(query.Limit).Select(RowOf)], next);
            },
            cancellationToken);
    }

    /// <summary>A row, in the transaction of the change it tells of.</summary>
    internal static LedgerEntry Entry(
        DateTimeOffset at, Actor actor, LedgerKind kind, string subject, DateOnly? day, LedgerMonth? month, string why,
        string? before, string? after) => new()
        {
            AtMs = at.ToUnixTimeMilliseconds(),
            Actor = actor.ToString(),
            Kind = WireNames.Of(kind),
            Subject = subject,
            Day = day,
            Month = month?.ToString(),
            Why = why,
            Before = before,
            After = after,
        };

    private static IQueryable<LedgerEntry> Filter(IQueryable<LedgerEntry> rows, LedgerQuery query)
    {
        if (query.From is { } from)
        {
            var fromMs = from.ToUnixTimeMilliseconds();
            rows = rows.Where(row => row.AtMs >= fromMs);
        }
        if (query.To is { } to)
        {
            var toMs = to.ToUnixTimeMilliseconds();
            rows = rows.Where(row => row.AtMs < toMs);
        }
        // A row of a month counts as its first day: it is not before a day if its month is after the day before's.
        if (query.FromDay is { } fromDay && fromDay > DateOnly.MinValue)
        {
            var monthBefore = LedgerMonth.Of(fromDay.AddDays(-1)).ToString();
            rows = rows.Where(row => row.Day >= fromDay || string.Compare(row.Month, monthBefore) > 0);
        }
        if (query.ToDay is { } toDay && toDay > DateOnly.MinValue)
        {
            var lastMonth = LedgerMonth.Of(toDay.AddDays(-1)).ToString();
            rows = rows.Where(row => row.Day < toDay || string.Compare(row.Month, lastMonth) <= 0);
        }
        if (query.Kind is { } kind)
        {
            var name = WireNames.Of(kind);
            rows = rows.Where(row => row.Kind == name);
        }
        if (query.HidesAccounts) rows = rows.Where(row => row.Kind != AccountKind && row.Kind != SignInKind);
        if (query.Subject is { } subject) rows = rows.Where(row => row.Subject == subject);
        if (query.Actor is { } actor)
        {
            var name = actor.ToString();
            rows = rows.Where(row => row.Actor == name);
        }
        if (query.Before is { } before) rows = rows.Where(row => row.Id < before);
        return rows;
    }

    private static LedgerRow RowOf(LedgerEntry row) => new(
        row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), Actor.Parse(row.Actor),
        WireNames.TryParse<LedgerKind>(row.Kind, out var kind)
            ? kind
            : throw new InvalidDataException($"row {row.Id} of the ledger has an unknown kind '{row.Kind}'"),
        row.Subject, row.Day, row.Month is null ? null : LedgerMonth.Parse(row.Month), row.Why, row.Before, row.After);
}
