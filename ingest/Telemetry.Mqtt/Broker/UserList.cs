namespace Telemetry.Mqtt.Broker;

/// <param name="Write">Filters the user may publish to, <c>%u</c> and <c>%c</c> not yet filled in.</param>
/// <param name="Read">Filters the user may subscribe to; none by default.</param>
internal sealed record UserEntry(
    string Name, PasswordHash Password, IReadOnlyList<string> Write, IReadOnlyList<string> Read);

/// <summary>
/// A users file as read: one user a line, <c>name:hash:filter, filter, …</c>, where a filter may begin with
/// <c>read</c>. Empty lines and lines that begin with <c>#</c> are skipped.
/// </summary>
/// <param name="Errors">Every one, with its line.</param>
internal sealed record UserList(IReadOnlyDictionary<string, UserEntry> Users, IReadOnlyList<string> Errors)
{
    private const string ReadWord = "read ";

    public static UserList Read(string path)
    {
        var users = new Dictionary<string, UserEntry>(StringComparer.Ordinal);
        var errors = new List<string>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            if (Parse(text, out var error) is not { } user) errors.Add($"line {number}: {error}");
            else if (!users.TryAdd(user.Name, user)) errors.Add($"line {number}: user {user.Name} once only");
        }
        return new UserList(users, errors);
    }

    private static UserEntry? Parse(string line, out string error)
    {
        error = "";
        var parts = line.Split(':', 3);
        if (parts.Length < 3)
        {
            error = "name:hash:filters";
            return null;
        }
        if (!Grants.IsOneLevel(parts[0])) error = "a name without /, + and #";
        if (!PasswordHash.TryParse(parts[1], out var hash)) error = "a hash made by PasswordHash";
        var write = new List<string>();
        var read = new List<string>();
        foreach (
            var item in parts[2].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var isRead = item.StartsWith(ReadWord, StringComparison.Ordinal);
            var filter = isRead ? item[ReadWord.Length..].Trim() : item;
            if (!TopicPattern.IsFilter(filter)) error = $"topic filters, which \"{filter}\" is none of";
            (isRead ? read : write).Add(filter);
        }
        return error.Length > 0 ? null : new UserEntry(parts[0], hash!, write, read);
    }
}
