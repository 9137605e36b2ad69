namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>What an answer to a write means for the lines that were sent.</summary>
public enum VerdictKind
{
    /// <summary>All of them are stored.</summary>
    Advance,

    /// <summary>Some will never be taken, the others may be in: find the bad ones.</summary>
    PartialWrite,

    /// <summary>Some will never be taken and nothing is known of the others: find the bad ones.</summary>
    Permanent,

    /// <summary>Too many at once: send halves.</summary>
    Halve,

    /// <summary>No answer in time to a request that may have been too large for the line: send halves.</summary>
    Late,

    /// <summary>The server asks for time.</summary>
    WaitFor,

    /// <summary>A person must mend it: keep everything and repeat slowly.</summary>
    Refused,

    /// <summary>It will pass: repeat with growing waits.</summary>
    Retry,
}

/// <param name="Detail">The server's words, cleaned and cut for people.</param>
/// <param name="Wait">With <see cref="VerdictKind.WaitFor"/>: what the server asked for; null where it named no
/// time.</param>
/// <param name="Clue">With PartialWrite and Permanent: what the server said of single lines.</param>
/// <param name="IsUnknown">
/// With PartialWrite and Permanent: the words are none that we know an InfluxDB to say of lines. It may as well be the
/// server, or something before it, that answers every request so.
/// </param>
public sealed record Verdict(
    VerdictKind Kind, string Detail, TimeSpan? Wait = null, LineClue? Clue = null, bool IsUnknown = false)
{
    public static readonly Verdict Stored = new(VerdictKind.Advance, "");

    /// <summary>Whether some of the lines will never be taken.</summary>
    public bool IsAboutLines => Kind is VerdictKind.PartialWrite or VerdictKind.Permanent;
}

/// <summary>
/// What the server said of single lines. It may be wrong or incomplete (1.6 names no bad syntax where another line has
/// a type conflict), so it only guides the search; a line is given up on its own answer, or where the server has
/// accounted for every line of a request.
/// </summary>
/// <param name="Dropped">Points that the server says it dropped; null where it gave no number.</param>
/// <param name="Measurement">Whose field has another type; null where it named none.</param>
/// <param name="Named">Lines by number (from 1) or by text, with what is wrong with them.</param>
public sealed record LineClue(int? Dropped, string? Measurement, IReadOnlyList<NamedLine> Named);

/// <param name="Number">From 1, within the request; 0 where the server gave the text only.</param>
/// <param name="Text">Ends with the line's end only where <paramref name="Number"/> is 0; it may be cut
/// otherwise.</param>
public readonly record struct NamedLine(int Number, string Text, string Detail);
