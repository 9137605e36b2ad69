using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;

namespace Telemetry.Dashboards.Declared;

internal static class DeclaredEndpoint
{
    private const int UsualLimit = 100;
    private const int MostRows = 1_000;

    private const string KindHelp =
        "One of water_supply, declared_generation, meter_replacement, day_correction, missed_volume, "
        + "laboratory_result, weighing.";

    public static void MapDeclared(this IEndpointRouteBuilder app)
    {
        var declared = app.MapGroup("/declared").WithTags("Declared figures");
        declared.MapGet("", List)
            .May(Right.Read)
            .WithName("declared")
            .WithSummary("What people stated, newest first")
            .WithDescription("Rows are added and superseded, never changed; superseded ones and withdrawals are here.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        declared.MapGet("/template", Template)
            .May(Right.Read)
            .WithName("declared-template")
            .WithSummary("The header of a kind's CSV file")
            .WithDescription("Columns may stand in any order; a column that is not required may be left out.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        Act(
            declared.MapPost("", Declare).Accepts<DeclareRequest>("application/json", "text/csv"), "declare",
            "States figures, as JSON or as a CSV file",
            "All of them are taken or none; what is in force already, word for word, adds nothing. JSON: "
            + "`{\"kind\", \"why\", \"figures\"}`. CSV (`Content-Type: text/csv`, UTF-8): `kind`, `why` and `file` in "
            + "the query, the columns of `/api/declared/template` in the header. Each wrong value is named with its "
            + "row and column in `errors`.");
        Act(
            declared.MapPost("/{id}/withdraw", Withdraw).ProducesProblem(StatusCodes.Status404NotFound),
            "withdraw-declared", "Takes a statement back",
            "By a row that says so; the newest of its figure alone can be taken back.");
    }

    private static void Act(RouteHandlerBuilder action, string name, string summary, string words) => action
        .AddEndpointFilter<ActionRules>()
        .May(Right.DeclareFigures)
        .WithName(name).WithSummary(summary)
        .WithDescription(words + " Stands in the ledger with the account or token that sent it.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<DeclaredList>, ProblemHttpResult>> List(
        [Description(KindHelp)] string? kind,
        [Description("`PLANT/METER`, a district or `city`, a facility; exactly.")] string? subject,
        [Description("Only rows older than this id: `next` of the page before.")] string? before,
        [Description("Rows of a page, 1 to 1,000; 100 where absent.")] string? limit,
        IOperations operations, IRegistrySource registry, CancellationToken cancellationToken)
    {
        var wanted = Choice.Parse<FigureKind>("kind", kind);
        if (wanted.IsWrong) return Problems.BadRequest(wanted.Error);
        var older = WholeNumber.Parse("before", before, 1, long.MaxValue);
        if (older.IsWrong) return Problems.BadRequest(older.Error);
        var most = WholeNumber.Parse("limit", limit, 1, MostRows);
        if (most.IsWrong) return Problems.BadRequest(most.Error);
        var rows = (int)(most.Value ?? UsualLimit);
        var figures = await operations.Declared.HistoryAsync(
            wanted.Value, subject, older.Value, rows, cancellationToken);
        var city = registry.Current.City;
        return TypedResults.Ok(new DeclaredList(
            [.. figures.Select(figure => View(figure, city))], figures.Count == rows ? figures[^1].Id : null));
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Template([Description(KindHelp)] string? kind)
    {
        var wanted = Choice.Parse<FigureKind>("kind", kind);
        if (wanted.IsWrong) return Problems.BadRequest(wanted.Error);
        if (wanted.Value is not { } one) return Problems.BadRequest($"kind is wanted: {Kinds}");
        var header = string.Join(',', FigureColumn.Of(one).Select(column => column.Name)) + "\r\n";
        return TypedResults.File(
            Encoding.UTF8.GetBytes(header), "text/csv; charset=utf-8", $"{WireNames.Of(one)}.csv");
    }

    private static async Task<Results<Ok<DeclaredReceipt>, ProblemHttpResult>> Declare(
        HttpContext context,
        [Description("Of a CSV file: " + KindHelp)] string? kind,
        [Description("Of a CSV file: the reason; it stands in the ledger.")] string? why,
        [Description("Of a CSV file: its name, kept with the import.")] string? file,
        IOperations operations, IRegistrySource source, CancellationToken cancellationToken)
    {
        var registry = source.Current;
        var actor = RequestActor.Of(context)!;
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken);
        if (body.IsWrong) return Problems.BadRequest(body.Error);
        if (context.Request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true)
        {
            var wanted = Wanted(kind, why);
            if (wanted.IsWrong) return Problems.BadRequest(wanted.Error);
            return Answer(
                await operations.Declared.ImportAsync(
                    wanted.Value, body.Value, file ?? "figures.csv", registry, actor, why!, cancellationToken),
                registry.City);
        }
        var request = Parse(body.Value);
        if (request.IsWrong) return Problems.BadRequest(request.Error);
        var stated = Wanted(request.Value.Kind, request.Value.Why);
        if (stated.IsWrong) return Problems.BadRequest(stated.Error);
        return Answer(
            await operations.Declared.DeclareAsync(
                stated.Value, request.Value.Figures, registry, actor, request.Value.Why!, cancellationToken),
            registry.City);
    }

    private static async Task<Results<Ok<DeclaredView>, ProblemHttpResult>> Withdraw(
        [Description("Of the row, as listed.")] long id, WithdrawRequest request, HttpContext context,
        IOperations operations, IRegistrySource registry, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Why)) return Problems.BadRequest(Why.Missing);
        var figure = await operations.Declared.WithdrawAsync(
            id, RequestActor.Of(context)!, request.Why, cancellationToken);
        if (figure is not null) return TypedResults.Ok(View(figure, registry.Current.City));
        return Problems.NotFound(string.Create(
            CultureInfo.InvariantCulture,
            $"Row {id} is not the newest of its figure, is a withdrawal itself, or does not exist."));
    }

    private static string Kinds => string.Join(", ", WireNames.All<FigureKind>());

    private static Parsed<FigureKind> Wanted(string? kind, string? why)
    {
        var wanted = Choice.Parse<FigureKind>("kind", kind);
        if (wanted.IsWrong) return Parsed.Wrong(wanted.Error);
        if (wanted.Value is not { } one) return Parsed.Wrong($"kind is wanted: {Kinds}");
        return string.IsNullOrWhiteSpace(why) ? Parsed.Wrong(Why.Missing) : one;
    }

    private static Parsed<DeclareRequest> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var request = JsonSerializer.Deserialize<DeclareRequest>(body.Span, DashboardsJson.Options);
            return request is { Figures.ValueKind: JsonValueKind.Object or JsonValueKind.Array }
                ? request
                : Parsed.Wrong("figures is wanted: one object or an array of them");
        }
        catch (JsonException e)
        {
            return Parsed.Wrong($"not JSON of that shape: {e.Message}");
        }
    }

    private static Results<Ok<DeclaredReceipt>, ProblemHttpResult> Answer(DeclareReceipt receipt, City city)
    {
        if (receipt.IsAccepted)
        {
            return TypedResults.Ok(new DeclaredReceipt(
                [.. receipt.Added.Select(figure => View(figure, city))], receipt.Unchanged, receipt.Earlier?.Id));
        }
        FigureProblem[] errors =
            [.. receipt.Errors.Select(error => new FigureProblem(error.Row, error.Column, error.Value, error.Allowed))];
        return TypedResults.Problem(
            errors.Length == 1
                ? $"Nothing was taken: one wrong value. {receipt.Errors[0]}"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nothing was taken: {errors.Length} wrong values. The first: {receipt.Errors[0]}"),
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["errors"] = errors });
    }

    private static DeclaredView View(DeclaredFigure figure, City city) => new(
        figure.Id, figure.Kind, figure.Subject, figure.Declaration.From, figure.Declaration.Until,
        JsonText.Parse(figure.Declaration.ToJson()), figure.Declaration.Source, figure.Actor.ToString(),
        city.Local(figure.At), figure.Why, figure.Supersedes, figure.IsWithdrawn);
}
