namespace Telemetry.Simulators.Replay;

/// <summary>The rows of a recording, each in exactly one place: read = sent + blank + filtered + wrong.</summary>
public sealed class ReplayCounts
{
    private const int ProblemsKept = 5;
    private readonly List<string> _problems = [];

    public long Read { get; internal set; }

    public long Sent { get; internal set; }

    /// <summary>Of those sent.</summary>
    public long Acknowledged { get; internal set; }

    /// <summary>Of those sent.</summary>
    public long Refused { get; internal set; }

    /// <summary>Of those sent, whose time was more than 5 minutes ahead of this clock: a host rejects them.</summary>
    public long Ahead { get; internal set; }

    /// <summary>No mapped column has a value, or only one half of a position has.</summary>
    public long Blank { get; internal set; }

    /// <summary>Left out by a filter.</summary>
    public long Filtered { get; internal set; }

    /// <summary>A time, number or topic that can't be; nothing was sent for them.</summary>
    public long Wrong { get; private set; }

    /// <summary>What is wrong with the first few.</summary>
    public IReadOnlyList<string> Problems => _problems;

    internal void Mark(long row, string problem)
    {
        Wrong++;
        if (_problems.Count < ProblemsKept) _problems.Add(FormattableString.Invariant($"row {row}: {problem}"));
    }
}
