using System.Text.Json;
using Telemetry.Host.Pipeline;
using Telemetry.Host.Storing;

namespace Telemetry.Host.Requests;

/// <summary>Does what commands ask for, one request after the other.</summary>
internal sealed partial class RequestWorker(
    RequestFolder folder, DeadLetterReplay replay, ResendQueue resends, TimeProvider time,
    ILogger<RequestWorker> logger)
    : BackgroundService
{
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
                foreach (var name in folder.Open()) await DoAsync(name, stoppingToken);
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
            var replayed = request.Replay is { } ids ? await replay.ReplayAsync(ids, cancellationToken) : null;
            Resent? resent = request.ResendFrom is { } from ? await ResendAsync(from, cancellationToken) : null;
            answer = new HostAnswer(replayed, resent?.Lines, resent?.Skipped);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.NotDone(logger, name, exception.Message);
            answer = new HostAnswer(Error: exception.Message);
        }
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
        resends.Add(resend);
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
