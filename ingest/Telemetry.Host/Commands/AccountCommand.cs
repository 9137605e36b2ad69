using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Accounts;
using Telemetry.Domain.Registry;
using Telemetry.Host.Composition;
using Telemetry.Host.Options;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Accounts;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Commands;

/// <summary>
/// <c>telemetry account list | add | reset</c>: accounts without a browser. It works on the data folder's operational
/// store, beside the host or without one; a running host heeds it within two seconds.
/// </summary>
internal static class AccountCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Of the account." };

    private static readonly Option<string> RoleOf = new("--role")
    {
        Description = $"One of {string.Join(", ", WireNames.All<Role>())}; administrator by default.",
        DefaultValueFactory = static _ => WireNames.Of(Role.Administrator),
    };

    private static readonly Option<string> Why = new("--why")
    {
        Description = "Stands in the ledger.", DefaultValueFactory = static _ => "",
    };

    public static Command Create()
    {
        var list = new Command("list", "Accounts with their roles and newest sign-ins.");
        SetBody(list, ListAsync);
        var add = new Command("add", "Adds an account, and prints the one-time code that sets its password.")
        {
            Name, RoleOf, Why,
        };
        SetBody(add, AddAsync);
        var reset = new Command(
            "reset", "Takes an account's password away, ends its sessions, and prints a one-time code for the next.")
        {
            Name, Why,
        };
        SetBody(reset, ResetAsync);
        return new Command("account", "Who may sign in.") { list, add, reset };
    }

    private static async Task<int> ListAsync(
        IAccounts accounts, ParseResult parsed, CancellationToken cancellationToken)
    {
        var snapshot = await accounts.ReadAsync(cancellationToken);
        foreach (var account in snapshot.Accounts)
        {
            var state = !account.Enabled ? "disabled"
                : account.PasswordHash is null ? "waits for its one-time code" : "enabled";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{account.Name}\t{WireNames.Of(account.Role)}\t{state}\tlast sign-in {Words(account.SignedInAt)}"));
        }
        if (snapshot.Accounts.Count == 0) Console.WriteLine("There is no account: telemetry account add NAME.");
        return 0;
    }

    private static async Task<int> AddAsync(
        IAccounts accounts, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(Name)!;
        if (!AccountName.IsValid(name)) throw new StartRefusedException($"'{name}' is no name: {AccountName.Allowed}");
        var role = parsed.GetValue(RoleOf)!;
        if (!WireNames.TryParse(role, out Role given))
            throw new StartRefusedException($"--role '{role}': one of {string.Join(", ", WireNames.All<Role>())}");
        var (code, until) = NewCode();
        var receipt = await accounts.AddAsync(
            new NewAccount(name, given, null, Secrets.HashOfCode(code), until, parsed.GetValue(Why)!),
            firstOnly: false, Actor.Local, cancellationToken);
        if (receipt.Outcome == AccountOutcome.NameTaken)
            throw new StartRefusedException($"the name '{name}' is or was another account's or token's");
        return Tell(name, code, until);
    }

    private static async Task<int> ResetAsync(
        IAccounts accounts, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(Name)!;
        var folded = AccountName.Fold(name);
        var account = (await accounts.ReadAsync(cancellationToken)).Accounts.FirstOrDefault(
            one => AccountName.Fold(one.Name) == folded);
        if (account is null) throw new StartRefusedException($"there is no account '{name}': telemetry account list");
        var (code, until) = NewCode();
        // Whoever has the machine has the last word: a disabled account can sign in again, too.
        var change = new AccountChange
        {
            Enabled = true, CodeHash = Secrets.HashOfCode(code), CodeUntil = until, Why = parsed.GetValue(Why)!,
        };
        await accounts.ChangeAsync(account.Id, change, Actor.Local, cancellationToken);
        return Tell(account.Name, code, until);
    }

    private static (string Code, DateTimeOffset Until) NewCode() =>
        (Secrets.NewCode(), TimeProvider.System.GetUtcNow() + AccountCodes.Last);

    private static int Tell(string name, string code, DateTimeOffset until)
    {
        Console.WriteLine($"One-time code of {name}: {code}");
        Console.WriteLine(
            $"It sets the password once, on the sign-in screen under 'I have a one-time code', until {Words(until)}.");
        return 0;
    }

    private static string Words(DateTimeOffset? at) =>
        at is { } some ? some.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "never";

    private static void SetBody(Command command, Func<IAccounts, ParseResult, CancellationToken, Task<int>> body) =>
        CommandLine.SetBody(command, async (options, parsed, cancellationToken) =>
        {
            if (!Directory.Exists(options.Host.DataFolder))
            {
                throw new StartRefusedException(
                    $"Telemetry:Host:DataFolder {Path.GetFullPath(options.Host.DataFolder)} does not exist: name the "
                    + "folder of the host that is meant (a demo's is data/demo)");
            }
            await using var services = Services(options);
            try
            {
                return await body(services.GetRequiredService<IOperations>().Accounts, parsed, cancellationToken);
            }
            catch (Exception exception) when (exception is StoreRefusedException or StoreUnavailableException)
            {
                throw new StartRefusedException(exception.Message);
            }
        });

    private static ServiceProvider Services(TelemetryOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddOperations(options);
        return services.BuildServiceProvider();
    }
}
