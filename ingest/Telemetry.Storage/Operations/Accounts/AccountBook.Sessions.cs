using System.Globalization;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Accounts;

/// <summary>Sign-ins, sign-outs and lock-outs.</summary>
internal sealed partial class AccountBook
{
    public Task SignedInAsync(long id, string? from, CancellationToken cancellationToken) => database.ChangeAsync(
        context =>
        {
            if (Find(context, id) is not { } row) return 0;
            var now = time.GetUtcNow();
            row.SignedInMs = now.ToUnixTimeMilliseconds();
            Note(
                context, now, Actor.Account(row.Name), row.Name, "", null, SessionValues("signed in", from),
                LedgerKind.SignIn);
            return 0;
        },
        cancellationToken);

    public Task SignedOutAsync(
        string session, DateTimeOffset until, Actor actor, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                var now = time.GetUtcNow();
                var nowMs = now.ToUnixTimeMilliseconds();
                context.EndedSessions.RemoveRange(context.EndedSessions.Where(row => row.UntilMs < nowMs));
                if (context.EndedSessions.Any(row => row.Id == session)) return 0;
                context.EndedSessions.Add(
                    new EndedSessionRow { Id = session, UntilMs = until.ToUnixTimeMilliseconds() });
                context.Ledger.Add(LedgerBook.Entry(
                    now, actor, LedgerKind.SignIn, actor.ToString(), null, null, "", null,
                    SessionValues("signed out", null).Json));
                return 0;
            },
            cancellationToken);

    public Task LockedOutAsync(
        string? name, string? from, DateTimeOffset until, int failures, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                var now = time.GetUtcNow();
                var after = SessionValues("locked out", from).With("failures", failures)
                    .With("until", until.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                // What was typed for a name that nobody has may be a password: it is kept nowhere.
                var subject = name is null ? $"address:{from ?? "unknown"}" : Actor.Account(name).ToString();
                context.Ledger.Add(LedgerBook.Entry(
                    now, Actor.Web, LedgerKind.SignIn, subject, null, null, "", null, after.Json));
                return 0;
            },
            cancellationToken);

    private static ValueSet SessionValues(string what, string? from)
    {
        var values = ValueSet.Empty.With("event", what);
        return from is null ? values : values.With("from", from);
    }
}
