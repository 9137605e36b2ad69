using System.Diagnostics;
using System.Globalization;
using Telemetry.Benchmarks.Peers;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load;

/// <summary>
/// Rounds of a contender behind a real broker: publish a stream, or queue it first, and time its end.
/// </summary>
internal abstract class BrokerContender(MosquittoServer broker, LoadSettings settings) : IContender
{
    private long _expected;

    public abstract string Name { get; }

    protected MosquittoServer Broker => broker;

    /// <summary>The process that takes the stream.</summary>
    protected abstract int ProcessId { get; }

    public virtual async Task<Sample> RunAsync(int round, long messages)
    {
        await BeginAsync(messages);
        var cpu = ProcessMeter.CpuSeconds(ProcessId);
        var published = await PublishAsync(round, messages);
        return await EndAsync(messages, published.Began, cpu, published);
    }

    /// <summary>
    /// The process stands still while everything is published, and drains what the broker kept for it.
    /// </summary>
    public async Task<Sample> DrainQueueAsync(int round, long messages)
    {
        await BeginAsync(messages);
        ProcessMeter.Pause(ProcessId);
        PublishResult published;
        try
        {
            published = await PublishAsync(round, messages);
        }
        finally
        {
            ProcessMeter.Resume(ProcessId);
        }
        return await EndAsync(messages, Stopwatch.GetTimestamp(), ProcessMeter.CpuSeconds(ProcessId), published);
    }

    public virtual ValueTask DisposeAsync() => broker.DisposeAsync();

    /// <summary>Ready to take so many more.</summary>
    protected virtual Task BeginAsync(long messages)
    {
        _expected += messages;
        return Task.CompletedTask;
    }

    /// <summary>When it had taken everything ever published, ticks of the monotonic clock.</summary>
    protected abstract Task<long> WhenTakenAsync(long expected);

    /// <summary>Of the last round, what never arrived.</summary>
    protected virtual long Missing => 0;

    protected virtual double CpuAtEnd() => ProcessMeter.CpuSeconds(ProcessId);

    protected virtual double MemoryAtEnd() => ProcessMeter.ResidentMegabytes(ProcessId);

    private Task<PublishResult> PublishAsync(int round, long messages) => PeerProcess.PublishAsync(
        broker.Port, messages, settings.Connections, settings.Devices, settings.Window,
        string.Create(CultureInfo.InvariantCulture, $"r{round}"));

    private async Task<Sample> EndAsync(long messages, long began, double cpu, PublishResult published)
    {
        var ended = await WhenTakenAsync(_expected);
        var arrived = messages - Missing;
        return new Sample(
            arrived, arrived / Stopwatch.GetElapsedTime(began, ended).TotalSeconds, CpuAtEnd() - cpu, MemoryAtEnd(),
            published)
        {
            Missing = Missing,
        };
    }

    /// <summary>
    /// Limits of a broker that is to keep a stream, as deploy/mosquitto has them, room for the rows' queues.
    /// </summary>
    public static Task<MosquittoServer> StartBrokerAsync() => MosquittoServer.StartAsync("""
        max_inflight_messages 1000
        max_inflight_bytes 0
        max_queued_messages 2000000
        max_queued_bytes 0
        """);
}
