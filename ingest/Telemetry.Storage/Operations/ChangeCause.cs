namespace Telemetry.Storage.Operations;

/// <summary>Why a derived value may have changed; several may come together.</summary>
[Flags]
public enum ChangeCause
{
    None = 0,

    /// <summary>Readings that came after the day was closed, or once more with another value.</summary>
    LateData = 1,

    DeclaredFigure = 2,

    Registry = 4,

    /// <summary>Another version of the algorithm.</summary>
    Algorithm = 8,

    /// <summary>The nightly reconciliation found what nothing else had told of.</summary>
    Reconciliation = 16,
}

public static class ChangeCauses
{
    private static readonly (ChangeCause Cause, string Word)[] Words =
    [
        (ChangeCause.LateData, "late data"), (ChangeCause.DeclaredFigure, "declared figure"),
        (ChangeCause.Registry, "registry"), (ChangeCause.Algorithm, "algorithm"),
        (ChangeCause.Reconciliation, "reconciliation"),
    ];

    /// <summary>As in <c>late data, registry</c>; <c>unknown</c> for none.</summary>
    public static string InWords(this ChangeCause causes)
    {
        var words = string.Join(", ", Words.Where(word => causes.HasFlag(word.Cause)).Select(word => word.Word));
        return words.Length > 0 ? words : "unknown";
    }
}
