using Telemetry.Host.Composition;
using Telemetry.Host.Options;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Starting;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_has_one_host()
    {
        var path = _folder.File("data");
        Assert.False(DataFolder.IsHeld(path));
        using (DataFolder.Take(path))
        {
            Assert.True(DataFolder.IsHeld(path));
            var refusal = Assert.Throws<StartRefusedException>(() => DataFolder.Take(path));
            Assert.Equal(
                $"Telemetry:Host:DataFolder {path} is in use by another running host: give each host a folder of its "
                + $"own", refusal.Message);
        }
        Assert.False(DataFolder.IsHeld(path));
        DataFolder.Take(path).Dispose();
    }

    [Fact]
    public void What_a_killed_host_left_does_not_hold_the_folder()
    {
        File.WriteAllText(_folder.File("host.lock"), "12345");

        using var sut = DataFolder.Take(_folder.Path);

        Assert.Equal(_folder.Path, sut.Path);
    }

    [Fact]
    public void A_file_in_its_place_is_told()
    {
        File.WriteAllText(_folder.File("data"), "");

        var refusal = Assert.Throws<StartRefusedException>(() => DataFolder.Take(_folder.File("data")));

        Assert.StartsWith(
            $"Telemetry:Host:DataFolder {_folder.File("data")} can't be written", refusal.Message,
            StringComparison.Ordinal);
    }
}
