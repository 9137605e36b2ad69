using System.Globalization;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// What an answer means; the table is in <c>docs/influxdb.md</c>. Pure. Where it is in doubt, lines are kept: only
/// words
/// that speak of lines can end in a dead letter.
/// </summary>
public static class AnswerClassifier
{
    // Words at the beginning of a message that speak of lines. Beginnings only: the rest may quote what a device sent.
    static readonly string[] SpeakOfLines =
    [
        "unable to parse", "field type conflict", "points beyond retention policy", "invalid field name",
        "max-values-per-tag", "max-series-per-database", "max series per database",
        "max key length", "input field",
        "partial write of line protocol",
        "parsing failed for write_lp", "line protocol", "error parsing line", "write buffer error: parsing",
        "failed to parse line",
    ];

    // What is permanent wherever it stands in a 500: telegraf#11005 and #8571 repeated these for ever.
    static readonly string[] Permanent =
    [
        "field type conflict", "beyond retention policy", "outside retention policy", "max-values-per-tag",
        "max-series", "max series per database",
        "unable to parse", "partial write",
    ];

    // The server's own trouble, which 1.x and 2.x may answer as a partial write (docs.influxdata.com-ARCHIVE#2368).
    static readonly string[] ServersTrouble =
    [
        "no space left on device", "too many open files", "read-only file system", "input/output error",
        "cannot allocate memory", "permission denied", "disk quota exceeded", "engine is closed", "shard is disabled",
        "timeout", "cache-max-memory-size exceeded", "database is closed",
    ];

    // The request as a whole: no line is at fault.
    static readonly string[] WholeRequest =
    [
        "database not found", "retention policy not found", "database is required", "bucket not found",
        "bucket required",
        "organization not found", "org not found", "http request to an https server",
        "http request was sent to https port",
        "authentication error", "not authenticated", "unauthorized", "access denied", "forbidden", "invalid precision",
        "database name", "db name", "database is deleted", "has been deleted", "missing query param", "invalid content",
        "invalid gzip", "number of databases", "adding a new database",
    ];

    static readonly string[] NotFound = ["not found", "does not exist", "no such"];

    static readonly string[] Prefixes =
    [
        "internal error: ", "unprocessable entity: ", "unexpected error writing points to database: ",
        "failure writing points to database: ", "write failed: ", "partial write: ",
    ];

    public static Verdict Classify(StoreAnswer answer, InfluxDbVersion version)
    {
        var verdict = Classify(answer);
        return verdict.Kind == VerdictKind.Refused
            ? verdict with { Detail = verdict.Detail + ". " + Advice(answer.Status, verdict.Detail, version) }
            : verdict;
    }

    internal static string Words(StoreAnswer answer) => Said(answer, AnswerWords.Read(answer.Body));

    static Verdict Classify(StoreAnswer answer)
    {
        var words = AnswerWords.Read(answer.Body);
        var said = Said(answer, words);
        return answer.Status switch
        {
            204 => Verdict.Stored,
            // Relatives of 3.x answered a partial write with 201 until 2024.
            201 => AboutLines(VerdictKind.PartialWrite, words, said, WithoutPrefixes(words.Message, out _)),
            400 or 422 => BadRequest(answer, words, said),
            401 or 403 or 404 => new Verdict(VerdictKind.Refused, said),
            408 or 409 or 425 => new Verdict(VerdictKind.Retry, said),
            413 => new Verdict(VerdictKind.Halve, said),
            429 or 503 => new Verdict(VerdictKind.WaitFor, said, answer.RetryAfter),
            >= 500 => ServerError(words, said),
            // 200 is no 204: something else listens there. Redirects are not followed: a write would become a read.
            _ => new Verdict(VerdictKind.Refused, said),
        };
    }

