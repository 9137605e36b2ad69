using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Benchmarks.Micro;

/// <summary>The spool on the real disk of the temporary folder: appends, and whole commits with their sync.</summary>
[MemoryDiagnoser]
public class CommitBenchmarks
{
    private const int Lines = 1000;
    private readonly byte[] _thousand = SampleLines.Of(Lines);
    private readonly byte[] _one = SampleLines.Of(1);
    private TempFolder? _folder;
    private Spool? _spool;
    private DeadLetterLog? _letters;
    private GroupCommit? _commit;

    [GlobalSetup]
    public void Open()
    {
        _folder = new TempFolder("commit");
        _spool = Spool.Open(
            new SpoolOptions { Folder = _folder.File("spool"), KeepDelivered = TimeSpan.Zero, MaxSize = long.MaxValue },
            DiskFiles.Instance, TimeProvider.System, NullLogger.Instance);
        _letters = DeadLetterLog.Open(
            new DeadLetterOptions { Folder = _folder.File("letters") }, DiskFiles.Instance, TimeProvider.System,
            NullLogger.Instance);
        _commit = new GroupCommit(_spool, _letters, new GroupCommitOptions(), TimeProvider.System, NullLogger.Instance);
        // As if the store kept up, so that the disk doesn't fill.
        _commit.Committed += _ => _spool.Delivered(_spool.End);
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _commit!.DisposeAsync();
        _letters!.Dispose();
        _spool!.Dispose();
        _folder!.Dispose();
    }

    /// <summary>
    /// As under load: a thousand messages into one group or two, and their commit; time is of one line.
    /// </summary>
    [Benchmark(OperationsPerInvoke = Lines, Description = "append a line, commit shared by about 1,000")]
    public Task Append()
    {
        var committed = Task.CompletedTask;
        for (var i = 0; i < Lines; i++) committed = _commit!.Append(_one, 1, [], 1);
        return committed;
    }

    [Benchmark(Description = "commit of one line, fdatasync included")]
    public Task CommitOne() => _commit!.Append(_one, 1, [], 1);

    [Benchmark(Description = "commit of 1,000 lines, fdatasync included")]
    public Task CommitThousand() => _commit!.Append(_thousand, Lines, [], 1);
}
