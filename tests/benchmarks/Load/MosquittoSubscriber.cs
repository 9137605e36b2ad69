using System.Diagnostics;
using System.Globalization;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load;

/// <summary><c>mosquitto_sub</c>, writing to nowhere; a process a round, which ends with the last message.</summary>
internal sealed class MosquittoSubscriber(MosquittoServer broker, LoadSettings settings) : BrokerContender(
    broker, settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private ChildProcess? _process;
    private double _cpu;
    private double _memory;

    public override string Name => "mosquitto_sub";

    protected override int ProcessId => _process!.Id;

    public override async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task BeginAsync(long messages)
    {
        if (_process is not null) await _process.DisposeAsync();
        // Its session is made, and its subscriptions with it, before anything is published.
        await using (var first = Start("-E")) await first.WaitForExitAsync(TimeSpan.FromSeconds(10));
        _process = Start("-C", messages.ToString(CultureInfo.InvariantCulture));
        await Task.Delay(300);
        _cpu = _memory = double.NaN;
        _ = WatchAsync(_process);
    }

    /// <summary>Its CPU time and memory are gone with it, so the last ones seen are kept.</summary>
    private async Task WatchAsync(ChildProcess process)
    {
        while (!process.HasExited)
        {
            var cpu = ProcessMeter.CpuSeconds(process.Id);
            if (cpu > 0) _cpu = cpu;
            var memory = ProcessMeter.ResidentMegabytes(process.Id);
            if (memory > 0) _memory = memory;
            await Task.Delay(20);
        }
    }

    // A shell turns its output away, then becomes it.
    private ChildProcess Start(params string[] options) => ChildProcess.Start(
        "/bin/sh",
        [
            "-c", "exec \"$@\" >/dev/null", "sh", Servers.Require("mosquitto_sub"), "-p",
            Broker.Port.ToString(CultureInfo.InvariantCulture), "-q", "1", "-c", "-i", "sub", "-t",
            "sanitation/plants/#",
            "-t", "sanitation/vehicles/#", .. options,
        ],
        Broker.Folder);

    protected override async Task<long> WhenTakenAsync(long expected)
    {
        var began = Stopwatch.GetTimestamp();
        while (!_process!.HasExited)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new TimeoutException(
                "mosquitto_sub did not get everything");
            await Task.Delay(5);
        }
        return Stopwatch.GetTimestamp();
    }

    /// <summary>As last seen while it ran.</summary>
    protected override double CpuAtEnd() => _cpu;

    protected override double MemoryAtEnd() => _memory;
}
