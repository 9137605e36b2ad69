using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Domain.Registry;
using Telemetry.Dashboards.Access;
using Telemetry.Storage.Operations.Declared;

namespace Telemetry.Dashboards.Declared;

/// <summary>What a figure of each kind is made of, for whoever makes a form of it.</summary>
internal static class FormsEndpoint
{
    public static void MapDeclaredForms(this IEndpointRouteBuilder app) => app
        .MapGet("/declared/forms", List)
        .May(Right.Read)
        .WithName("declared-forms")
        .WithTags("Declared figures")
        .WithSummary("The columns of every kind of declared figure")
        .WithDescription("They are the columns of its CSV file and the keys of its JSON object.");

    private static Ok<DeclaredForms> List() => TypedResults.Ok(new DeclaredForms(
    [
        .. Enum.GetValues<FigureKind>().Select(static kind => new DeclaredForm(
            kind,
            [
                .. FigureColumn.Of(kind).Select(static column => new DeclaredColumn(
                    column.Name, column.IsRequired, column.Unit.Length > 0 ? column.Unit : null, column.Allowed)),
            ])),
    ]));
}

public sealed record DeclaredForms(IReadOnlyList<DeclaredForm> Forms);

/// <param name="Columns">In the order of the kind's template.</param>
public sealed record DeclaredForm(FigureKind Kind, IReadOnlyList<DeclaredColumn> Columns);

/// <param name="Unit">Absent for a word, a day or an instant.</param>
/// <param name="Allowed">For people: what may stand in it.</param>
public sealed record DeclaredColumn(string Name, bool Required, string? Unit, string Allowed);
