using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Tests.Storing;

/// <summary>A real spool and dead letters on a folder of their own, which survive <see cref="Reopen"/>.</summary>
internal sealed class SpoolBench : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly long _segmentSize;
    private readonly TimeProvider _time;
    private long _next;

    public SpoolBench(long segmentSize = 64 << 20, TimeProvider? time = null)
    {
        _segmentSize = segmentSize;
        _time = time ?? TimeProvider.System;
        (Spool, Letters) = Open();
    }

    public Spool Spool { get; private set; }

    public DeadLetterLog Letters { get; private set; }

    public string Folder => _folder.Path;

    /// <summary>One committed block of readings, whose values and times count up from 0 over all blocks.</summary>
    public void Append(int lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++, _next++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"plant_flow,meter=m,plant=p flow_m3h={_next},q=\"N\",flags=0i {_next}\n");
        Spool.Append(Encoding.UTF8.GetBytes(text.ToString()), lines);
        Spool.Sync();
    }

    public void Reopen()
    {
        Close();
        (Spool, Letters) = Open();
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }

    private void Close()
    {
        Spool.Dispose();
        Letters.Dispose();
    }

    private (Spool Spool, DeadLetterLog Letters) Open() => (
        Spool.Open(
            new SpoolOptions { Folder = _folder.File("spool"), MinFreeDisk = 0, SegmentSize = _segmentSize },
            DiskFiles.Instance, _time,
            NullLogger.Instance),
        DeadLetterLog.Open(
            new DeadLetterOptions { Folder = _folder.File("letters"), SampleEvery = 1 }, DiskFiles.Instance,
            TimeProvider.System, NullLogger.Instance));
}
