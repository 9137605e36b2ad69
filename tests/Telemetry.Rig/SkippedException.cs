using Xunit.v3;

namespace Telemetry.Rig;

/// <summary>What xunit takes for a skipped test; the rig has no assertion library of its own.</summary>
internal sealed class SkippedException(string why) : Exception(DynamicSkipToken.Value + why)
{
    public string Why { get; } = why;
}
