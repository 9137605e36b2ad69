using Telemetry.Storage.Probing;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Host.Doctor.Verdicts;

/// <summary>What a look at the embedded store means. Pure.</summary>
internal static class SqliteVerdict
{
    private const string Settings = "Telemetry:Store:Sqlite";

    /// <summary>Below it the next day or two of a small city may not fit.</summary>
    private const long LittleRoom = 1L << 30;

    public static IEnumerable<Finding> Of(SqliteSighting seen, SqliteOptions options)
    {
        if (seen.Trouble is { } trouble)
        {
            yield return Finding.Failure(
                trouble, "readings wait in the spool", $"what it says, or another file in {Settings}:Path");
        }
        else if (!seen.Exists)
        {
            yield return Finding.Ok($"{seen.Path} does not exist yet; the host makes it at its first start");
        }
        else
        {
            yield return Finding.Ok($"{seen.Path}, {Words.Bytes(seen.Bytes)}, "
                + (seen.Holder is { } holder ? $"in use by the running host ({holder})" : "not in use"));
            yield return seen.IsChecked
                ? Finding.Ok("its pages are sound (quick_check)")
                : Finding.Note(
                    "its pages are too many to look through here", "", "telemetry backup looks through all of them");
        }
        if (seen.FreeBytes < LittleRoom && seen.Trouble is null)
        {
            yield return Finding.Warning(
                $"{Words.Bytes(seen.FreeBytes)} are free on its disk",
                "a store without room leaves readings in the spool",
                $"free some, shorten {Settings}:RetentionRaw, or another disk in {Settings}:Path");
        }
        yield return options.RetentionRaw switch
        {
            null => Finding.Ok("readings are kept for ever"),
            { } kept when kept < InfluxDbVerdict.ShortRetention => Finding.Warning(
                $"readings are kept {Words.Duration(kept)}", "a month can't be reported whole",
                $"{Settings}:RetentionRaw at least {Words.Duration(InfluxDbVerdict.ShortRetention)} (400 days by "
                    + $"default)"),
            { } kept => Finding.Ok($"readings are kept {Words.Duration(kept)}"),
        };
    }
}
