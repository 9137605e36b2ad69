using System.Globalization;

namespace Telemetry.Dashboards.Requests;

internal enum StepKind
{
    /// <summary>Buckets of a fixed length, aligned to the Unix epoch.</summary>
    Fixed,

    /// <summary>The city's local days.</summary>
    Day,

    /// <summary>Every stored point as it is.</summary>
    Raw,
}

/// <summary>How finely a history is cut.</summary>
internal readonly record struct Step(StepKind Kind, TimeSpan Length)
{
    public const string Help =
        "Length of a bucket: a number and s, m or h (`5m`), `day` for the city's local days, or `raw` for every stored "
        + "point. Absent: the finest of 1m, 5m, 10m, 15m, 30m, 1h, 3h, 6h and day that makes at most 1,500 buckets.";

    private const int UsualBuckets = 1_500;

    private static readonly TimeSpan[] Ladder =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
    ];

    private static readonly Step Daily = new(StepKind.Day, TimeSpan.FromDays(1));

    public static Parsed<Step> Parse(string? every, TimeRange range, int maxPoints)
    {
        switch (every)
        {
            case null: return Usual(range);
            case "raw": return new Step(StepKind.Raw, TimeSpan.Zero);
            case "day": return Checked(Daily, range, maxPoints);
        }
        if (Seconds(every) is not { } seconds)
            return Parsed.Wrong($"every '{every}': a whole number above 0 and s, m or h (such as 5m), 'day', or 'raw'");
        return Checked(new Step(StepKind.Fixed, TimeSpan.FromSeconds(seconds)), range, maxPoints);
    }

    public override string ToString()
    {
        if (Kind == StepKind.Raw) return "raw";
        if (Kind == StepKind.Day) return "day";
        var seconds = (long)Length.TotalSeconds;
        if (seconds % 3600 == 0) return Text(seconds / 3600, 'h');
        return seconds % 60 == 0 ? Text(seconds / 60, 'm') : Text(seconds, 's');
    }

    private static Step Usual(TimeRange range)
    {
        foreach (var length in Ladder)
        {
            if (range.Length / length <= UsualBuckets) return new Step(StepKind.Fixed, length);
        }
        return Daily;
    }

    private static Parsed<Step> Checked(Step step, TimeRange range, int maxPoints)
    {
        var buckets = Math.Ceiling(range.Length / step.Length);
        if (buckets <= maxPoints) return step;
        return Parsed.Wrong(string.Create(
            CultureInfo.InvariantCulture,
            $"{buckets:0} buckets of {step} from {range.From:O} to {range.To:O}: at most {maxPoints} in one answer; "
            + $"ask for a shorter range or a longer step"));
    }

    private static long? Seconds(string every)
    {
        if (every.Length < 2) return null;
        var unit = every[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (unit == 0) return null;
        var digits = every.AsSpan(0, every.Length - 1);
        var isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && number > 0 ? (long)number * unit : null;
    }

    private static string Text(long number, char unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
}
