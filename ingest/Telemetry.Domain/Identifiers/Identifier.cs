namespace Telemetry.Domain.Identifiers;

/// <summary>
/// What an identifier on the wire may look like: letters and digits of any script, <c>.</c>, <c>_</c>, <c>-</c>,
/// 1 to 64 characters. Nothing in it ever needs escaping in a topic, a tag, a path or a query.
/// </summary>
public static class Identifier
{
    public const int MaxLength = 64;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxLength) return false;
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '_' or '-')) return false;
        }
        return true;
    }
}
