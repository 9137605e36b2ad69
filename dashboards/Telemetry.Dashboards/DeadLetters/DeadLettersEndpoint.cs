using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.DeadLetters;

internal static class DeadLettersEndpoint
{
    private const int UsualLimit = 100;

    private const string ReasonHelp =
        "One of malformed, schema, unknown_topic, unknown_asset, time_missing, time_in_future, time_too_old, "
        + "out_of_range, too_large, store_rejected, internal.";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static void MapDeadLetters(this IEndpointRouteBuilder app) => app
        .MapGet("/dead-letters", List)
        .May(Right.Work)
        .WithName("dead-letters")
        .WithTags("Dead letters")
        .WithSummary("What could not be accepted, newest first")
        .WithDescription(
            "Each with its reason, what to mend in words, and its bytes. `telemetry dead-letters replay` offers them "
            + "again.")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<DeadLetterList>, ProblemHttpResult>> List(
        [Description(ReasonHelp)] string? reason,
        [Description("An MQTT topic filter: `sanitation/plants/+/flow/#`.")] string? topic,
        [Description("Moment of receipt, inclusive: ISO 8601 with an offset, or Unix milliseconds.")] string? from,
        [Description("Moment of receipt, exclusive, written as `from`.")] string? to,
        [Description("How many at most; 100 where absent.")] string? limit,
        IDeadLetterSource source, IRegistrySource registry, IOptions<DashboardsOptions> options,
        CancellationToken cancellationToken)
    {
        RejectReason parsed = default;
        if (reason is not null && !RejectReasons.TryParse(reason, out parsed))
            return Problems.BadRequest($"reason '{reason}': one of {string.Join(", ", RejectReasons.All)}");
        var first = TimeRange.Bound("from", from);
        if (first.IsWrong) return Problems.BadRequest(first.Error);
        var last = TimeRange.Bound("to", to);
        if (last.IsWrong) return Problems.BadRequest(last.Error);
        var most = Limit(limit, options.Value.MaxDeadLetters);
        if (most.IsWrong) return Problems.BadRequest(most.Error);

        var query = new DeadLetterQuery(reason is null ? null : parsed, topic, first.Value, last.Value);
        var letters = await Task.Run(() => source.Newest(query, most.Value + 1, cancellationToken), cancellationToken);
        var city = registry.Current.City;
        return TypedResults.Ok(new DeadLetterList(
            [.. letters.Take(most.Value).Select(letter => View(letter, city))], letters.Count > most.Value));
    }

    private static Parsed<int> Limit(string? text, int most)
    {
        if (text is null) return Math.Min(UsualLimit, most);
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        if (isNumber && limit >= 1 && limit <= most) return limit;
        return Parsed.Wrong(
            string.Create(CultureInfo.InvariantCulture, $"limit '{text}': a whole number from 1 to {most}"));
    }

    private static DeadLetterView View(DeadLetter letter, City city)
    {
        var text = TextOf(letter.Payload.Span);
        return new DeadLetterView(
            letter.Id, city.Local(letter.ReceivedAt), letter.Topic, letter.Reason.Name(), letter.Detail, text,
            text is null ? Convert.ToBase64String(letter.Payload.Span) : null, letter.Length,
            letter.Payload.Length < letter.Length, letter.Replayed, letter.Objects);
    }

    private static string? TextOf(ReadOnlySpan<byte> payload)
    {
        try
        {
            return Strict.GetString(payload);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <param name="DeadLetters">Newest first.</param>
/// <param name="More">True where the limit cut the list.</param>
public sealed record DeadLetterList(IReadOnlyList<DeadLetterView> DeadLetters, bool More);

/// <param name="Id">For <c>telemetry dead-letters show</c> and <c>replay</c>.</param>
/// <param name="ReceivedAt">Moment of receipt, in the city's time.</param>
/// <param name="Detail">What to mend, in words.</param>
/// <param name="PayloadText">The rejected bytes where they are UTF-8.</param>
/// <param name="PayloadBase64">The rejected bytes where they are not.</param>
/// <param name="Length">Length of the whole object, bytes.</param>
/// <param name="Cut">True where not all its bytes are here.</param>
/// <param name="Replayed">True once it was offered to the host again.</param>
/// <param name="Objects">Objects of one message that it speaks for; 1 for most.</param>
public sealed record DeadLetterView(
    string Id, DateTimeOffset ReceivedAt, string Topic, string Reason, string Detail, string? PayloadText,
    string? PayloadBase64, long Length, bool Cut, bool Replayed, int Objects);
