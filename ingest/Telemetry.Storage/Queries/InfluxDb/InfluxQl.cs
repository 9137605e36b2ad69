using System.Globalization;
using System.Text;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>
/// Pieces of InfluxQL that can't be broken out of: names and texts quoted, instants as UTC. Quotes, backslashes and
/// line
/// feeds are what its scanner knows an escape for.
/// </summary>
public static class InfluxQl
{
    // What InfluxDB can store, in nanoseconds from the epoch; an instant beyond it is refused as an overflow.
    static readonly DateTimeOffset Earliest = new(1677, 9, 21, 0, 12, 44, TimeSpan.Zero);
    static readonly DateTimeOffset Latest = new(2262, 4, 11, 23, 47, 16, TimeSpan.Zero);

    /// <summary>A measurement, tag, field or database name, in double quotes.</summary>
    public static string Identifier(string name) => Quoted(name, '"');

    /// <summary>A text value, in single quotes.</summary>
    public static string Text(string value) => Quoted(value, '\'');

    /// <summary>An instant in UTC to the tick (100 ns), in single quotes; clamped to what InfluxDB can store.</summary>
    public static string Instant(DateTimeOffset instant)
    {
        if (instant < Earliest) instant = Earliest;
        if (instant > Latest) instant = Latest;
        return "'" + instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)
            + "'";
    }

    /// <summary>A duration in whole milliseconds, at least 1.</summary>
    public static string Duration(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max((long)duration.TotalMilliseconds, 1)}ms");

    /// <summary>Tags equal to the given values and time from <paramref name="from"/> up to but not at <paramref
    /// name="to"/>.</summary>
    /// <returns>With <c>WHERE</c> and a space before it; empty where nothing is asked for.</returns>
    public static string Where(
        IEnumerable<KeyValuePair<string, string>> tags, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var clause = new StringBuilder();
        foreach (var (tag, value) in tags) And(clause).Append(Identifier(tag)).Append(" = ").Append(Text(value));
        if (from is { } first) And(clause).Append("time >= ").Append(Instant(first));
        if (to is { } last) And(clause).Append("time < ").Append(Instant(last));
        return clause.ToString();
    }

    static StringBuilder And(StringBuilder clause) => clause.Append(clause.Length == 0 ? " WHERE " : " AND ");

    static string Quoted(string text, char quote)
    {
        var quoted = new StringBuilder(text.Length + 8).Append(quote);
        foreach (var c in text)
        {
            if (c == '\n')
            {
                quoted.Append("\\n");
                continue;
            }
            if (c == quote || c == '\\') quoted.Append('\\');
            quoted.Append(c);
        }
        return quoted.Append(quote).ToString();
    }
}
