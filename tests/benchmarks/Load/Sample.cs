using Telemetry.Benchmarks.Peers;

namespace Telemetry.Benchmarks.Load;

/// <summary>One round of one contender.</summary>
/// <param name="Messages">That arrived.</param>
/// <param name="Rate">Messages a second, from the first packet published to the last message at its end.</param>
/// <param name="CpuSeconds">Of the contender's own process; brokers, stores and publishers are others.</param>
/// <param name="ResidentMegabytes">Of the same process, at the end.</param>
internal sealed record Sample(
    long Messages, double Rate, double CpuSeconds, double ResidentMegabytes, PublishResult? Published)
{
    /// <summary>Published, and never arrived.</summary>
    public long Missing { get; init; }

    public double CpuPer100Thousand => CpuSeconds / Messages * 100_000;
}

/// <summary>
/// Someone who takes a stream; warm after its first round, and alone on the machine during its rounds.
/// </summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    Task<Sample> RunAsync(int round, long messages);
}
