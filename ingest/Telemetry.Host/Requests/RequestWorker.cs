using System.Text.Json;
using Telemetry.Host.Derivation.Recompute;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Storing;

namespace Telemetry.Host.Requests;

/// <summary>
/// Does what commands ask for: letters and lines one request after the other, days to derive beside them, as they take
/// longer. What this process's roles can't do is answered in words.
/// </summary>
internal sealed partial class RequestWorker(
    RequestFolder folder, TimeProvider time, ILogger<RequestWorker> logger, DeadLetterReplay? replay = null,
    ResendQueue? resends = null, RecomputeRequests? recomputes = null) : BackgroundService
{
    // Requests that are being done beside the loop, by name.
    private readonly Dictionary<string, Task> _beside = [];

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>A command waits seconds for its answer, a person perhaps until tomorrow.</summary>
    private static readonly TimeSpan KeepAnswers = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ClearOld();
        using var timer = new PeriodicTimer(LookInterval, time);
        try
        {
            do
            {
                foreach (var name in folder.Open())
                {
                    if (!_beside.TryGetValue(name, out var task)) await DoAsync(name, stoppingToken);
                    else if (task.IsCompleted) await EndAsync(name, task);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An unfinished request still lies in the folder and is done at the next start; repeating it is harmless.
        }
    }

    private void ClearOld()
    {
        try
        {
            var cleared = folder.Clear(time.GetUtcNow() - KeepAnswers);
            if (cleared > 0) Log.Cleared(logger, cleared);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotCleared(logger, exception.Message);
        }
    }

    private async Task DoAsync(string name, CancellationToken cancellationToken)
    {
        HostAnswer answer;
        try
        {
            var request = await folder.ReadAsync(name, cancellationToken);
            if (request.Recompute is { } days && recomputes is not null)
            {
                var done = recomputes.BeginAsync(days);
                if (done.IsCompleted) answer = await done;
                else
                {
                    _beside.Add(name, AnswerAsync(name, done, cancellationToken));
                    return;
                }
            }
            else answer = await DoAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.NotDone(logger, name, exception.Message);
            answer = new HostAnswer(Error: exception.Message);
        }
        await AnswerAsync(name, answer, cancellationToken);
    }

    private async Task<HostAnswer> DoAsync(HostRequest request, CancellationToken cancellationToken)
    {
        if (request is { Recompute: not null } || (request.Replay is not null && replay is null)
            || (request.ResendFrom is not null && resends is null))
        {
            return new HostAnswer(Error: "the host of this data folder doesn't run the role that does this: name the "
                + "folder of one with the role ingest (letters, lines) or derive (days)");
        }
        var replayed = request.Replay is { } ids ? await replay!.ReplayAsync(ids, cancellationToken) : null;
        Resent? resent = request.ResendFrom is { } from ? await ResendAsync(from, cancellationToken) : null;
        return new HostAnswer(replayed, resent?.Lines, resent?.Skipped);
    }

    private async Task EndAsync(string name, Task task)
    {
        _beside.Remove(name);
        await task;
    }

    private async Task AnswerAsync(string name, Task<HostAnswer> answer, CancellationToken cancellationToken) =>
        await AnswerAsync(name, await answer.WaitAsync(cancellationToken), cancellationToken);

    private async Task AnswerAsync(string name, HostAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            await folder.AnswerAsync(name, answer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk, most likely: the request is still there and is done once more, which is harmless.
            Log.NotAnswered(logger, name, exception.Message);
        }
    }

    private async Task<Resent> ResendAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var resend = new Resend(from);
        resends!.Add(resend);
        return await resend.Done.WaitAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(3301, LogLevel.Warning, "The request {Name} was not done: {Problem}")]
        public static partial void NotDone(ILogger logger, string name, string problem);

        [LoggerMessage(
            3302, LogLevel.Warning,
            "The answer to the request {Name} could not be written, and the request is done again: {Problem}")]
        public static partial void NotAnswered(ILogger logger, string name, string problem);

        [LoggerMessage(3303, LogLevel.Information,
            "{Count} answers and unfinished files older than a day, which nobody came for, are removed from the "
            + "requests")]
        public static partial void Cleared(ILogger logger, int count);

        [LoggerMessage(3304, LogLevel.Warning, "Old answers in the requests could not be removed: {Problem}")]
        public static partial void NotCleared(ILogger logger, string problem);
    }
}
