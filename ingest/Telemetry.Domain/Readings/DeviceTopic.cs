using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Readings;

/// <summary>A topic taken apart: what it carries and whom it names. The names are identifiers.</summary>
/// <param name="Kind">Which of the six.</param>
/// <param name="Owner">The plant, vehicle or facility.</param>
/// <param name="Part">The meter or quality point of a plant; empty where the topic names none.</param>
public readonly record struct DeviceTopic(TopicKind Kind, string Owner, string Part)
{
    const string Forms =
        "plants/{plant}/flow/{meter}, plants/{plant}/flow/{meter}/reset, plants/{plant}/status, "
        + "plants/{plant}/quality/{point}, vehicles/{vehicle}/position, facilities/{facility}/weighing";

    /// <param name="topic">As published.</param>
    /// <param name="root">Without a slash at either end; may have slashes within.</param>
    /// <param name="parsed">Set where the answer is true.</param>
    /// <param name="detail">What is wrong with the topic, where the answer is false.</param>
    public static bool TryParse(string topic, string root, out DeviceTopic parsed, out string detail)
    {
        parsed = default;
        var text = topic.AsSpan();
        if (text.Length <= root.Length || text[root.Length] != '/' || !text.StartsWith(root, StringComparison.Ordinal))
        {
            detail = $"topic '{Shorten(topic)}' is not below '{root}/'";
            return false;
        }

        Span<Range> parts = stackalloc Range[6];
        var below = text[(root.Length + 1)..];
        var count = below.Split(parts, '/');
        if (KindOf(below, parts[..count]) is not { } kind)
        {
            detail = $"topic '{Shorten(topic)}' is none of these, below '{root}/': {Forms}";
            return false;
        }

        var owner = below[parts[1]];
        var part = kind is TopicKind.Flow or TopicKind.Reset or TopicKind.Quality ? below[parts[3]] : default;
        if (!Identifier.IsValid(owner) || (!part.IsEmpty && !Identifier.IsValid(part)) || (count > 3 && part.IsEmpty))
        {
            detail = $"topic '{Shorten(topic)}' holds a name that is no identifier: letters and digits of any script, "
                + $"'.', '_', '-', 1 to {Identifier.MaxLength} characters";
            return false;
        }
        parsed = new DeviceTopic(kind, owner.ToString(), part.ToString());
        detail = "";
        return true;
    }

    /// <summary>
    /// What a topic carries, if it is one of the contract's, by its last two levels alone: right but for parts that are
    /// named like a kind, and quick.
    /// </summary>
    public static TopicKind LikelyKindOf(string topic)
    {
        var last = topic.LastIndexOf('/');
        return topic.AsSpan(last + 1) switch
        {
            "position" => TopicKind.Position,
            "status" => TopicKind.Status,
            "weighing" => TopicKind.Weighing,
            "reset" => TopicKind.Reset,
            _ => topic.AsSpan(0, Math.Max(last, 0)).EndsWith("/quality") ? TopicKind.Quality : TopicKind.Flow,
        };
    }

    static TopicKind? KindOf(ReadOnlySpan<char> below, ReadOnlySpan<Range> parts)
    {
        if (parts.Length is < 3 or > 5) return null;
        var what = below[parts[2]];
        return below[parts[0]] switch
        {
            "plants" => parts.Length switch
            {
                3 when what is "status" => TopicKind.Status,
                4 when what is "flow" => TopicKind.Flow,
                4 when what is "quality" => TopicKind.Quality,
                5 when what is "flow" && below[parts[4]] is "reset" => TopicKind.Reset,
                _ => null,
            },
            "vehicles" when parts.Length == 3 && what is "position" => TopicKind.Position,
            "facilities" when parts.Length == 3 && what is "weighing" => TopicKind.Weighing,
            _ => null,
        };
    }

    static string Shorten(string topic) => topic.Length <= 200 ? topic : topic[..200] + "…";
}
