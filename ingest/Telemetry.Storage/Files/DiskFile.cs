using Microsoft.Win32.SafeHandles;

namespace Telemetry.Storage.Files;

internal sealed class DiskFile(string path, SafeFileHandle handle) : IOpenFile
{
    public string Path { get; } = path;

    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> buffer, long offset)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (read == 0) break;
            total += read;
        }
        return total;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (IOException problem) when (DiskFiles.IsFull(problem))
        {
            throw new DiskFullException(Path, problem);
        }
        catch (IOException problem)
        {
            throw new DiskFailureException("Write", Path, problem);
        }
    }

    public void Truncate(long length) => RandomAccess.SetLength(handle, length);

    public void Sync()
    {
        if (OperatingSystem.IsLinux())
        {
            // RandomAccess.FlushToDisk calls fsync and ignores EINVAL, EROFS and ENOTSUP; fdatasync is enough for data
            // and length, spares the journal a write of the time stamps, and every error counts.
            if (UnixSync.Data(handle) is var error and not 0)
                throw new DiskFailureException("Sync", Path, UnixSync.Cause(error));
            return;
        }
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (IOException problem)
        {
            throw new DiskFailureException("Sync", Path, problem);
        }
    }

    public void Dispose() => handle.Dispose();
}
