using System.Security.Cryptography;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Accounts;

internal sealed partial class AccountBook(OperationalDatabase database, TimeProvider time) : IAccounts
{
    private static readonly string Administrator = WireNames.Of(Role.Administrator);

    public Task<AccountsSnapshot> ReadAsync(CancellationToken cancellationToken) => database.AskAsync(
        context => new AccountsSnapshot(
            [
                .. context.Accounts.Where(row => row.RemovedMs == null).OrderBy(row => row.Folded).AsEnumerable()
                    .Select(AccountOf),
            ],
            [.. context.ApiTokens.OrderByDescending(row => row.Id).AsEnumerable().Select(TokenOf)],
            context.EndedSessions.Select(row => row.Id).ToHashSet(StringComparer.Ordinal)),
        cancellationToken);

    public Task<AccountReceipt> AddAsync(
        NewAccount account, bool firstOnly, Actor actor, CancellationToken cancellationToken)
    {
        RequireName(account.Name);
        return database.ChangeAsync(
            context =>
            {
                if (firstOnly && Administrators(context).Any())
                    return new AccountReceipt(AccountOutcome.NotFirst, null);
                var folded = AccountName.Fold(account.Name);
                if (IsTaken(context, folded)) return new AccountReceipt(AccountOutcome.NameTaken, null);
                var now = time.GetUtcNow();
                var row = new AccountRow
                {
                    Name = account.Name,
                    Folded = folded,
                    Role = WireNames.Of(account.Role),
                    Enabled = true,
                    PasswordHash = account.PasswordHash,
                    CodeHash = account.CodeHash,
                    CodeUntilMs = account.CodeUntil?.ToUnixTimeMilliseconds(),
                    Stamp = NewStamp(),
                    CreatedMs = now.ToUnixTimeMilliseconds(),
                    CreatedBy = actor.ToString(),
                };
                context.Accounts.Add(row);
                Note(context, now, actor, row.Name, account.Why, null, ValuesOf(row, "created"));
                context.SaveChanges();
                return new AccountReceipt(AccountOutcome.Done, AccountOf(row));
            },
            cancellationToken);
    }

    public Task<AccountReceipt> ChangeAsync(
        long id, AccountChange change, Actor actor, CancellationToken cancellationToken) => database.ChangeAsync(
            context =>
            {
                if (Find(context, id) is not { } row) return new AccountReceipt(AccountOutcome.NotFound, null);
                var now = time.GetUtcNow();
                if (change.OnlyWithCode is { } code && !IsCode(row, code, now))
                    return new AccountReceipt(AccountOutcome.CodeUsed, AccountOf(row));
                if (change is { Enabled: false } || (change.Role is { } role && role != Role.Administrator))
                {
                    if (IsLastAdministrator(context, row))
                        return new AccountReceipt(AccountOutcome.LastAdministrator, AccountOf(row));
                }
                var before = ValuesOf(row, null);
                var what = Apply(row, change);
                if (what is null) return new AccountReceipt(AccountOutcome.Done, AccountOf(row));
                Note(context, now, actor, row.Name, change.Why, before, ValuesOf(row, what));
                return new AccountReceipt(AccountOutcome.Done, AccountOf(row));
            },
            cancellationToken);

    public Task<AccountReceipt> RemoveAsync(
        long id, string why, Actor actor, CancellationToken cancellationToken) => database.ChangeAsync(
            context =>
            {
                if (Find(context, id) is not { } row) return new AccountReceipt(AccountOutcome.NotFound, null);
                if (IsLastAdministrator(context, row))
                    return new AccountReceipt(AccountOutcome.LastAdministrator, AccountOf(row));
                var now = time.GetUtcNow();
                Note(context, now, actor, row.Name, why, ValuesOf(row, null), ValueSet.Empty.With("event", "removed"));
                (row.Enabled, row.RemovedMs, row.Stamp) = (false, now.ToUnixTimeMilliseconds(), NewStamp());
                (row.PasswordHash, row.CodeHash, row.CodeUntilMs) = (null, null, null);
                return new AccountReceipt(AccountOutcome.Done, null);
            },
            cancellationToken);

