using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Replay;

/// <summary>Which recording becomes which messages, and when.</summary>
public sealed class ReplayOptions
{
    /// <summary>The broker; this machine's port 1883 by default.</summary>
    public BrokerAddress Broker { get; set; } = new();

    /// <summary><c>replay</c> by default.</summary>
    public string ClientId { get; set; } = "replay";

    /// <summary>A CSV file with a head line.</summary>
    public required string File { get; set; }

    /// <summary>Comma by default.</summary>
    public char Delimiter { get; set; } = ',';

    /// <summary>Where each row goes; columns in braces.</summary>
    public required TopicTemplate Topic { get; set; }

    /// <summary>Column of the row's time.</summary>
    public required string TimeColumn { get; set; }

    /// <summary>Zone of times that have no offset; none by default, and then such a time is an error.</summary>
    public TimeZoneInfo? TimeZone { get; set; }

    /// <summary><c>unix</c>, <c>unixms</c> or a .NET format; ISO 8601 and its like by default.</summary>
    public string? TimeFormat { get; set; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<ColumnMap> Maps { get; set; }

    /// <summary>Text fields that every message has, such as a <c>material</c>; none by default.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; set; } = new Dictionary<string, string>();

    /// <summary>Rows are taken where each of these columns has its value; all by default.</summary>
    public IReadOnlyList<(string Column, string Value)> Where { get; set; } = [];

    /// <summary>Added to every time; nothing by default. Ignored where <see cref="ShiftToNow"/> is set.</summary>
    public TimeSpan Shift { get; set; }

    /// <summary>
    /// Shift all times alike, so that the first row's becomes the moment of the start; off by default.
    /// </summary>
    public bool ShiftToNow { get; set; }

    /// <summary>1 as recorded, 60 a minute in a second; null, the default, as fast as acknowledged.</summary>
    public double? Speed { get; set; }

    /// <summary>Rows of one topic in one message; 1 by default, 1 to 10,000. More than 1 makes arrays.</summary>
    public int Batch { get; set; } = 1;

    /// <summary>Unacknowledged messages; 64 by default, 1 to 10,000, bounded by what the broker allows.</summary>
    public int Window { get; set; } = 64;

    /// <summary>Every error at once: the option, its value, and what is allowed. Empty where all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Maps.Count == 0) errors.Add("map: at least one field=column is needed");
        if (Maps.GroupBy(static map => map.Field).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            errors.Add($"map: {twice.Key} is mapped twice");
        if (Speed is { } speed && !(speed > 0 && speed <= 1e6))
            errors.Add(FormattableString.Invariant($"speed: {speed} is not within 0 (exclusive) to 1000000, or max"));
        if (Batch is < 1 or > 10_000)
            errors.Add(FormattableString.Invariant($"batch: {Batch} is not within 1 to 10000"));
        if (Window is < 1 or > 10_000)
            errors.Add(FormattableString.Invariant($"window: {Window} is not within 1 to 10000"));
        return errors;
    }
}
