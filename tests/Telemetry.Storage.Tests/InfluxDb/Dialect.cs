using System.Globalization;
using System.Text.Json;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>
/// How each InfluxDB answers a write with bad lines in it, in the words of the documented bodies (see
/// <see cref="AnswerClassifierTests"/> for their sources). Lines with <c>!syntax</c> can't be parsed, lines with
/// <c>!type</c> have a type conflict; the others are good.
/// </summary>
internal static class Dialect
{
    public static bool IsBad(string line) => IsSyntax(line) || IsType(line);

    /// <summary>The answer, and the lines that are stored for all that.</summary>
    public static (int Status, string Body, IReadOnlyList<string> Stored) Answer(
        InfluxDbVersion version, IReadOnlyList<string> lines)
    {
        var good = lines.Where(line => !IsBad(line)).ToList();
        if (good.Count == lines.Count) return (204, "", good);
        return version switch
        {
            InfluxDbVersion.V1 => V1(lines, good),
            InfluxDbVersion.V2 => V2(lines, good),
            _ => V3(lines, good),
        };
    }

    private static bool IsSyntax(string line) => line.Contains("!syntax", StringComparison.Ordinal);

    private static bool IsType(string line) => line.Contains("!type", StringComparison.Ordinal);

    // 1.x stores what it can; a type conflict hides what could not be parsed.
    private static (int, string, IReadOnlyList<string>) V1(IReadOnlyList<string> lines, List<string> good)
    {
        var conflicts = lines.Count(IsType);
        var message = conflicts > 0
            ? "partial write: " + Conflict(lines, conflicts)
            : good.Count > 0 ? "partial write: " + Unparsed(lines) + " dropped=0" : Unparsed(lines);
        return (400, JsonSerializer.Serialize(new { error = message }), good);
    }

    // 2.x parses first, all or nothing; the engine then stores what it can.
    private static (int, string, IReadOnlyList<string>) V2(IReadOnlyList<string> lines, List<string> good)
    {
        if (lines.Any(IsSyntax))
            return (400, JsonSerializer.Serialize(new { code = "invalid", message = Unparsed(lines) }), []);
        var message = "failure writing points to database: partial write: " + Conflict(lines, lines.Count(IsType));
        return (422, JsonSerializer.Serialize(new { code = "unprocessable entity", message }), good);
    }

    private static (int, string, IReadOnlyList<string>) V3(IReadOnlyList<string> lines, List<string> good)
    {
        var data = lines.Select((line, i) => (line, number: i + 1)).Where(l => IsBad(l.line)).Select(l => new
        {
            original_line = l.line.Length > 20 ? l.line[..20] : l.line,
            line_number = l.number,
            error_message = IsType(l.line) ? "invalid column type for column 'v'" : "No fields were provided",
        });
        return (400, JsonSerializer.Serialize(new { error = "partial write of line protocol occurred", data }), good);
    }

    private static string Unparsed(IReadOnlyList<string> lines) =>
        string.Join('\n', lines.Where(IsSyntax).Select(line => $"unable to parse '{line}': invalid field format"));

    private static string Conflict(IReadOnlyList<string> lines, int conflicts)
    {
        var first = lines.First(IsType);
        var measurement = first[..first.IndexOfAny([',', ' '])];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"field type conflict: input field \"v\" on measurement \"{measurement}\" is type string, already exists "
            + $"as type float dropped={conflicts}");
    }
}
