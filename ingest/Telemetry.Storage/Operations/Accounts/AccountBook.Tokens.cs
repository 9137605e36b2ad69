using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Accounts;

/// <summary>Tokens that are given out, used and revoked.</summary>
internal sealed partial class AccountBook
{
    public Task<TokenReceipt> AddTokenAsync(NewToken token, Actor actor, CancellationToken cancellationToken)
    {
        RequireName(token.Name);
        return database.ChangeAsync(
            context =>
            {
                var folded = AccountName.Fold(token.Name);
                if (IsTaken(context, folded)) return new TokenReceipt(AccountOutcome.NameTaken, null);
                var now = time.GetUtcNow();
                var row = new ApiTokenRow
                {
                    Name = token.Name,
                    Folded = folded,
                    Role = WireNames.Of(token.Kiosk ? Role.Viewer : token.Role),
                    Kiosk = token.Kiosk,
                    Hash = token.Hash,
                    CreatedMs = now.ToUnixTimeMilliseconds(),
                    CreatedBy = actor.ToString(),
                    ExpiresMs = token.ExpiresAt.ToUnixTimeMilliseconds(),
                };
                context.ApiTokens.Add(row);
                NoteToken(context, now, actor, row, token.Why, "created");
                context.SaveChanges();
                return new TokenReceipt(AccountOutcome.Done, TokenOf(row));
            },
            cancellationToken);
    }

    public Task<TokenReceipt> RevokeTokenAsync(
        long id, string why, Actor actor, CancellationToken cancellationToken) => database.ChangeAsync(
            context =>
            {
                if (context.ApiTokens.FirstOrDefault(row => row.Id == id) is not { } row)
                    return new TokenReceipt(AccountOutcome.NotFound, null);
                if (row.RevokedMs is null)
                {
                    var now = time.GetUtcNow();
                    row.RevokedMs = now.ToUnixTimeMilliseconds();
                    NoteToken(context, now, actor, row, why, "revoked");
                }
                return new TokenReceipt(AccountOutcome.Done, TokenOf(row));
            },
            cancellationToken);

    public Task TokenUsedAsync(long id, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                if (context.ApiTokens.FirstOrDefault(row => row.Id == id) is { } row)
                    row.UsedMs = at.ToUnixTimeMilliseconds();
                return 0;
            },
            cancellationToken);

    private static void NoteToken(
        OperationsContext context, DateTimeOffset now, Actor actor, ApiTokenRow row, string why, string what)
    {
        var after = ValueSet.Empty.With("event", what).With("role", row.Role)
            .With("kind", row.Kiosk ? "kiosk" : "token");
        context.Ledger.Add(LedgerBook.Entry(
            now, actor, LedgerKind.Account, Actor.Token(row.Name).ToString(), null, null, why, null, after.Json));
    }

    private static ApiToken TokenOf(ApiTokenRow row) => new(
        row.Id, row.Name, RoleOf(row.Role), row.Kiosk, row.Hash, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs),
        row.CreatedBy, DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresMs), At(row.UsedMs), At(row.RevokedMs));
}
