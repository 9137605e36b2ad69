using System.CommandLine;
using System.Globalization;
using System.Text;
using Telemetry.Domain.Readings;
using Telemetry.Host.Options;
using Telemetry.Host.Requests;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;

namespace Telemetry.Host.Commands;

/// <summary><c>telemetry dead-letters list | show | replay</c>.</summary>
internal static class DeadLettersCommand
{
    private static readonly Option<string?> Reason = new("--reason")
    {
        Description = $"Only this reason: {string.Join(", ", RejectReasons.All)}.",
    };

    private static readonly Option<string?> Topic =
        new("--topic") { Description = "Only this topic; + and # as in MQTT." };
    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "Only from this moment on." };
    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "Only before this moment." };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "At most so many, newest first; 50 by default.", DefaultValueFactory = static _ => 50,
    };

    private static readonly Argument<string> Id = new("id") { Description = "As listed." };

    private static readonly Argument<string[]> Ids = new("ids")
    {
        Description = "As listed; without any, all that the filters find.", Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        Limit.Validators.Add(static limit =>
        {
            if (limit.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number)
                && number < 1)
                limit.AddError($"--limit '{number}': 1 or more");
        });
        var list = new Command("list", "Lists dead letters, newest first.") { Reason, Topic, From, To, Limit };
        CommandLine.SetBody(list, ListAsync);
        var show = new Command("show", "Shows one dead letter with its bytes.") { Id };
        CommandLine.SetBody(show, ShowAsync);
        var replay = new Command(
            "replay", "Offers dead letters to the host again; for when registry or program were mended.")
        {
            Ids, Reason, Topic, From, To,
        };
        CommandLine.SetBody(replay, ReplayAsync);
        return new Command("dead-letters", "What could not be accepted, with its bytes and the reason.") { list, show,
            replay };
    }

    private static Task<int> ListAsync(
        TelemetryOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var letter in Open(options).Read(Filter(parsed, parsed.GetValue(Limit))))
        {
            count++;
            // One line a letter, whatever the width of the terminal: it is read, searched and cut by other programs.
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{letter.Id,-12}  {letter.At:yyyy-MM-dd HH:mm:ss}Z  {letter.Reason.Name(),-14}  {letter.Topic}  "
                + $"{letter.Detail}{(letter.ReplayedAt is null ? "" : "  (replayed)")}"));
        }
        if (count == 0) Console.WriteLine($"No dead letters in {Path.GetFullPath(options.Host.DataFolder)}.");
        return Task.FromResult(0);
    }

    private static Task<int> ShowAsync(
        TelemetryOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var id = parsed.GetValue(Id)!;
        if (Open(options).Find(id) is not { } letter)
            throw new StartRefusedException(
                $"there is no dead letter '{id}' in {Path.GetFullPath(options.Host.DataFolder)}");
        Console.WriteLine($"id        {letter.Id}{(letter.ReplayedAt is { } at ? $" (replayed {at:O})" : "")}");
        Console.WriteLine($"received  {letter.At:O}");
        Console.WriteLine($"topic     {letter.Topic}");
        Console.WriteLine($"qos       {letter.QualityOfService}{(letter.Retained ? ", retained" : "")}");
        Console.WriteLine($"reason    {letter.Reason.Name()}");
        Console.WriteLine($"detail    {letter.Detail}");
        if (letter.Objects > 1 || letter.Joint is not null)
            Console.WriteLine(
                $"objects   {letter.Objects}{(letter.Joint is { } joint ? $" (numbers {joint} of the payload)" : "")}");
        Console.WriteLine(
            $"bytes     "
            + $"{letter.Length}{(letter.IsTruncated ? $" (only the first {letter.Raw.Length} were kept)" : "")}");
        Console.WriteLine();
        Console.WriteLine(Encoding.UTF8.GetString(letter.Raw.Span));
        return Task.FromResult(0);
    }

    private static async Task<int> ReplayAsync(
        TelemetryOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var ids = parsed.GetValue(Ids) ?? [];
        if (ids.Length == 0)
        {
            var open = Filter(parsed, int.MaxValue) with { Replayed = false, NewestFirst = false };
            ids = [.. Open(options).Read(open).Select(letter => letter.Id)];
        }
        if (ids.Length == 0)
        {
            Console.WriteLine("Nothing to replay.");
            return 0;
        }
        var answer = await HostRequests.AskAsync(options, new HostRequest(Replay: ids), cancellationToken);
        if (answer?.Replay is not { } report) return HostRequests.Explain(answer);
        Console.WriteLine(
            $"{report.Replayed} replayed, {report.RejectedAgain} of them rejected again, "
            + $"{report.Unfit} can't be replayed (not kept whole, or refused by the store), {report.Missing} not "
            + $"found.");
        return report.Missing > 0 ? CommandLine.Failed : 0;
    }

    private static DeadLetterFilter Filter(ParseResult parsed, int limit)
    {
        RejectReason? reason = null;
        if (parsed.GetValue(Reason) is { } name)
        {
            reason = RejectReasons.TryParse(name, out var known)
                ? known
                : throw new StartRefusedException($"--reason '{name}': one of {string.Join(", ", RejectReasons.All)}");
        }
        return new DeadLetterFilter
        {
            Reason = reason, Topic = parsed.GetValue(Topic), From = parsed.GetValue(From), To = parsed.GetValue(To),
            Limit = limit,
        };
    }

    private static DeadLetterReader Open(TelemetryOptions options)
    {
        // "None" of a folder where no host ever ran would be a wrong answer.
        if (!Directory.Exists(options.Host.DataFolder))
        {
            throw new StartRefusedException(
                $"there is no {Path.GetFullPath(options.Host.DataFolder)}: no host has run with these settings here. "
                + "Name its folder with --Telemetry:Host:DataFolder=DIR (a demo's is data/demo), or its settings with "
                + "--config FILE");
        }
        return new DeadLetterReader(options.DeadLetters.Folder, DiskFiles.Instance, TimeProvider.System);
    }
}
