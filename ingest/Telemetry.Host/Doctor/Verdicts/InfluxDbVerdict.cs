using Telemetry.Storage.Probing;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Host.Doctor.Verdicts;

/// <summary>What a look at InfluxDB means. Pure.</summary>
internal static class InfluxDbVerdict
{
    /// <summary>A month, and the month in which it is reported and reviewed.</summary>
    public static readonly TimeSpan ShortRetention = TimeSpan.FromDays(62);

    /// <summary>The server shows whole seconds; a second more is no difference worth a word.</summary>
    private static readonly TimeSpan SmallDifference = TimeSpan.FromSeconds(2);

    private const string Settings = InfluxDbOptions.Section;

    public static IEnumerable<Finding> Of(InfluxDbSighting seen, InfluxDbOptions options)
    {
        var address = options.Url.GetLeftPart(UriPartial.Path);
        if (seen.Unreachable is { } words)
        {
            yield return Finding.Failure(
                $"InfluxDB at {address} does not answer ({words})", "readings wait in the spool",
                $"start it, or correct {Settings}:Url");
            yield break;
        }
        yield return OfVersion(seen, options, address);
        if (seen.ClockDifference is { } difference) yield return OfClock(difference);

        if (seen.QueryRefused is { } refused)
        {
            yield return Finding.Failure(
                $"a question in InfluxQL (/query) is refused ({refused})", "pages, reports and derivation read by it",
                options.Version == InfluxDbVersion.V2
                    ? $"give the bucket a DBRP mapping named by {Settings}:Database, and check {Settings}:Token"
                    : $"check {Settings}:Version, User and Password (or PasswordFile), Token (or TokenFile)");
        }
        if (seen.IsDatabaseMissing) yield return OfMissing(options);
        if (seen.Retention is { } retention) yield return OfRetention(retention, options);
        if (seen.DerivedRetention is { } derived) yield return OfDerived(derived, options);
        else if (seen.Retention is { Policy: not "", Duration: { } together } && !IsDerivedElsewhere(options))
        {
            yield return Finding.Note(
                $"hours, days and indicators are kept as long as readings, {Words.Duration(together)}; "
                + $"{Settings}:DerivedRetentionPolicy, DerivedDatabase or DerivedBucket may name a place for longer");
        }
        if (seen.WriteRefused is { } write)
        {
            yield return Finding.Failure(
                $"a probe point is not taken ({write})", "readings wait in the spool",
                $"what the answer names; see {Settings}");
        }
        if (seen.IsReadBack)
        {
            yield return Finding.Ok(
                $"a probe point was written in {Words.Duration(seen.WriteTook ?? TimeSpan.Zero)} and read back by "
                    + $"InfluxQL"
                + (seen.IsRemoved ? ", and is removed again" : "; it stays, one point in the measurement doctor"));
        }
        else if (seen is { WriteTook: not null, WriteRefused: null, QueryRefused: null })
        {
            yield return Finding.Failure(
                "a probe point was taken and could not be read back", "what is written is not what is read",
                $"check that {Settings}:Database, RetentionPolicy and Bucket name one place");
        }
    }

    private static Finding OfVersion(InfluxDbSighting seen, InfluxDbOptions options, string address)
    {
        if (seen.Version is not { } version)
            return Finding.Note($"what answers at {address} does not tell its version; it is spoken to as "
                + $"{options.Version}");
        var major = version.TrimStart('v').Split('.')[0];
        return int.TryParse(major, out _) && major != options.Version.ToString()[1..]
            ? Finding.Failure(
                $"InfluxDB {version} answers at {address}, and {Settings}:Version is {options.Version}",
                "each version has its own way to write and to sign in", $"{Settings}:Version V{major}")
            : Finding.Ok($"InfluxDB {version} answers at {address}");
    }

    private static Finding OfClock(TimeSpan difference) => difference.Duration() <= SmallDifference
        ? Finding.Ok("its clock and ours agree (to a second)")
        : Finding.Warning(
            $"its clock is {Words.Duration(difference.Duration())} "
            + $"{(difference > TimeSpan.Zero ? "ahead of" : "behind")} ours",
            "one of the two is wrong, and devices are judged by ours", "let NTP set the clocks of both machines");

    private static Finding OfMissing(InfluxDbOptions options)
    {
        var database = options.Database.Length > 0 ? options.Database : "telemetry";
        return options.Version == InfluxDbVersion.V1 && !options.CreateDatabase
            ? Finding.Failure(
                $"there is no database {database}", "readings wait in the spool",
                $"create it, correct {Settings}:Database, or set {Settings}:CreateDatabase true")
            : Finding.Warning(
                $"there is no database {database} yet",
                "the host makes it with its first write, and until then nothing can be written to try",
                $"nothing, if {Settings}:Database is right and its user may create it");
    }

    private static bool IsDerivedElsewhere(InfluxDbOptions options) =>
        options.DerivedRetentionPolicy.Length + options.DerivedDatabase.Length + options.DerivedBucket.Length > 0;

    private static Finding OfDerived(RetentionSighting retention, InfluxDbOptions options) => retention switch
    {
        { Policy: "" } => Finding.Failure(
            options.DerivedRetentionPolicy.Length > 0
                ? $"there is no retention policy {options.DerivedRetentionPolicy} for derived values"
                : "the database of derived values has no default retention policy",
            "volumes and rates stand still", $"create it, or correct {Settings}:DerivedRetentionPolicy"),
        { Duration: null } => Finding.Ok($"the retention policy {retention.Policy} keeps derived values for ever"),
        { Duration: { } kept } => Finding.Warning(
            $"the retention policy {retention.Policy} keeps derived values {Words.Duration(kept)}",
            "older months can't be reported again", $"ALTER RETENTION POLICY {retention.Policy} with 0s, for ever"),
    };

    private static Finding OfRetention(RetentionSighting retention, InfluxDbOptions options) => retention switch
    {
        { Policy: "" } => Finding.Failure(
            options.RetentionPolicy.Length > 0
                ? $"there is no retention policy {options.RetentionPolicy}"
                : "the database has no default retention policy",
            "readings wait in the spool", $"create it, or correct {Settings}:RetentionPolicy"),
        { Duration: null } => Finding.Ok($"the retention policy {retention.Policy} keeps everything for ever"),
        { Duration: { } kept } when kept < ShortRetention => Finding.Warning(
            $"the retention policy {retention.Policy} keeps {Words.Duration(kept)}",
            "readings that come later than that (a backlog, a back-fill, a replay) are refused by the store and become "
                + "dead letters, and a month can't be reported whole",
            $"ALTER RETENTION POLICY with at least {Words.Duration(ShortRetention)}, or 0s for ever; or another "
                + $"{Settings}:RetentionPolicy"),
        { Duration: { } kept } => Finding.Ok(
            $"the retention policy {retention.Policy} keeps {Words.Duration(kept)}; what comes later than that becomes "
                + $"a dead letter"),
    };
}
