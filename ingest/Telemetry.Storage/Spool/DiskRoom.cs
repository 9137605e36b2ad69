using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>
/// Whether the disk has room. Asks the system every 4 MiB or every second, whichever is first, and each time while
/// there is none.
/// </summary>
internal sealed class DiskRoom(IFileLayer files, string folder, long minFree, TimeProvider time)
{
    private const int BytesBetweenChecks = 4 << 20;
    private static readonly TimeSpan TimeBetweenChecks = TimeSpan.FromSeconds(1);

    private volatile bool _isShort;
    private bool _checkedOnce;
    private long _bytesSince;
    private long _checkedAt;

    public bool IsShort => _isShort;

    public bool Has(int bytes)
    {
        _bytesSince += bytes;
        if (_checkedOnce
            && !_isShort
            && _bytesSince < BytesBetweenChecks
            && time.GetElapsedTime(_checkedAt) < TimeBetweenChecks) return true;
        return CheckNow(bytes);
    }

    public bool CheckNow(int bytes)
    {
        _checkedOnce = true;
        _bytesSince = 0;
        _checkedAt = time.GetTimestamp();
        // Frames and the file system's own blocks take a little more than the lines.
        _isShort = files.FreeBytes(folder) < Math.Max(minFree, bytes + bytes / 8 + 65536L);
        return !_isShort;
    }

    /// <summary>A write found no room although there seemed to be some.</summary>
    public void Refused(int bytes)
    {
        _isShort = true;
        _bytesSince += bytes;
    }
}
