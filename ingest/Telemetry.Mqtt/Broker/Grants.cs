namespace Telemetry.Mqtt.Broker;

/// <summary>What one client may write and read.</summary>
internal sealed class Grants
{
    /// <summary>A client without a name on this machine: everything that isn't the host's own.</summary>
    public static readonly Grants Everything = new(["#"], ["#"]);

    public static readonly Grants Nothing = new([], []);

    private readonly string[] _write;
    private readonly string[] _read;

    private Grants(string[] write, string[] read)
    {
        _write = write;
        _read = read;
    }

    /// <summary>
    /// The user's patterns with <c>%u</c> (user name) and <c>%c</c> (client id) filled in. A client id that would act
    /// as a wildcard or as several levels makes its pattern void.
    /// </summary>
    public static Grants For(UserEntry user, string clientId)
    {
        return new Grants(Fill(user.Write), Fill(user.Read));

        string[] Fill(IReadOnlyList<string> patterns) =>
        [
            .. patterns
                .Where(pattern => !pattern.Contains("%c", StringComparison.Ordinal) || IsOneLevel(clientId))
                .Select(pattern => pattern
                    .Replace("%u", user.Name, StringComparison.Ordinal)
                    .Replace("%c", clientId, StringComparison.Ordinal)),
        ];
    }

    public bool MayWrite(string topic) => Any(_write, topic);

    public bool MayRead(string filter) => Any(_read, filter);

    public static bool IsOneLevel(string text) => text.Length > 0 && !text.AsSpan().ContainsAny('/', '+', '#');

    private static bool Any(string[] granted, string asked)
    {
        foreach (var filter in granted)
        {
            if (TopicPattern.Covers(filter, asked)) return true;
        }
        return false;
    }
}
