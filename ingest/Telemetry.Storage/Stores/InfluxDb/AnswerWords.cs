using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// The words of an error answer: <c>{"error"}</c> of 1.x, <c>{"code","message"}</c> of 2.x, <c>{"error","data":[…]}</c>
/// or <c>{"code","message","line"}</c> of 3.x and its relatives, or plain text.
/// </summary>
internal sealed partial class AnswerWords
{
    const int MaxDetail = 400;
    const string Unparsable = "unable to parse '";

    AnswerWords(string message, List<NamedLine> named)
    {
        Message = message;
        Named = named;
    }

    /// <summary>What the server says of the request as a whole.</summary>
    public string Message { get; }

    public IReadOnlyList<NamedLine> Named { get; }

    public static AnswerWords Read(string body)
    {
        var named = new List<NamedLine>();
        var message = Trimmed(body);
        if (message.StartsWith('{')) message = ReadJson(message, named);
        if (named.Count == 0) ReadQuotedLines(message, named);
        return new AnswerWords(message, named);
    }

    public LineClue Clue()
    {
        // The last one is the server's own: lines that it quotes stand before it.
        var dropped = DroppedPoints().Matches(Message).LastOrDefault();
        var conflict = ConflictingMeasurement().Match(Message);
        return new LineClue(
            dropped is not null
            && int.TryParse(dropped.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                ? n : null,
            conflict.Success ? conflict.Groups[1].Value : null,
            Named);
    }

    /// <summary>For people: one line, no control characters, cut.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxDetail) + 1);
        foreach (var c in Trimmed(text))
        {
            if (clean.Length == MaxDetail) return clean.Append('…').ToString();
            clean.Append(char.IsControl(c) ? ' ' : c);
        }
        return clean.ToString();
    }

    static string Trimmed(string text) => text.Trim().TrimStart('\uFEFF');

    static string ReadJson(string body, List<NamedLine> named)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var message = Text(root, "error") ?? Text(root, "message") ?? Text(root, "code") ?? body;
            if (root.TryGetProperty("data", out var data))
            {
                if (data.ValueKind == JsonValueKind.Array)
                {
                    foreach (var line in data.EnumerateArray()) ReadNumberedLine(line, named);
                }
                else
                {
                    ReadNumberedLine(data, named);
                }
            }
            else if (root.TryGetProperty("line", out var first) && first.TryGetInt32(out var number) && number > 0)
            {
                named.Add(new NamedLine(number, "", Clean(message)));
            }
            // "partial write of line protocol occurred" alone tells nobody what to mend.
            return named.Count == 1 && named[0].Text.Length > 0 ? message + ": " + named[0].Detail : message;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return body;
        }
    }

    static void ReadNumberedLine(JsonElement line, List<NamedLine> named)
    {
        if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty("line_number", out var value)
            || value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number <= 0)
        {
            return;
        }
        named.Add(new NamedLine(
            number, Text(line, "original_line") ?? "", Clean(Text(line, "error_message") ?? "refused")));
    }

    static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text : null;

    // 1.x and 2.x quote every line that they can't parse, one below the other, in the order of the request. A string
    // with
    // a quote missing swallows the lines after it, so an entry may span several.
    static void ReadQuotedLines(string message, List<NamedLine> named)
    {
        var at = message.IndexOf(Unparsable, StringComparison.Ordinal);
        while (at >= 0)
        {
            var start = at + Unparsable.Length;
            at = message.IndexOf("\n" + Unparsable, start, StringComparison.Ordinal);
            var entry = message[start..(at < 0 ? message.Length : at)];
            if (at >= 0) at++;
            var end = entry.LastIndexOf("': ", StringComparison.Ordinal);
            if (end < 0) continue;
            named.Add(new NamedLine(0, entry[..end], Clean("unable to parse: " + entry[(end + 3)..])));
        }
    }

    [GeneratedRegex(@"\bdropped=(\d{1,9})\b", RegexOptions.CultureInvariant)]
    private static partial Regex DroppedPoints();

    [GeneratedRegex(
        """field type conflict: input field ".*?" on measurement "(.*?)" is type""", RegexOptions.CultureInvariant)]
    private static partial Regex ConflictingMeasurement();
}
