using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>Why a figure is not there. The wire names are those of <see cref="WireNames"/>.</summary>
public enum ReasonCode
{
    None,

    /// <summary>The plant is not built yet.</summary>
    Planned,

    /// <summary>Built, but its pipe network is not: it treats nothing.</summary>
    NotConnected,

    Suspended,

    /// <summary>The day lies before the plant's first capacity period.</summary>
    NotRegistered,

    /// <summary>The plant treats, but its design capacity was never given.</summary>
    CapacityUnknown,

    /// <summary>A meter that the figure needs gave no volume of the day; the subject names it.</summary>
    MeterMissing,

    /// <summary>The plant has no meter, and nothing is weighed for it.</summary>
    NoMeter,

    /// <summary>No weighing came in: unknown rather than nothing, until a weighing of 0 kg is declared.</summary>
    NothingWeighed,

    /// <summary>A weighing has no net weight; the subject is its ticket.</summary>
    WeightUnknown,

    /// <summary>No quality point at the effluent has a limit.</summary>
    NoLimits,

    /// <summary>A limited parameter has no mean of the day; the subject names it.</summary>
    NotMeasured,

    /// <summary>A mean lies beyond its limit; the subject names it.</summary>
    LimitExceeded,

    /// <summary>No denominator is defined for the scope on the day.</summary>
    NoDenominator,

    /// <summary>The denominator is known and nothing: there is no rate of nothing.</summary>
    DenominatorZero,

    /// <summary>Today has no like weekday with all of its hours to compare with.</summary>
    TooFewLikeDays,

    /// <summary>No day of the month has the figure.</summary>
    NoDays,
}

/// <summary>A reason as it is stored: its code, and what it is about.</summary>
/// <param name="Subject">A meter, plant, ticket or parameter; empty where the code says it all.</param>
public readonly record struct Reason(ReasonCode Code, string Subject = "")
{
    public static readonly Reason None = new(ReasonCode.None);

    public bool IsNone => Code == ReasonCode.None;

    /// <summary>The same reason, seen from one level above: <c>meter_missing:lincheng/effluent</c>.</summary>
    public Reason Within(string owner) => this with { Subject = Subject is "" or null ? owner : $"{owner}/{Subject}" };

    /// <summary><c>code:subject</c>, <c>code</c>, or empty for none.</summary>
    public override string ToString() =>
        IsNone ? "" : Subject is "" or null ? WireNames.Of(Code) : $"{WireNames.Of(Code)}:{Subject}";

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string text, out Reason reason)
    {
        reason = None;
        if (text.Length == 0) return true;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (!WireNames.TryParse(colon < 0 ? text : text[..colon], out ReasonCode code) || code == ReasonCode.None)
            return false;
        reason = new Reason(code, colon < 0 ? "" : text[(colon + 1)..]);
        return true;
    }
}
