using System.Globalization;
using System.Text.RegularExpressions;

namespace Telemetry.Dashboards.Tests.Grafana;

/// <summary>
/// What Grafana's InfluxDB data source puts into a query before it sends it: the variables chosen (all of them here),
/// the time range, and an interval that gives a point for each pixel and none below the panel's own least.
/// </summary>
internal sealed partial class Substitution(
    DateTimeOffset now, TimeSpan range, TimeSpan leastInterval, IReadOnlyDictionary<string, string[]> variables)
{
    private const int Pixels = 800;

    private static readonly TimeSpan[] RoundIntervals =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromDays(1),
    ];

    public string Apply(string query)
    {
        var interval = Interval();
        var text = query
            .Replace("$timeFilter", TimeFilter(), StringComparison.Ordinal)
            .Replace("$__interval_ms", Number(interval.TotalMilliseconds), StringComparison.Ordinal)
            .Replace("$__interval", Duration(interval), StringComparison.Ordinal)
            .Replace("$interval", Duration(interval), StringComparison.Ordinal);
        foreach (var (name, values) in variables)
            text = text.Replace($"${name}", Chosen(values), StringComparison.Ordinal);
        Assert.DoesNotMatch(Leftover, text);
        return text;
    }

    /// <summary><c>now-6h</c>, <c>30d</c>, <c>5m</c>.</summary>
    public static TimeSpan Parse(string words)
    {
        var text = words.StartsWith("now-", StringComparison.Ordinal) ? words[4..] : words;
        var number = int.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => throw new FormatException(words),
        };
    }

    // Several values, and "all", stand in a regular expression: each escaped, in brackets.
    private static string Chosen(string[] values) => $"({string.Join('|', values.Select(Escaped))})";

    private static string Escaped(string value) => Special.Replace(value, @"\$&");

    private string TimeFilter() => string.Create(
        CultureInfo.InvariantCulture,
        $"time >= {(now - range).ToUnixTimeMilliseconds()}ms and time <= {now.ToUnixTimeMilliseconds()}ms");

    private TimeSpan Interval()
    {
        var wanted = range / Pixels;
        if (wanted < leastInterval) wanted = leastInterval;
        return RoundIntervals.FirstOrDefault(one => one >= wanted, RoundIntervals[^1]);
    }

    private static string Duration(TimeSpan interval) => Number(interval.TotalSeconds) + "s";

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[\\^$*+?.()|\[\]{}/]")]
    private static partial Regex Special { get; }

    [GeneratedRegex(@"\$(?!/)\w+")]
    private static partial Regex Leftover { get; }
}
