using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Words;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Alarms;

namespace Telemetry.Dashboards.Alarms;

/// <summary>What is and was wrong.</summary>
internal static class AlarmsEndpoint
{
    public static void MapAlarms(this IEndpointRouteBuilder app)
    {
        app.MapGet("/alarms", List)
            .May(Right.Read)
            .WithName("alarms")
            .WithTags("Alarms")
            .WithSummary("What is wrong, and what was")
            .WithDescription(
                "Newest first. Without `state` and `open`: what is open, that is not yet history. Changes come live on "
                + "/api/live under `alarms/{id}`.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        app.MapGet("/alarms/counts", Count)
            .May(Right.Read)
            .WithName("alarm-counts")
            .WithTags("Alarms")
            .WithSummary("How many alarms are open, by state and priority")
            .WithDescription("`unacknowledged` counts those that nobody has seen, gone or not; shelved ones aside.");
        app.MapGet("/alarms/{id}", Find)
            .May(Right.Read)
            .WithName("alarm")
            .WithTags("Alarms")
            .WithSummary("One alarm and its life")
            .WithDescription("What happened to it, oldest first, each with who did it and why.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapAlarmActions();
    }

    private static async Task<Results<Ok<AlarmPageView>, ProblemHttpResult>> List(
        [Description(
            "One of unacknowledged, acknowledged, cleared_unacknowledged, shelved, cleared; cleared is history.")]
        string? state,
        [Description("`true`: not yet history; `false`: history alone; absent with a state: both.")] bool? open,
        [Description("A rule, such as meter_silent; exactly.")] string? rule,
        [Description("One of low, medium, high, critical: this one and what is more pressing.")] string? priority,
        [Description("`plant:ID`, `meter:PLANT/METER`, `vehicle:ID` and so on; exactly.")] string? asset,
        [Description("`plant:ID`, `district:ID`, `host:NAME`: all that belongs to it.")] string? group,
        [Description("A district's id.")] string? district,
        [Description("Raised at this instant or later: ISO 8601 with an offset, or Unix milliseconds.")] string? from,
        [Description("Raised before this instant, as `from`.")] string? to,
        [Description("Only alarms behind this one: `next` of the page before.")] string? after,
        [Description("Alarms of a page, 1 to 1,000; 100 where absent.")] string? limit,
        IOperations operations, IRegistrySource registry, CancellationToken cancellationToken)
    {
        var question = Parse(state, rule, priority, from, to, limit);
        if (question.IsWrong) return Problems.BadRequest(question.Error);
        var page = await operations.Alarms.ReadAsync(
            question.Value with
            {
                Open = open ?? (question.Value.State is null ? true : null), Asset = asset, Group = group,
                District = district, After = after,
            },
            cancellationToken);
        var city = registry.Current.City;
        return TypedResults.Ok(new AlarmPageView([.. page.Alarms.Select(alarm => View(alarm, city))], page.Next));
    }

    private static async Task<Ok<AlarmCountsView>> Count(IOperations operations, CancellationToken cancellationToken)
    {
        var counts = await operations.Alarms.CountAsync(cancellationToken);
        return TypedResults.Ok(new AlarmCountsView(
            counts.Sum(static one => one.Count),
            counts.Where(static one => one.State is AlarmState.Unacknowledged or AlarmState.ClearedUnacknowledged)
                .Sum(static one => one.Count),
            [.. counts.Select(static one => new AlarmCountView(one.State, one.Priority, one.Count))]));
    }

    private static async Task<Results<Ok<AlarmDetailView>, ProblemHttpResult>> Find(
        [Description("As listed.")] string id, IOperations operations, IRegistrySource registry,
        CancellationToken cancellationToken)
    {
        if (await operations.Alarms.FindAsync(new AlarmId(id), cancellationToken) is not { } alarm) return NotFound(id);
        var events = await operations.Alarms.EventsAsync(alarm.Id, cancellationToken);
        var city = registry.Current.City;
        return TypedResults.Ok(new AlarmDetailView(
            View(alarm, city),
            [
                .. events.Select(one => new AlarmEventView(
                    one.Kind, city.Local(one.At), one.By, Some(one.Why), one.Before, one.After)),
            ]));
    }

    internal static ProblemHttpResult NotFound(string id) => Problems.NotFound($"There is no alarm '{id}'.");

    internal static AlarmView View(Alarm alarm, City city)
    {
        var text = AlarmText.Of(alarm, city.TimeZone);
        return new AlarmView(
            alarm.Id.Value, alarm.Rule, alarm.Asset.ToString(), alarm.Group, alarm.Name, alarm.Priority, alarm.State,
            alarm.Active, alarm.Late, city.Local(alarm.Onset), city.Local(alarm.RaisedAt),
            alarm.ReturnedAt is { } returned ? city.Local(returned) : null,
            alarm.ClosedAt is { } closed ? city.Local(closed) : null, alarm.Occurrences, alarm.Value, alarm.Limit,
            Some(alarm.Detail), alarm.District?.Value, alarm.ResponsibleUnit, text.Title, text.Text, text.FirstAction,
            alarm.Acknowledgement is { } known
                ? new AcknowledgementView(known.By, city.Local(known.At), Some(known.Note)) : null,
            alarm.Shelf is { } shelf
                ? new ShelfView(shelf.By, city.Local(shelf.At), shelf.Reason, city.Local(shelf.Until)) : null);
    }

    private static string? Some(string text) => text.Length > 0 ? text : null;

    private static Parsed<AlarmQuery> Parse(
        string? state, string? rule, string? priority, string? from, string? to, string? limit)
    {
        var wantedState = Choice.Parse<AlarmState>("state", state);
        if (wantedState.IsWrong) return Parsed.Wrong(wantedState.Error);
        var wantedRule = Choice.Parse<AlarmRule>("rule", rule);
        if (wantedRule.IsWrong) return Parsed.Wrong(wantedRule.Error);
        var least = Choice.Parse<AlarmPriority>("priority", priority);
        if (least.IsWrong) return Parsed.Wrong(least.Error);
        var (first, last) = (TimeRange.Bound("from", from), TimeRange.Bound("to", to));
        if (first.IsWrong) return Parsed.Wrong(first.Error);
        if (last.IsWrong) return Parsed.Wrong(last.Error);
        var most = WholeNumber.Parse("limit", limit, 1, AlarmQuery.MostRows);
        if (most.IsWrong) return Parsed.Wrong(most.Error);
        var question = new AlarmQuery
        {
            State = wantedState.Value, Rule = wantedRule.Value, LeastPriority = least.Value, From = first.Value,
            To = last.Value,
        };
        return most.Value is { } rows ? question with { Limit = (int)rows } : question;
    }
}
