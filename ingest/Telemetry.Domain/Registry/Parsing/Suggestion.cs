namespace Telemetry.Domain.Registry.Parsing;

/// <summary>"Did you mean": the nearest of the known words, where one is near enough to be meant.</summary>
public static class Suggestion
{
    private const int LongestWord = 64;

    /// <summary>Empty, or a phrase to append to a message.</summary>
    public static string For(string wrong, IEnumerable<string> known)
    {
        if (wrong.Length > LongestWord) return "";
        string? nearest = null;
        var least = Math.Max(1, wrong.Length / 3) + 1;
        foreach (var word in known)
        {
            var distance = Distance(wrong.ToLowerInvariant(), word.ToLowerInvariant());
            if (distance >= least) continue;
            least = distance;
            nearest = word;
        }
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    /// <summary>Edits from one to the other: insertions, deletions, replacements and swaps of neighbours.</summary>
    internal static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var best = Math.Min(replace, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    best = Math.Min(best, table[i - 2, j - 2] + 1);
                table[i, j] = best;
            }
        }
        return table[a.Length, b.Length];
    }
}
