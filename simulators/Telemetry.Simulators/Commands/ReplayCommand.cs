using System.CommandLine;
using System.Globalization;
using Telemetry.Simulators.Replay;

namespace Telemetry.Simulators.Commands;

/// <summary><c>replay</c>: a recorded file, as if its devices were sending.</summary>
internal static class ReplayCommand
{
    public static Command Create(TextWriter output)
    {
        var broker = new BrokerArguments();
        var file = new Option<string>("--file") { Description = "CSV with a head line", Required = true };
        var delimiter = new Option<string>("--delimiter")
        {
            Description = "Between columns",
            DefaultValueFactory = static _ => ",",
        };
        var topic = new Option<string>("--topic")
        {
            Description = "Topic, with columns in braces: sanitation/vehicles/{id}/position",
            Required = true,
        };
        var timeColumn = new Option<string>("--time-column") { Description = "Column of the time", Required = true };
        var timeZone = new Option<string?>("--time-zone")
        {
            Description = "Of times without an offset, such as UTC or America/Chicago",
        };
        var timeFormat = new Option<string?>("--time-format")
        {
            Description = "unix, unixms or a .NET format; ISO 8601 by default",
        };
        var map = new Option<string[]>("--map")
        {
            Description = "field=column or field=column:unit, such as flow_m3h=value:MGD; repeatable",
            Required = true,
        };
        var set = new Option<string[]>("--set") { Description = "field=text that every message has; repeatable" };
        var where = new Option<string[]>("--where") { Description = "column=value that a row must have; repeatable" };
        var shift = new Option<string?>("--shift") { Description = "now, or +365d, -1h: added to every time" };
        var speed = new Option<string>("--speed")
        {
            Description = "1 as recorded, 60 a minute in a second, or max",
            DefaultValueFactory = static _ => "max",
        };
        var batch = new Option<int>("--batch")
        {
            Description = "Rows in a message",
            DefaultValueFactory = static _ => 1,
        };
        var window = new Option<int>("--window")
        {
            Description = "Unacknowledged messages",
            DefaultValueFactory = static _ => 64,
        };
        var clientId = new Option<string>("--client-id")
        {
            Description = "Of the connection",
            DefaultValueFactory = static _ => "replay",
        };

        var command = new Command("replay", "Send a recorded CSV file")
        {
            file, delimiter, topic, timeColumn, timeZone, timeFormat, map, set, where, shift, speed, batch, window,
            clientId,
        };
        broker.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new ReplayOptions
            {
                Broker = broker.Read(parsed),
                ClientId = parsed.GetValue(clientId)!,
                File = parsed.GetValue(file)!,
                Delimiter = Delimiter(parsed.GetValue(delimiter)!),
                Topic = Checked("--topic", parsed.GetValue(topic)!, static text => new TopicTemplate(text)),
                TimeColumn = parsed.GetValue(timeColumn)!,
                TimeZone = parsed.GetValue(timeZone) is { } zone ? Zone(zone) : null,
                TimeFormat = parsed.GetValue(timeFormat),
                Maps = [.. parsed.GetValue(map)!.Select(static text => Checked("--map", text, ColumnMap.Parse))],
                Constants = (parsed.GetValue(set) ?? []).Select(static text => Pair("--set", text))
                    .DistinctBy(static pair => pair.Name)
                    .ToDictionary(static pair => pair.Name, static pair => pair.Value),
                Where = [.. (parsed.GetValue(where) ?? []).Select(static text => Pair("--where", text))],
                ShiftToNow = parsed.GetValue(shift) == "now",
                Shift = parsed.GetValue(shift) is { } by and not "now" ? Spans.Parse("--shift", by) : TimeSpan.Zero,
                Speed = Speed(parsed.GetValue(speed)!),
                Batch = parsed.GetValue(batch),
                Window = parsed.GetValue(window),
            };
            if (options.Validate() is { Count: > 0 } errors)
                throw new UsageException(string.Join("; ", errors.Select(static error => "--" + error)));
            try
            {
                var replay = new ReplayRun(options, TimeProvider.System, new LineLogger(output));
                var counts = await replay.RunAsync(cancellation);
                Print(output, counts);
                return counts.Refused + counts.Wrong == 0 && counts.Acknowledged == counts.Sent ? 0 : 1;
            }
            catch (RecordingException e)
            {
                throw new UsageException(e.Message, e);
            }
        });
        return command;
    }

    private static void Print(TextWriter output, ReplayCounts counts)
    {
        foreach (var problem in counts.Problems) output.WriteLine(problem);
        if (counts.Ahead > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{counts.Ahead} rows were more than 5 minutes ahead of this clock, which hosts reject; "
                + $"--shift now goes with --speed 1"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"rows read {counts.Read}, sent {counts.Sent}, acknowledged {counts.Acknowledged}, "
            + $"refused {counts.Refused}, "
            + $"skipped {counts.Blank + counts.Filtered + counts.Wrong} "
            + $"(blank {counts.Blank}, filtered {counts.Filtered}, wrong {counts.Wrong})"));
    }

    private static T Checked<T>(string option, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            throw new UsageException($"{option}: {e.Message}", e);
        }
    }

    private static (string Name, string Value) Pair(string option, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals], text[(equals + 1)..])
            : throw new UsageException($"{option}: '{text}' is not name=value");
    }

    private static char Delimiter(string text) => text switch
    {
        [var one] => one,
        "\\t" or "tab" => '\t',
        _ => throw new UsageException($"--delimiter: '{text}' is not one character, or tab"),
    };

    private static double? Speed(string text) =>
        text == "max" ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) ? factor
        : throw new UsageException($"--speed: '{text}' is not a number, or max");

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        ? zone
        : throw new UsageException($"--time-zone: '{id}' is not known here; use an IANA name such as America/Chicago");
}
