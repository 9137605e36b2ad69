namespace Telemetry.Benchmarks.Load;

/// <summary>What a run of <c>load</c> was asked for.</summary>
/// <param name="Pairs">How often ours and the limit take turns.</param>
/// <param name="Messages">Published in each round.</param>
/// <param name="Connections">Publishers.</param>
/// <param name="Window">Unacknowledged messages of each.</param>
/// <param name="Long">The full size of the rows that are scaled down otherwise.</param>
internal sealed record LoadSettings(int Pairs, long Messages, int Connections, int Window, bool Long)
{
    /// <summary>One a publisher.</summary>
    public int Devices => Connections;
}
