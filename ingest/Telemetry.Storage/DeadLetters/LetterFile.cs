using System.Globalization;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.DeadLetters;

/// <summary>Names, ids and whole contents of the log's files.</summary>
internal static class LetterFile
{
    private const string Prefix = "dead-letters-";
    private const string Extension = ".jsonl";

    public static string Name(long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D6}{Extension}");

    public static string Id(long number, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{number}-{offset}");

    public static bool TryId(string id, out long number, out long offset)
    {
        number = offset = 0;
        return id.Split('-') is [var file, var place]
            && long.TryParse(file, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out offset);
    }

    /// <summary>Numbers of the files that are there, oldest first.</summary>
    public static List<long> Numbers(IFileLayer files, string folder)
    {
        var numbers = new List<long>();
        foreach (var name in files.List(folder))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.EndsWith(Extension, StringComparison.Ordinal)
                && long.TryParse(
                    name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Extension.Length), NumberStyles.None,
                    CultureInfo.InvariantCulture, out var number)) numbers.Add(number);
        }
        numbers.Sort();
        return numbers;
    }

    public static byte[] ReadAll(IFileLayer files, string path)
    {
        using var file = files.OpenRead(path);
        var content = new byte[file.Length];
        var read = file.Read(content, 0);
        return read == content.Length ? content : content[..read];
    }

    /// <summary>Every whole line with its offset; what follows the last line end is no line yet.</summary>
    public static IEnumerable<(int Offset, ReadOnlyMemory<byte> Line)> Lines(ReadOnlyMemory<byte> content)
    {
        for (var offset = 0; ;)
        {
            var length = content.Span[offset..].IndexOf((byte)'\n');
            if (length < 0) yield break;
            yield return (offset, content.Slice(offset, length));
            offset += length + 1;
        }
    }
}