    static Verdict BadRequest(StoreAnswer answer, AnswerWords words, string said)
    {
        var message = WithoutPrefixes(words.Message, out var partial);
        // 3.x says of every line that the database itself can't be made.
        if (words.Named is [var first, ..]
            && first.Detail.StartsWith("Adding a new database", StringComparison.OrdinalIgnoreCase))
            return new Verdict(VerdictKind.Refused, said + ": " + first.Detail);
        if (!BeginsWithLines(message))
        {
            if (ContainsAny(message, ServersTrouble)) return new Verdict(VerdictKind.Retry, said);
            // A proxy's page says nothing of lines either.
            if (ContainsAny(message, WholeRequest)
                || answer.MediaType.Contains("html", StringComparison.OrdinalIgnoreCase))
                return new Verdict(VerdictKind.Refused, said);
        }
        return AboutLines(partial ? VerdictKind.PartialWrite : VerdictKind.Permanent, words, said, message);
    }

    static Verdict AboutLines(VerdictKind kind, AnswerWords words, string said, string message) => new(
        kind, said, Clue: words.Clue(),
        IsUnknown: words.Named.Count == 0 && !BeginsWithLines(message) && !ContainsAny(message, Permanent));

    static string Advice(int status, string said, InfluxDbVersion version)
    {
        const string Section = InfluxDbOptions.Section;
        var secret = version == InfluxDbVersion.V1 ? "User and Password (or PasswordFile)" : "Token (or TokenFile)";
        var place = version switch
        {
            InfluxDbVersion.V1 => "Database and RetentionPolicy",
            InfluxDbVersion.V2 => "Org and Bucket",
            _ => "Database",
        };
        if (ContainsAny(said, NotFound)) return $"Create it, or correct {Section}: {place}";
        return status switch
        {
            401 => $"Correct {Section}: {secret}",
            403 => $"Allow this account to write there, or correct {Section}: {secret}",
            404 => $"Correct {Section}: Url, Version, {place}",
            _ => $"Check that {Section}: Url and Version name an InfluxDB, and {secret}, {place}",
        };
    }

    static Verdict ServerError(AnswerWords words, string said)
    {
        var message = WithoutPrefixes(words.Message, out var partial);
        var aboutLines = BeginsWithLines(message)
            || (!ContainsAny(message, ServersTrouble) && (partial || ContainsAny(message, Permanent)));
        if (aboutLines)
            return AboutLines(partial ? VerdictKind.PartialWrite : VerdictKind.Permanent, words, said, message);
        // 1.6 answers an unknown retention policy with 500.
        return new Verdict(ContainsAny(message, WholeRequest) ? VerdictKind.Refused : VerdictKind.Retry, said);
    }

    static string Said(StoreAnswer answer, AnswerWords words)
    {
        var said = AnswerWords.Clean(words.Message);
        if (answer.Location.Length > 0) said = "redirects to " + AnswerWords.Clean(answer.Location);
        return string.Create(
            CultureInfo.InvariantCulture, $"InfluxDB answered {answer.Status}{(said.Length > 0 ? ": " : "")}{said}");
    }

    static string WithoutPrefixes(string message, out bool partial)
    {
        partial = message.StartsWith("partial write", StringComparison.OrdinalIgnoreCase);
        for (var again = true; again;)
        {
            again = false;
            foreach (var prefix in Prefixes)
            {
                if (!message.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
                message = message[prefix.Length..];
                partial |= message.StartsWith("partial write", StringComparison.OrdinalIgnoreCase);
                again = true;
            }
        }
        return message;
    }

    static bool BeginsWithLines(string message)
    {
        // "dropped 350 points outside retention policy of duration 72h0m0s - oldest point …" of 2.7.
        if (message.StartsWith("dropped ", StringComparison.OrdinalIgnoreCase)
            && message.Contains("outside retention policy", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        foreach (var beginning in SpeakOfLines)
        {
            if (message.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    static bool ContainsAny(string message, string[] words)
    {
        foreach (var word in words)
        {
            if (message.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
