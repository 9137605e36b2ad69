namespace Telemetry.Domain.Readings;

/// <summary>The six topics below the root that devices publish to.</summary>
public enum TopicKind
{
    /// <summary><c>plants/{plant}/flow/{meter}</c></summary>
    Flow,

    /// <summary><c>plants/{plant}/flow/{meter}/reset</c></summary>
    Reset,

    /// <summary><c>plants/{plant}/status</c></summary>
    Status,

    /// <summary><c>plants/{plant}/quality/{point}</c></summary>
    Quality,

    /// <summary><c>vehicles/{vehicle}/position</c></summary>
    Position,

    /// <summary><c>facilities/{facility}/weighing</c></summary>
    Weighing,
}
