using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Accounts;

/// <summary>Signing in and out, and who is signed in.</summary>
internal static class SessionEndpoint
{
    private const string Wrong = "Name or password is wrong, or the account can't sign in.";

    public static void MapSession(this IEndpointRouteBuilder app)
    {
        app.MapGet("/session", Get).ForEveryone()
            .WithName("session").WithTags("Accounts")
            .WithSummary("Who asks, and what they may do")
            .WithDescription("Answers everybody, also who is not signed in.");
        app.MapPost("/session", SignIn).ForEveryone()
            .WithName("sign-in").WithTags("Accounts")
            .WithSummary("Signs in with name and password")
            .WithDescription(
                "The session is a cookie that only this host reads. After five wrong attempts at a name, or twenty "
                + "from an address, each further one waits: 30 s, doubling up to 15 min (429, `Retry-After`).")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        app.MapDelete("/session", SignOut).ForEveryone()
            .WithName("sign-out").WithTags("Accounts")
            .WithSummary("Ends the session")
            .WithDescription("Also of a copy of its cookie, and its live stream. Nobody signed in: nothing happens.");
        app.MapPost("/session/password", SetPassword).ForEveryone()
            .WithName("set-password").WithTags("Accounts")
            .WithSummary("Sets one's own password")
            .WithDescription(
                "Signed in: `{\"current\", \"password\"}`; the account's other sessions end. "
                + "Not signed in: `{\"name\", \"code\", "
                + " \"password\"}` with the one-time code of an administrator, and signs in.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Ok<SessionView>> Get(
        HttpContext context, SessionWords words, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await words.OfAsync(context, cancellationToken));
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SignIn(
        HttpContext context, SignInRequest request, AccessOptions access, SignInDesk desk, SessionWords words,
        CancellationToken cancellationToken)
    {
        if (!access.AccountsOn) return AreOff();
        if (string.IsNullOrEmpty(request.Name) || string.IsNullOrEmpty(request.Password))
            return Problems.BadRequest("name and password are wanted");
        var result = await desk.SignInAsync(
            request.Name, request.Password, context.Connection.RemoteIpAddress, cancellationToken);
        return await AnswerAsync(context, result, words, cancellationToken);
    }

    private static async Task<Ok<SessionView>> SignOut(
        HttpContext context, AccountsInForce accounts, TimeProvider time, AccessOptions access, SessionWords words,
        CancellationToken cancellationToken)
    {
        if (Principals.SessionOf(context.User) is { } session)
        {
            await accounts.Accounts.SignedOutAsync(
                session, time.GetUtcNow() + access.SessionLimit, RequestActor.Of(context)!, cancellationToken);
            accounts.Forget();
        }
        await context.SignOutAsync(Cookies.Session);
        await context.SignOutAsync(Cookies.Kiosk);
        if (access.AccountsOn) context.User = new ClaimsPrincipal();
        return TypedResults.Ok(await words.OfAsync(context, cancellationToken));
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SetPassword(
        HttpContext context, PasswordRequest request, AccessOptions access, SignInDesk desk, PasswordDesk passwords,
        AccountsInForce accounts, SessionWords words, CancellationToken cancellationToken)
    {
        if (!access.AccountsOn) return AreOff();
        var address = context.Connection.RemoteIpAddress;
        if (request.Code is { } code)
        {
            if (string.IsNullOrEmpty(request.Name)) return Problems.BadRequest("name is wanted beside the code");
            if (passwords.Refusal(request.Password, request.Name) is { } bad) return Problems.BadRequest(bad);
            var redeemed = await desk.RedeemAsync(request.Name, code, request.Password!, address, cancellationToken);
            return await AnswerAsync(
                context, redeemed, words, cancellationToken, "Name or code is wrong, or the code has ended.");
        }
        if (Principals.SessionOf(context.User) is null || Principals.IdOf(context.User) is not { } id)
            return Problems.Unauthorized("Sign in first, or send name and code.");
        if ((await accounts.CurrentAsync(cancellationToken)).Find(id) is not { } account)
            return Problems.Unauthorized("Sign in first, or send name and code.");
        if (passwords.Refusal(request.Password, account.Name) is { } refusal) return Problems.BadRequest(refusal);
        var result = await desk.ConfirmAsync(account, request.Current ?? "", address, cancellationToken);
        if (result.Account is null)
            return await AnswerAsync(context, result, words, cancellationToken, "The password in force is another.");
        var hash = await passwords.HashAsync(request.Password!, cancellationToken);
        var receipt = await accounts.Accounts.ChangeAsync(
            id, new() { PasswordHash = hash }, Actor.Account(account.Name), cancellationToken);
        accounts.Forget();
        return await AnswerAsync(
            context, new SignInResult(receipt.Account, TimeSpan.Zero), words, cancellationToken);
    }

    /// <summary>
    /// A session where there is an account; else the same words and the same status for every reason.
    /// </summary>
    internal static async Task<Results<Ok<SessionView>, ProblemHttpResult>> AnswerAsync(
        HttpContext context, SignInResult result, SessionWords words, CancellationToken cancellationToken,
        string wrong = Wrong)
    {
        if (result.Wait > TimeSpan.Zero) return Later(context, result.Wait);
        if (result.Account is not { } account) return Problems.Unauthorized(wrong);
        await Cookies.SignInAsync(context, account);
        return TypedResults.Ok(await words.OfAsync(context, cancellationToken));
    }

    internal static ProblemHttpResult AreOff() => Problems.Conflict(
        "Accounts are off on this host: its own machine may do everything. Telemetry:Web:Accounts turns them on.");

    private static ProblemHttpResult Later(HttpContext context, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.TooMany(string.Create(
            CultureInfo.InvariantCulture, $"Too many wrong attempts: try again in {seconds} s."));
    }
}

/// <summary>Puts into words who a request is of.</summary>
internal sealed class SessionWords(
    AccessOptions access, AccountsInForce accounts, FirstRun firstRun, IRegistrySource registry, TimeProvider time)
{
    public async Task<SessionView> OfAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var user = context.User;
        var list = await accounts.CurrentAsync(cancellationToken);
        var kind = Principals.KindOf(user) switch
        {
            Principals.AccountKind => SessionKind.Account,
            Principals.TokenKind => Principals.IdOf(user) is { } id
                && list.FindToken(id, time.GetUtcNow()) is { Kiosk: true } ? SessionKind.Kiosk : SessionKind.Token,
            Principals.LocalKind => SessionKind.Local,
            Principals.AnyoneKind => SessionKind.Anyone,
            _ => SessionKind.Nobody,
        };
        var role = Rights.RoleOf(user);
        DateTimeOffset? until = kind is SessionKind.Account or SessionKind.Kiosk ? UntilOf(context) : null;
        return new SessionView(
            access.AccountsOn, await firstRun.IsOpenAsync(cancellationToken), kind,
            kind is SessionKind.Account or SessionKind.Token or SessionKind.Kiosk ? user.Identity!.Name : null, role,
            role is { } some ? Rights.Of(some) : [], until is { } at ? registry.Current.City.Local(at) : null,
            access.ShortestPassword);
    }

    private DateTimeOffset UntilOf(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc
        ?? time.GetUtcNow() + access.SessionIdle;
}
