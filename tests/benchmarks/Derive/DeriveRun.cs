using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Benchmarks.Load;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation;
using Telemetry.Host.Derivation.Intake;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Benchmarks.Derive;

/// <summary>
/// Fills a store by its own writer, as the host does, and derives all of it with the host's own derivation, in this
/// process: what it holds and uses beside that was there before the clock starts, and is said.
/// </summary>
internal sealed class DeriveRun(DeriveStore store, DeriveSize size, TextWriter output) : IRejectedLines
{
    private const int StepsABatch = 100;

    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(10);

    private readonly DeriveTally _tally = new();
    private SpoolPosition _position = new(1, 0, 0);

    public async Task<DeriveResult> RunAsync()
    {
        output.WriteLine($"{store.Name}:");
        await FillAsync();
        var parsed = RegistryFile.Parse(size.Registry());
        if (!parsed.IsValid) throw new InvalidOperationException(string.Join("; ", parsed.Errors));
        using var operations = OperationalStore.Open(
            new OperationsOptions { Path = store.Folder.File("operations.db") }, TimeProvider.System,
            NullLogger<OperationalStore>.Instance);
        var deriver = NewDeriver(operations, new Registry(parsed.Registry));

        var before = Settle();
        var began = Stopwatch.GetTimestamp();
        await DrainAsync(deriver, operations);
        var wall = Stopwatch.GetElapsedTime(began);
        var result = Meter(before, wall) with { IsRight = await IsRightAsync() };
        var (questions, partitions) = await LateAsync(deriver, operations);
        return result with { LateQuestions = questions, LatePartitions = partitions };
    }

    Task IRejectedLines.AddAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("a reading was refused: " + lines[0].Detail);

    private async Task FillAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var lines = new StringBuilder();
        var last = size.Days * DeriveSize.StepsADay;
        for (var step = 0; step < last; step += StepsABatch)
        {
            lines.Clear();
            var end = Math.Min(step + StepsABatch, last);
            for (var at = step; at < end; at++) size.Write(at, lines);
            await WriteAsync(lines.ToString(), (end - step) * size.Plants * size.Meters);
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  filled with {size.Points:#,0} points in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
    }

    private async Task WriteAsync(string text, int count)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var end = new SpoolPosition(1, _position.Offset + bytes.Length, _position.Line + count);
        await store.Readings.WriteAsync(
            new StoreBatch(Guid.Empty, bytes, count, _position, end), this, CancellationToken.None);
        _position = end;
    }

    private Deriver NewDeriver(OperationalStore operations, Registry registry)
    {
        // Nothing of what it derives is newer than that.
        var options = new DeriveOptions { ReconcileDays = 0 };
        var raw = new RawDays(store.Reader);
        var clock = new FinalityClock();
        var reconciliation = new Reconciliation(options);
        return new Deriver(
            store.Derived, operations, registry,
            new DeriveIntake(
                store.Derived, store.Reader, operations, raw, clock, reconciliation, options, TimeProvider.System),
            new DeriveSteps(
                store.Derived, operations, raw, clock, [], reconciliation, options, _tally, TimeProvider.System),
            reconciliation, options, _tally, TimeProvider.System, NullLogger<Deriver>.Instance);
    }

    private async Task DrainAsync(Deriver deriver, OperationalStore operations)
    {
        var told = Stopwatch.GetTimestamp();
        var began = told;
        while (await deriver.RoundAsync(static _ => Task.CompletedTask, CancellationToken.None)
            || (await operations.Derivation.BacklogAsync(CancellationToken.None)).Count > 0)
        {
            if (Stopwatch.GetElapsedTime(told) < Progress) continue;
            told = Stopwatch.GetTimestamp();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s: {Derived():#,0} derived, "
                + $"{_tally.Waiting:#,0} waiting, resident "
                + $"{ProcessMeter.ResidentMegabytes(Environment.ProcessId):0} MB"));
        }
    }

    /// <summary>A meter whose reading comes late, between two that are there.</summary>
    private async Task<(long Questions, long Partitions)> LateAsync(Deriver deriver, OperationalStore operations)
    {
        var (asked, derived) = (store.Derived.Traffic.Questions, Derived());
        var step = size.Days * DeriveSize.StepsADay / 2;
        var at = DeriveSize.First.AddMinutes((5 * step) + 1).ToUnixTimeMilliseconds();
        var total = step * DeriveSize.StepM3 % 1_000_000;
        await WriteAsync(
            string.Create(
                CultureInfo.InvariantCulture, $"plant_flow,meter=m0,plant=p0 total_m3={total},q=\"N\",flags=0i {at}\n"),
            1);
        await DrainAsync(deriver, operations);
        return (store.Derived.Traffic.Questions - asked, Derived() - derived);
    }

    private long Derived() => Enum.GetValues<PartitionKind>().Sum(_tally.RecomputedOf);

    /// <summary>Each whole day of each meter has 288 steps of the totaliser, but the last lacks the step into the
    /// next day.
    /// </summary>
    private async Task<bool> IsRightAsync()
    {
        var rows = await store.Derived.ReadAsync(
            DerivedMeasurements.VolumeDaily, new Dictionary<string, string>(), DeriveSize.First,
            DeriveSize.First.AddDays(size.Days), CancellationToken.None);
        var sum = rows.Sum(static row => row.Values.TryGetValue("volume_m3", out var value) ? (double)value! : 0);
        var expected = ((double)size.Days * DeriveSize.StepsADay - 1) * DeriveSize.StepM3 * size.Plants * size.Meters;
        var isRight = rows.Count == size.Days * size.Plants * size.Meters && Math.Abs(sum - expected) < 1e-3;
        if (!isRight)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  WRONG: {rows.Count} daily rows of {sum:R} m³, not {expected:R}"));
        }
        return isRight;
    }

    /// <summary>What filling left behind is let go, and the kernel's highest mark of our memory begins anew.</summary>
    private Baseline Settle()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
        return new Baseline(
            ProcessMeter.CpuSeconds(Environment.ProcessId),
            ServerCpu(),
            ProcessMeter.ResidentMegabytes(Environment.ProcessId), store.Derived.Traffic, GC.GetTotalAllocatedBytes());
    }

    private double ServerCpu() => store.ServerId is { } id ? ProcessMeter.CpuSeconds(id) : double.NaN;

    private DeriveResult Meter(Baseline since, TimeSpan wall)
    {
        var now = store.Derived.Traffic;
        return new DeriveResult(store.Name, size.Points, wall)
        {
            CpuSeconds = ProcessMeter.CpuSeconds(Environment.ProcessId) - since.CpuSeconds,
            ServerCpuSeconds = ServerCpu() - since.ServerCpuSeconds,
            ResidentBefore = since.ResidentMegabytes,
            ResidentPeak = ProcessMeter.PeakMegabytes(Environment.ProcessId),
            AllocatedMegabytes = (GC.GetTotalAllocatedBytes() - since.Allocated) / 1e6,
            Partitions = [.. Enum.GetValues<PartitionKind>().Select(_tally.RecomputedOf)],
            Questions = now.Questions - since.Traffic.Questions,
            RoundTrips = now.RoundTrips - since.Traffic.RoundTrips,
            RowsRead = now.RowsRead - since.Traffic.RowsRead,
            RowsWritten = now.RowsWritten - since.Traffic.RowsWritten,
        };
    }

    private sealed record Baseline(
        double CpuSeconds, double ServerCpuSeconds, double ResidentMegabytes, StoreTraffic Traffic, long Allocated);

    private sealed class Registry(CityRegistry current) : IRegistrySource
    {
        public CityRegistry Current => current;
    }
}
