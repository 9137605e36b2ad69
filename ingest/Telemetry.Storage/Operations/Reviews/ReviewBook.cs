using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Reviews;

internal sealed class ReviewBook(OperationalDatabase database, TimeProvider time) : IReviews
{
    private const int LongestNote = 1_000;

    public Task<Review> ReviewAsync(
        PlantId plant, DateOnly day, int revision, string note, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(revision);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note.Length, LongestNote);
        var who = actor.ToString();
        return database.ChangeAsync(
            context =>
            {
                var same = context.Reviews.FirstOrDefault(row =>
                    row.Plant == plant.Value && row.Day == day && row.Revision == revision && row.Actor == who);
                if (same is not null) return ReviewOf(same);
                var now = time.GetUtcNow();
                var row = new ReviewRow
                {
                    Plant = plant.Value,
                    Day = day,
                    Revision = revision,
                    Actor = who,
                    AtMs = now.ToUnixTimeMilliseconds(),
                    Note = note,
                };
                context.Reviews.Add(row);
                var seen = ValueSet.Of(("revision", revision)).Json;
                context.Ledger.Add(LedgerBook.Entry(
                    now, actor, LedgerKind.Review, ValueSubject.Of(plant).ToString(), day, null, note, null, seen));
                context.SaveChanges();
                return ReviewOf(row);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<Review>> ListAsync(
        PlantId? plant, DateOnly from, DateOnly until, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<Review>>(
            context =>
            {
                var rows = context.Reviews.Where(row => row.Day >= from && row.Day < until);
                if (plant is { } one) rows = rows.Where(row => row.Plant == one.Value);
                return [.. rows.OrderBy(row => row.Id).AsEnumerable().Select(ReviewOf)];
            },
            cancellationToken);

    private static Review ReviewOf(ReviewRow row) => new(
        row.Id, new PlantId(row.Plant), row.Day, row.Revision, Actor.Parse(row.Actor),
        DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Note);
}
