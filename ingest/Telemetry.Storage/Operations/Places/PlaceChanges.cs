using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Places;

internal sealed class PlaceChanges(OperationalDatabase database, TimeProvider time) : IPlaceChanges
{
    public Task NoteAsync(PlaceChange change, Actor actor, string why, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                context.Ledger.Add(LedgerBook.Entry(
                    time.GetUtcNow(), actor, LedgerKind.Place, $"place:{change.Place}", null, null, why, change.Before,
                    change.After));
                return context.SaveChanges();
            },
            cancellationToken);
}
