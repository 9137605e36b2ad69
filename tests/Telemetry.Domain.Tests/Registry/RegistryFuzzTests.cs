using System.Text;
using CsCheck;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Registry;

public sealed class RegistryFuzzTests
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(new SmallCity().Json);

    [Fact]
    public void Parse_AnyBytesOverwritten_IsARegistryOrErrorsAndNeverThrows()
    {
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Byte.Array[1, 8]).Array[1, 3].Sample(edits =>
        {
            var bytes = (byte[])Good.Clone();
            foreach (var (at, patch) in edits)
                patch.AsSpan(0, Math.Min(patch.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
            return IsEither(RegistryFile.Parse(bytes));
        }, iter: 1_000);
    }

    [Fact]
    public void Parse_AnyValueReplaced_IsARegistryOrErrorsAndNeverThrows()
    {
        string[] values =
        [
            "null", "true", "[]", "{}", "[[]]", "[1]", "0", "-1", "1e999", "\"\"", "\"x\"", "\"\\ud83d\"",
            "\"2009-01-01\"", "{\"\":1,\"\":2}",
            "{\"type\":\"Polygon\",\"type\":\"Polygon\",\"coordinates\":[[[0,0]]],\"coordinates\":1}",
        ];
        var starts = Enumerable.Range(0, Good.Length).Where(i => Good[i] == ':').ToArray();

        Gen.Select(Gen.Int[0, starts.Length - 1], Gen.Int[0, values.Length - 1]).Sample((start, value) =>
        {
            var from = starts[start] + 1;
            var until = EndOfValue(from);
            byte[] bytes = [.. Good[..from], .. Encoding.UTF8.GetBytes(values[value]), .. Good[until..]];
            return IsEither(RegistryFile.Parse(bytes));
        }, iter: 1_000);
    }

    private static bool IsEither(RegistryParseResult result) =>
        result.IsValid == result.Errors.IsEmpty && result.Errors.All(e => e.Path.Length > 0 && e.Message.Length > 0);

    /// <summary>Brackets counted, strings skipped; the small city has no escapes in its texts.</summary>
    private static int EndOfValue(int from)
    {
        var depth = 0;
        var quoted = false;
        for (var i = from; i < Good.Length; i++)
        {
            var c = (char)Good[i];
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c is ',' or '}' or ']' && depth == 0) return i;
            if (c is '{' or '[') depth++;
            if (c is '}' or ']') depth--;
        }
        return Good.Length;
    }
}
