using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Accounts;

/// <summary>Tokens for programs and wall panels.</summary>
internal static class TokensEndpoint
{
    private const int UsualDays = 365;
    private const int MostDays = 3_650;

    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("/tokens").May(Right.ManageAccounts).WithTags("Accounts");
        tokens.MapGet("", List).WithName("tokens").WithSummary("Tokens that were given out, newest first")
            .WithDescription(
                "Expired and revoked ones too. Their secrets are kept as hashes, and are nowhere in an answer.");
        tokens.MapPost("", Add).WithName("add-token").WithSummary("Gives out a token")
            .WithDescription(
                "Its secret is shown this once and sent as `Authorization: Bearer`. A kiosk's may also be given once "
                + "as `/?kiosk=1&token=`, which is exchanged for a cookie that only reads. Stands in the ledger.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
        tokens.MapDelete("/{id:long}", Revoke).WithName("revoke-token").WithSummary("Ends a token at once")
            .WithDescription("And the screens that were opened with it. Stands in the ledger.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<TokenList>> List(
        AccountsInForce accounts, IRegistrySource registry, TimeProvider time, CancellationToken cancellationToken)
    {
        var list = await accounts.CurrentAsync(cancellationToken);
        var (city, now) = (registry.Current.City, time.GetUtcNow());
        return TypedResults.Ok(new TokenList([.. list.Snapshot.Tokens.Select(token => View(token, city, now))]));
    }

    private static async Task<Results<Ok<NewTokenView>, ProblemHttpResult>> Add(
        HttpContext context, NewTokenRequest request, AccountsInForce accounts, IRegistrySource registry,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (AccountsEndpoint.Wrong(request.Name) is { } wrong) return Problems.BadRequest(wrong);
        var role = Choice.Parse<Role>("role", request.Role);
        if (role.IsWrong) return Problems.BadRequest(role.Error);
        var isKiosk = request.Kiosk == true;
        if (isKiosk && role.Value is not (null or Role.Viewer))
            return Problems.BadRequest("a kiosk only reads: leave role out, or say viewer");
        if (!isKiosk && role.Value is null) return Problems.BadRequest($"role is wanted: {AccountsEndpoint.Roles}");
        if (request.Days is < 1 or > MostDays)
        {
            return Problems.BadRequest(string.Create(
                CultureInfo.InvariantCulture, $"days {request.Days}: from 1 to {MostDays}"));
        }
        var (secret, now) = (Secrets.NewToken(), time.GetUtcNow());
        var token = new NewToken(
            request.Name!, role.Value ?? Role.Viewer, isKiosk, Secrets.HashOf(secret),
            now.AddDays(request.Days ?? UsualDays), request.Why ?? "");
        var receipt = await accounts.Accounts.AddTokenAsync(token, RequestActor.Of(context)!, cancellationToken);
        accounts.Forget();
        if (receipt.Outcome != AccountOutcome.Done) return AccountsEndpoint.Refused(receipt.Outcome, request.Name!);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new NewTokenView(View(receipt.Token!, registry.Current.City, now), secret));
    }

    private static async Task<Results<Ok<TokenView>, ProblemHttpResult>> Revoke(
        [Description("Of the token, as listed.")] long id, [Description("Stands in the ledger.")] string? why,
        HttpContext context, AccountsInForce accounts, IRegistrySource registry, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var receipt = await accounts.Accounts.RevokeTokenAsync(
            id, why ?? "", RequestActor.Of(context)!, cancellationToken);
        accounts.Forget();
        if (receipt.Token is { } token)
            return TypedResults.Ok(View(token, registry.Current.City, time.GetUtcNow()));
        return AccountsEndpoint.Refused(receipt.Outcome, id.ToString(CultureInfo.InvariantCulture));
    }

    private static TokenView View(ApiToken token, City city, DateTimeOffset now) => new(
        token.Id, token.Name, token.Role, token.Kiosk,
        token.RevokedAt is not null ? TokenState.Revoked
            : token.ExpiresAt <= now ? TokenState.Expired : TokenState.InForce,
        city.Local(token.CreatedAt), token.CreatedBy, city.Local(token.ExpiresAt),
        token.UsedAt is { } used ? city.Local(used) : null,
        token.RevokedAt is { } revoked ? city.Local(revoked) : null);
}
