namespace Telemetry.Host.Options;

/// <summary>
/// Settings on the command line, wherever they stand: <c>--Telemetry:Web:Url=http://127.0.0.1:8080</c>, or the value as
/// the next word. They are told apart before the commands read their own words, so that none is taken for the other.
/// </summary>
internal static class SettingArguments
{
    private const string Prefix = "--Telemetry:";

    /// <summary>
    /// Puts every setting into the form <c>{option}=Telemetry:Key=value</c> and leaves the other words alone.
    /// </summary>
    public static IReadOnlyList<string> Gather(IReadOnlyList<string> arguments, string option)
    {
        var words = new List<string>(arguments.Count);
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (!IsSetting(word))
            {
                words.Add(word);
                continue;
            }
            var hasNext = i + 1 < arguments.Count && !IsSetting(arguments[i + 1]);
            var value = word.Contains('=', StringComparison.Ordinal) || !hasNext ? "" : "=" + arguments[++i];
            words.Add($"{option}={word[2..]}{value}");
        }
        return words;
    }

    public static Dictionary<string, string?> Read(IReadOnlyList<string> settings, List<string> problems)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) values[setting[..equals]] = setting[(equals + 1)..];
            else problems.Add($"--{setting} has no value");
        }
        return values;
    }

    private static bool IsSetting(string word) => word.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
