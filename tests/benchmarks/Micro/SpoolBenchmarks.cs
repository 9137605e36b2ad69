using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Benchmarks.Micro;

/// <summary>
/// What an append costs by itself: frame, checksum and the write into the page cache. The sync, which
/// <see cref="CommitBenchmarks"/> has with it, comes between the measured iterations.
/// </summary>
[MemoryDiagnoser]
[InvocationCount(Appends, unrollFactor: 16)]
public class SpoolBenchmarks
{
    private const int Appends = 256;
    private const int Lines = 1000;
    private readonly byte[] _thousand = SampleLines.Of(Lines);
    private TempFolder? _folder;
    private Spool? _spool;

    [GlobalSetup]
    public void Open()
    {
        _folder = new TempFolder("spool");
        _spool = Spool.Open(
            new SpoolOptions { Folder = _folder.File("spool"), KeepDelivered = TimeSpan.Zero, MaxSize = long.MaxValue },
            DiskFiles.Instance, TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>As if the store kept up, so that the disk doesn't fill.</summary>
    [IterationCleanup]
    public void Deliver()
    {
        _spool!.Sync();
        _spool.Delivered(_spool.End);
    }

    [GlobalCleanup]
    public void Close()
    {
        _spool!.Dispose();
        _folder!.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Lines, Description = "spool append of 1,000 lines, a line's share, no sync")]
    public void Append() => _spool!.Append(_thousand, Lines);
}
