using System.Diagnostics;
using System.Globalization;
using Telemetry.Benchmarks.Load;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>The host while it is fed: looked at every few seconds, and once all is over.</summary>
internal sealed class FleetRun(BenchHost host, FleetFeed feed, LiveCount live)
{
    private double _cpu;
    private double _cpuLater;
    private double _secondsLater;
    private double _resident;
    private TimeSpan _storedAfter;

    public List<HostSigns> Signs { get; } = [];

    public long Stored { get; private set; }

    public async Task<FeedResult> RunAsync(int port, TimeSpan look)
    {
        var (began, cpu) = (Stopwatch.GetTimestamp(), ProcessMeter.CpuSeconds(host.ProcessId));
        var half = TimeSpan.FromSeconds(feed.Seconds / 2.0);
        var (halfAt, halfCpu) = (began, cpu);
        var feeding = Task.Run(() => feed.RunAsync(port));
        while (!feeding.IsCompleted)
        {
            await Task.WhenAny(feeding, Task.Delay(look));
            Signs.Add(await HostSigns.ReadAsync(host));
            _resident = Math.Max(_resident, ProcessMeter.ResidentMegabytes(host.ProcessId));
            if (halfAt == began && Stopwatch.GetElapsedTime(began) >= half)
                (halfAt, halfCpu) = (Stopwatch.GetTimestamp(), ProcessMeter.CpuSeconds(host.ProcessId));
        }
        var result = await feeding;
        var now = ProcessMeter.CpuSeconds(host.ProcessId);
        (_cpu, _cpuLater) = (now - cpu, now - halfCpu);
        _secondsLater = Stopwatch.GetElapsedTime(halfAt).TotalSeconds;
        (Stored, _storedAfter) = await FleetHost.WhenStoredAsync(host, feed.Pings);
        return result;
    }

    public async Task SayAsync(FeedResult result, TextWriter output)
    {
        var last = await HostSigns.ReadAsync(host);
        var (first, megabytes) = await AskAsync("/api/vehicles");
        var (again, _) = await AskAsync("/api/vehicles");
        var (page, _) = await AskAsync("/api/vehicles?limit=100");
        var (snapshot, snapshotMegabytes) = await SnapshotAsync();
        Say(string.Create(CultureInfo.InvariantCulture,
            $"CPU {_cpu:0.0} s in all; in the second half {_cpuLater / _secondsLater * 100:0.0} % of a core, "
            + $"{_cpuLater / (feed.Rate * _secondsLater) * 1e6:0} µs a ping; resident at most {_resident:0} MB, "
            + $"peak {ProcessMeter.PeakMegabytes(host.ProcessId):0} MB"));
        Say(string.Create(CultureInfo.InvariantCulture,
            $"acknowledged {result.Acknowledged:#,0} of {feed.Pings:#,0}, the last {result.Late.TotalMilliseconds:0} "
            + $"ms after the last was sent; PUBACK ms p50 {Figures.Text(result.P50)}, p99 "
            + $"{Figures.Text(result.P99)}, most {Figures.Text(result.Most)}"));
        Say(string.Create(CultureInfo.InvariantCulture,
            $"stored {Stored:#,0}, all {_storedAfter.TotalSeconds:0.0} s after that; waiting for the store "
            + $"{Figures.Text(Figures.Median(Signs.Select(static one => (double)one.Pending)))} lines (median), "
            + $"{Signs.Max(static one => one.Pending):#,0} (most); oldest "
            + $"{Signs.Max(static one => one.PendingSeconds):0.0} s (most)"));
        Say(string.Create(CultureInfo.InvariantCulture,
            $"derivation: lag {Signs.Max(static one => one.DeriveLag):0.0} s (most), oldest waiting "
            + $"{Signs.Max(static one => one.OldestWaiting):0.0} s (most); waiting at the end "
            + $"{HostSigns.Words(last.Waiting)}; derived {HostSigns.Words(last.Derived)}"));
        Say(string.Create(CultureInfo.InvariantCulture,
            $"live topics published: {live}, {live.Messages / (double)feed.Seconds:#,0} a second"));
        Say(string.Create(CultureInfo.InvariantCulture,
            $"/api/vehicles: {megabytes:0.0} MB in {first:0} ms, again in {again:0} ms; 100 of them in {page:0} ms; "
            + $"first event of /api/live: {snapshotMegabytes:0.0} MB in {snapshot:0} ms"));

        void Say(string line) => output.WriteLine("  " + line);
    }

    private async Task<(double Milliseconds, double Megabytes)> AskAsync(string path)
    {
        var asked = Stopwatch.GetTimestamp();
        var answer = await host.GetAsync(path);
        return (Stopwatch.GetElapsedTime(asked).TotalMilliseconds, answer.Length / 1e6);
    }

    private async Task<(double Milliseconds, double Megabytes)> SnapshotAsync()
    {
        var asked = Stopwatch.GetTimestamp();
        var length = await host.FirstEventAsync();
        return (Stopwatch.GetElapsedTime(asked).TotalMilliseconds, length / 1e6);
    }
}
