using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Accounts;

/// <summary>Who may sign in.</summary>
internal static class AccountsEndpoint
{
    private const string FirstKey = "first administrator";
    private const string IdHelp = "Of the account, as listed.";

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/accounts/first", First).ForEveryone()
            .WithName("first-account").WithTags("Accounts")
            .WithSummary("Makes the first administrator, with the one-time code of the host's log")
            .WithDescription("While there is none. The code is valid until it is used or the host starts anew.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        var accounts = app.MapGroup("/accounts").May(Right.ManageAccounts).WithTags("Accounts");
        accounts.MapGet("", List).WithName("accounts").WithSummary("Who may sign in")
            .WithDescription("By name. Passwords and one-time codes are kept as hashes, and are nowhere in an answer.");
        Act(accounts.MapPost("", Add), "add-account", "Adds an account",
            "Without a password a one-time code is made and shown this once; the account sets its password with it.");
        Act(accounts.MapPatch("/{id:long}", Change), "change-account", "Changes role or state, resets, ends sessions",
            "A role counts at once, in open sessions too. The last administrator stays one.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        Act(accounts.MapDelete("/{id:long}", Remove), "remove-account", "Takes an account away",
            "Its name stays in the ledger, and is not given again.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Act(RouteHandlerBuilder action, string name, string summary, string words) =>
        action.WithName(name).WithSummary(summary).WithDescription(words + " Stands in the ledger.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> First(
        HttpContext context, FirstAccountRequest request, AccessOptions access, FirstRun first, SignInDesk desk,
        PasswordDesk passwords, AccountsInForce accounts, SessionWords words, CancellationToken cancellationToken)
    {
        if (!access.AccountsOn) return SessionEndpoint.AreOff();
        if (!await first.IsOpenAsync(cancellationToken)) return NotFirst();
        if (Wrong(request.Name) is { } wrong) return Problems.BadRequest(wrong);
        if (passwords.Refusal(request.Password, request.Name!) is { } refusal) return Problems.BadRequest(refusal);
        var address = context.Connection.RemoteIpAddress;
        if (desk.Held(FirstKey, address) is { } held)
            return await SessionEndpoint.AnswerAsync(context, held, words, cancellationToken);
        if (!first.IsCode(request.Code ?? ""))
            return Problems.Unauthorized("The code is wrong. It stands in the host's log, newest last.");
        desk.Succeeded(FirstKey, address);
        var hash = await passwords.HashAsync(request.Password!, cancellationToken);
        var account = new NewAccount(request.Name!, Role.Administrator, hash, null, null, "first administrator");
        var receipt = await accounts.Accounts.AddAsync(account, firstOnly: true, Actor.Web, cancellationToken);
        accounts.Forget();
        if (receipt.Outcome != AccountOutcome.Done) return Refused(receipt.Outcome, request.Name!);
        first.Close();
        await accounts.Accounts.SignedInAsync(
            receipt.Account!.Id, SignInBrake.WordsFor(address), cancellationToken);
        return await SessionEndpoint.AnswerAsync(
            context, new SignInResult(receipt.Account, TimeSpan.Zero), words, cancellationToken);
    }

    private static async Task<Ok<AccountList>> List(
        AccountsInForce accounts, IRegistrySource registry, CancellationToken cancellationToken)
    {
        var list = await accounts.CurrentAsync(cancellationToken);
        var city = registry.Current.City;
        return TypedResults.Ok(new AccountList([.. list.Snapshot.Accounts.Select(account => View(account, city))]));
    }

    private static async Task<Results<Ok<AccountReceiptView>, ProblemHttpResult>> Add(
        HttpContext context, NewAccountRequest request, AccountsInForce accounts, PasswordDesk passwords,
        IRegistrySource registry, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Wrong(request.Name) is { } wrong) return Problems.BadRequest(wrong);
        var role = Choice.Parse<Role>("role", request.Role);
        if (role.IsWrong) return Problems.BadRequest(role.Error);
        if (role.Value is not { } given) return Problems.BadRequest($"role is wanted: {Roles}");
        var (hash, code) = ((string?)null, (string?)null);
        if (request.Password is null) code = Secrets.NewCode();
        else if (passwords.Refusal(request.Password, request.Name!) is { } bad) return Problems.BadRequest(bad);
        else hash = await passwords.HashAsync(request.Password, cancellationToken);
        var account = new NewAccount(
            request.Name!, given, hash, code is null ? null : Secrets.HashOfCode(code),
            code is null ? null : time.GetUtcNow() + AccountCodes.Last, request.Why ?? "");
        var receipt = await accounts.Accounts.AddAsync(
            account, firstOnly: false, RequestActor.Of(context)!, cancellationToken);
        accounts.Forget();
        return Answer(context, receipt, request.Name!, code, registry.Current.City);
    }

    private static async Task<Results<Ok<AccountReceiptView>, ProblemHttpResult>> Change(
        [Description(IdHelp)] long id, HttpContext context, AccountChangeRequest request, AccountsInForce accounts,
        IRegistrySource registry, TimeProvider time, CancellationToken cancellationToken)
    {
        var role = Choice.Parse<Role>("role", request.Role);
        if (role.IsWrong) return Problems.BadRequest(role.Error);
        var code = request.Reset == true ? Secrets.NewCode() : null;
        var change = new AccountChange
        {
            Role = role.Value, Enabled = request.Enabled, EndSessions = request.EndSessions == true,
            CodeHash = code is null ? null : Secrets.HashOfCode(code),
            CodeUntil = code is null ? null : time.GetUtcNow() + AccountCodes.Last, Why = request.Why ?? "",
        };
        var receipt = await accounts.Accounts.ChangeAsync(
            id, change, RequestActor.Of(context)!, cancellationToken);
        accounts.Forget();
        return Answer(context, receipt, Id(id), code, registry.Current.City);
    }

    private static async Task<Results<Ok<AccountList>, ProblemHttpResult>> Remove(
        [Description(IdHelp)] long id, [Description("Stands in the ledger.")] string? why, HttpContext context,
        AccountsInForce accounts, IRegistrySource registry, CancellationToken cancellationToken)
    {
        var receipt = await accounts.Accounts.RemoveAsync(
            id, why ?? "", RequestActor.Of(context)!, cancellationToken);
        accounts.Forget();
        return receipt.Outcome == AccountOutcome.Done
            ? await List(accounts, registry, cancellationToken) : Refused(receipt.Outcome, Id(id));
    }

    internal static string Roles => string.Join(", ", WireNames.All<Role>());

    internal static string? Wrong(string? name) =>
        name is not null && AccountName.IsValid(name) ? null : $"name '{name}': {AccountName.Allowed}";

    internal static ProblemHttpResult Refused(AccountOutcome outcome, string which) => outcome switch
    {
        AccountOutcome.NotFound => Problems.NotFound($"There is no account or token {which}."),
        AccountOutcome.NameTaken => Problems.Conflict(
            $"The name '{which}' is or was another account's or token's: choose one of its own, so that the ledger "
            + "stays clear."),
        AccountOutcome.LastAdministrator => Problems.Conflict(
            "This is the last administrator who can sign in: make another first."),
        _ => NotFirst(),
    };

    private static ProblemHttpResult NotFirst() =>
        Problems.Conflict("There is an administrator already: sign in, or ask for an account.");

    private static Results<Ok<AccountReceiptView>, ProblemHttpResult> Answer(
        HttpContext context, AccountReceipt receipt, string which, string? code, City city)
    {
        if (receipt.Outcome != AccountOutcome.Done) return Refused(receipt.Outcome, which);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new AccountReceiptView(View(receipt.Account!, city), code));
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static AccountView View(Account account, City city) => new(
        account.Id, account.Name, account.Role, account.Enabled, account.PasswordHash is not null,
        account.CodeUntil is { } until ? city.Local(until) : null, city.Local(account.CreatedAt), account.CreatedBy,
        account.SignedInAt is { } at ? city.Local(at) : null);
}
