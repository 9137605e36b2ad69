using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Ledger;

namespace Telemetry.Dashboards.Ledger;

internal static class LedgerEndpoint
{
    private const string KindHelp =
        "One of day_value, declared_figure, review, lock, revision, alarm, place, account, sign_in.";

    public static void MapLedger(this IEndpointRouteBuilder app) => app
        .MapGet("/ledger", List)
        .May(Right.Read)
        .WithName("ledger")
        .WithTags("Ledger")
        .WithSummary("Who changed what, when, why, and from what to what")
        .WithDescription("Newest first. Rows are never changed or removed; every filter that is absent lets all pass. "
            + "Rows of accounts and sign-ins are the administrators' alone.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<LedgerPageView>, ProblemHttpResult>> List(
        [Description("Written at this instant or later: ISO 8601 with an offset, or Unix milliseconds.")] string? from,
        [Description("Written before this instant, as `from`.")] string? to,
        [Description("Concerning this local day or a later one, yyyy-MM-dd; a month counts as its first day.")]
        string? fromDay,
        [Description("Concerning this local day or an earlier one, yyyy-MM-dd.")] string? toDay,
        [Description(KindHelp)] string? kind,
        [Description("`plant:ID`, `meter:PLANT/METER`, `indicator:ID/DISTRICT/BASIS`, a scope; exactly.")]
        string? subject,
        [Description("`account:NAME`, `token:NAME`, `local` or `program:ROLE`.")] string? actor,
        [Description("Only rows older than this id: `next` of the page before.")] string? before,
        [Description("Rows of a page, 1 to 1,000; 100 where absent.")] string? limit,
        HttpContext context, IOperations operations, IRegistrySource registry, CancellationToken cancellationToken)
    {
        var question = Parse(from, to, fromDay, toDay, kind, actor, before, limit);
        if (question.IsWrong) return Problems.BadRequest(question.Error);
        var isAdministrator = context.User.Has(Right.ManageAccounts);
        if (!isAdministrator && question.Value.Kind is LedgerKind.Account or LedgerKind.SignIn)
            return Problems.Forbidden("Rows of accounts and sign-ins need the right manage_accounts.");
        var page = await operations.Ledger.ReadAsync(
            question.Value with { Subject = subject, HidesAccounts = !isAdministrator }, cancellationToken);
        var city = registry.Current.City;
        return TypedResults.Ok(new LedgerPageView([.. page.Rows.Select(row => View(row, city))], page.Next));
    }

    private static Parsed<LedgerQuery> Parse(
        string? from, string? to, string? fromDay, string? toDay, string? kind, string? actor, string? before,
        string? limit)
    {
        var (first, last) = (TimeRange.Bound("from", from), TimeRange.Bound("to", to));
        if (first.IsWrong) return Parsed.Wrong(first.Error);
        if (last.IsWrong) return Parsed.Wrong(last.Error);
        var (firstDay, lastDay) = (DayRange.Bound("fromDay", fromDay), DayRange.Bound("toDay", toDay));
        if (firstDay.IsWrong) return Parsed.Wrong(firstDay.Error);
        if (lastDay.IsWrong) return Parsed.Wrong(lastDay.Error);
        var parsedKind = Choice.Parse<LedgerKind>("kind", kind);
        if (parsedKind.IsWrong) return Parsed.Wrong(parsedKind.Error);
        Actor? who = null;
        if (actor is not null && !Actor.TryParse(actor, out who))
            return Parsed.Wrong($"actor '{actor}': account:NAME, token:NAME, local or program:ROLE");
        var older = WholeNumber.Parse("before", before, 1, long.MaxValue);
        if (older.IsWrong) return Parsed.Wrong(older.Error);
        var most = WholeNumber.Parse("limit", limit, 1, LedgerQuery.MostRows);
        if (most.IsWrong) return Parsed.Wrong(most.Error);
        var question = new LedgerQuery
        {
            From = first.Value, To = last.Value, FromDay = firstDay.Value,
            ToDay = lastDay.Value is { } day && day < DateOnly.MaxValue ? day.AddDays(1) : null,
            Kind = parsedKind.Value, Actor = who, Before = older.Value,
        };
        return most.Value is { } rows ? question with { Limit = (int)rows } : question;
    }

    private static LedgerRowView View(LedgerRow row, City city) => new(
        row.Id, city.Local(row.At), row.Actor.ToString(), row.Kind, row.Subject, row.Day, row.Month?.ToString(),
        row.Why, Json(row.Before), Json(row.After));

    private static JsonElement? Json(string? json) => json is null ? null : JsonText.Parse(json);
}