    public Task RehashAsync(long id, string from, string to, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                if (Find(context, id) is { } row && row.PasswordHash == from) row.PasswordHash = to;
                return 0;
            },
            cancellationToken);

    /// <summary>Changes the row; the words for the ledger, or null where nothing became another.</summary>
    private static string? Apply(AccountRow row, AccountChange change)
    {
        var what = new List<string>();
        if (change.Role is { } role && WireNames.Of(role) is var name && name != row.Role)
        {
            row.Role = name;
            what.Add("role");
        }
        if (change.Enabled is { } enabled && enabled != row.Enabled)
        {
            row.Enabled = enabled;
            what.Add(enabled ? "enabled" : "disabled");
        }
        if (change.PasswordHash is { } hash)
        {
            (row.PasswordHash, row.CodeHash, row.CodeUntilMs) = (hash, null, null);
            what.Add(change.OnlyWithCode is null ? "password" : "password by one-time code");
        }
        else if (change.CodeHash is { } code)
        {
            (row.PasswordHash, row.CodeHash) = (null, code);
            row.CodeUntilMs = change.CodeUntil?.ToUnixTimeMilliseconds();
            what.Add("one-time code");
        }
        if (change.EndSessions) what.Add("sessions ended");
        // A role counts at once in open sessions; what proves who somebody is ends them.
        if (change.EndSessions || change.PasswordHash is not null || change.CodeHash is not null || !row.Enabled)
            row.Stamp = NewStamp();
        return what.Count == 0 ? null : string.Join(", ", what);
    }

    private static bool IsCode(AccountRow row, string code, DateTimeOffset now) =>
        row is { Enabled: true, CodeHash: { } hash, CodeUntilMs: { } until } && until > now.ToUnixTimeMilliseconds()
        && CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.ASCII.GetBytes(hash), System.Text.Encoding.ASCII.GetBytes(code));

    private static bool IsLastAdministrator(OperationsContext context, AccountRow row) =>
        row.Enabled && row.Role == Administrator && !Administrators(context).Any(other => other.Id != row.Id);

    private static IQueryable<AccountRow> Administrators(OperationsContext context) => context.Accounts.Where(
        static row => row.Role == Administrator && row.Enabled && row.RemovedMs == null);

    private static AccountRow? Find(OperationsContext context, long id) =>
        context.Accounts.FirstOrDefault(row => row.Id == id && row.RemovedMs == null);

    /// <summary>An account and a token of one name would look alike to whoever reads the ledger.</summary>
    private static bool IsTaken(OperationsContext context, string folded) =>
        context.Accounts.Any(row => row.Folded == folded) || context.ApiTokens.Any(row => row.Folded == folded);

    private static void RequireName(string name)
    {
        if (!AccountName.IsValid(name))
            throw new ArgumentException($"'{name}' is no name: {AccountName.Allowed}", nameof(name));
    }

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static ValueSet ValuesOf(AccountRow row, string? what)
    {
        var values = ValueSet.Empty.With("role", row.Role).With("state", row.Enabled ? "enabled" : "disabled");
        return what is null ? values : values.With("event", what);
    }

    private static void Note(
        OperationsContext context, DateTimeOffset now, Actor actor, string name, string why, ValueSet? before,
        ValueSet after, LedgerKind kind = LedgerKind.Account) => context.Ledger.Add(LedgerBook.Entry(
            now, actor, kind, Actor.Account(name).ToString(), null, null, why, before?.Json, after.Json));

    private static Account AccountOf(AccountRow row) => new(
        row.Id, row.Name, RoleOf(row.Role), row.Enabled, row.PasswordHash, row.CodeHash, At(row.CodeUntilMs), row.Stamp,
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs), row.CreatedBy, At(row.SignedInMs));

    private static Role RoleOf(string name) => WireNames.TryParse<Role>(name, out var role)
        ? role
        : throw new InvalidDataException($"'{name}' is no role");

    private static DateTimeOffset? At(long? ms) =>
        ms is { } some ? DateTimeOffset.FromUnixTimeMilliseconds(some) : null;
}
