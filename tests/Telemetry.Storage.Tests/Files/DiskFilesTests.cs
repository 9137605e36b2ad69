using Telemetry.Storage.Files;

namespace Telemetry.Storage.Tests.Files;

public sealed class DiskFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("disk-").FullName;
    private readonly DiskFiles _disk = DiskFiles.Instance;

    [Fact]
    public void What_is_written_is_read_by_another_and_survives_a_sync_of_file_and_folder()
    {
        var path = Path.Combine(_folder, "a");
        using var file = _disk.Create(path);
        file.Write("hello"u8, 0);
        file.Write("HE"u8, 0);
        file.Sync();
        _disk.SyncFolder(_folder);
        using var reader = _disk.OpenRead(path);
        var bytes = new byte[10];
        Assert.Equal(5, reader.Read(bytes, 0));
        Assert.Equal("HEllo"u8.ToArray(), bytes[..5]);
        file.Truncate(2);
        Assert.Equal(2, reader.Length);
    }

    [Fact]
    public void Create_of_a_file_that_is_there_is_refused()
    {
        var path = Path.Combine(_folder, "a");
        _disk.Create(path).Dispose();
        Assert.Throws<IOException>(() => _disk.Create(path));
    }

    [Fact]
    public void A_folder_in_a_folder_that_is_not_there_is_made()
    {
        var inner = Path.Combine(_folder, "x", "y");
        _disk.CreateFolder(inner);
        Assert.True(Directory.Exists(inner));
        Assert.Empty(_disk.List(inner));
    }

    [Fact]
    public void A_lock_is_held_once()
    {
        var path = Path.Combine(_folder, "lock");
        using (Assert.IsAssignableFrom<IDisposable>(_disk.TryLock(path))) Assert.Null(_disk.TryLock(path));
        using var again = _disk.TryLock(path);
        Assert.NotNull(again);
    }

    [Fact]
    public void Free_bytes_of_a_folder_are_those_of_its_disk() =>
        Assert.InRange(_disk.FreeBytes(_folder), 1, long.MaxValue);

    [Fact]
    public void SyncFolder_of_none_is_a_disk_failure()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sync of a folder");
        Assert.Throws<DiskFailureException>(() => _disk.SyncFolder(Path.Combine(_folder, "none")));
    }

    [Fact]
    public void A_write_to_a_full_device_is_told_from_a_failed_one()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full");
        using var file = _disk.OpenWrite("/dev/full");
        Assert.Throws<DiskFullException>(() => file.Write("x"u8, 0));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
