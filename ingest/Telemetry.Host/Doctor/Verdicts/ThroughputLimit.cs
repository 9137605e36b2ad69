namespace Telemetry.Host.Doctor.Verdicts;

/// <summary>What keeps a rate from being higher.</summary>
internal enum Binding
{
    /// <summary>Unacknowledged messages a connection may have.</summary>
    Window,

    /// <summary>The time of one fdatasync.</summary>
    Disk,

    /// <summary>The way to the broker and back.</summary>
    Network,

    /// <summary>The arithmetic allows more than the broker and this machine are likely to do.</summary>
    Processor,
}

/// <summary>
/// The most that a number of connections can carry: each has its window filled once a commit and a round trip. Pure
/// arithmetic; docs/mqtt.md, windows and throughput.
/// </summary>
/// <param name="Window">Messages a connection may have unacknowledged.</param>
/// <param name="Connections">That carry the stream at the same time.</param>
/// <param name="Commit">One fdatasync.</param>
/// <param name="RoundTrip">To the broker and back.</param>
internal sealed record ThroughputLimit(int Window, int Connections, TimeSpan Commit, TimeSpan RoundTrip)
{
    /// <summary>
    /// Messages a second that this host took on two cores, with broker, store and publishers on the same two: the order
    /// of magnitude of "ours" in tests/benchmarks/RESULTS.md, in the row broker → host → fsync → InfluxDB. A larger
    /// machine takes more.
    /// </summary>
    public const double ProcessorCeiling = 60_000;

    /// <summary>A window above it is no longer what one would change first.</summary>
    private const int AmpleWindow = 1_000;

    public TimeSpan Cycle => Commit + RoundTrip;

    public double PerConnection => Cycle > TimeSpan.Zero ? Window / Cycle.TotalSeconds : double.PositiveInfinity;

    public double PerSecond => PerConnection * Connections;

    public Binding Binding
    {
        get
        {
            if (PerSecond >= ProcessorCeiling) return Binding.Processor;
            if (Window < AmpleWindow) return Binding.Window;
            return RoundTrip > Commit ? Binding.Network : Binding.Disk;
        }
    }
}
