using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Dashboards.Places;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Registry.Editing;
using Telemetry.Host.Registry;
using Telemetry.Host.Registry.Editing;
using Telemetry.Rig;
using Telemetry.Storage.Files;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Ledger;

namespace Telemetry.Host.Tests.Registry;

public sealed class PlaceBookTests : IDisposable
{
    private static readonly Actor Wang = Actor.Account("wang");

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2009, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly OperationalStore _operations;
    private readonly RegistryWatch _watch;
    private readonly string _file;

    public PlaceBookTests()
    {
        _file = _folder.File("city.json");
        File.WriteAllText(_file, """
            {
              "city": { "name": "Testholm", "time_zone": "Asia/Shanghai" }, // kept
              "districts": [{ "id": "north", "name": "North", "responsible_unit": "North works" }],
              "plants": [],
              "collection_points": [
                {
                  "id": "bin-1", "kind": "bin", "district": "north", "name": "Bin 1",
                  "location": { "lat": 30.01, "lon": 122.0 },
                },
              ],
            }
            """);
        _operations = OperationalStore.Open(
            new OperationsOptions { Path = _folder.File("operations.db") }, _clock,
            NullLogger<OperationalStore>.Instance);
        _watch = new RegistryWatch(
            new RegistryOptions { Path = _file, SettleTime = TimeSpan.Zero }, _clock,
            NullLogger<RegistryWatch>.Instance);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _operations.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_change_is_in_the_file_in_force_and_in_the_ledger()
    {
        using var sut = CreateSut();

        var receipt = await sut.CarryOutAsync(Wish("bin-1", 30.02), default);

        Assert.Equal(PlaceOutcome.Changed, receipt.Verdict.Outcome);
        Assert.Equal(30.02, Assert.Single(_watch.Current.CollectionPoints).Location.Lat);
        Assert.Equal(RegistryFile.VersionOf(File.ReadAllBytes(_file)), _watch.Current.Version);
        Assert.Contains("// kept", File.ReadAllText(_file), StringComparison.Ordinal);
        var row = Assert.Single(await LedgerAsync());
        Assert.Equal(
            (LedgerKind.Place, "place:collection_point/bin-1", Wang, "moved"),
            (row.Kind, row.Subject, row.Actor, row.Why));
        Assert.Contains("\"lat\":30.01", row.Before, StringComparison.Ordinal);
        Assert.Contains("\"lat\":30.02", row.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_there_already_adds_nothing_to_the_ledger()
    {
        using var sut = CreateSut();
        await sut.CarryOutAsync(Wish("bin-1", 30.02), default);

        var receipt = await sut.CarryOutAsync(Wish("bin-1", 30.02), default);

        Assert.Equal(PlaceOutcome.Unchanged, receipt.Verdict.Outcome);
        Assert.Single(await LedgerAsync());
    }

    [Fact]
    public async Task Several_at_once_all_come_in()
    {
        using var sut = CreateSut();

        await Task.WhenAll(
            Enumerable.Range(2, 8).Select(i => sut.CarryOutAsync(Wish($"bin-{i}", 30 + i / 100d), default)));

        Assert.Equal(9, _watch.Current.CollectionPoints.Length);
        Assert.Equal(8, (await LedgerAsync()).Count);
    }

    [Fact]
    public async Task A_file_that_is_wrong_is_left_as_it_is()
    {
        using var sut = CreateSut();
        _ = _watch.Current;
        File.WriteAllText(_file, "{ half an edit");

        var receipt = await sut.CarryOutAsync(Wish("bin-1", 30.02), default);

        Assert.Equal(PlaceOutcome.Stuck, receipt.Verdict.Outcome);
        Assert.Equal("{ half an edit", File.ReadAllText(_file));
        Assert.Empty(await LedgerAsync());
    }

    [Fact]
    public async Task A_symbolic_link_stays_one_and_rights_stay_as_they_were()
    {
        if (OperatingSystem.IsWindows()) return;
        var link = _folder.File("link.json");
        File.CreateSymbolicLink(link, _file);
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        using var watch = new RegistryWatch(
            new RegistryOptions { Path = link, SettleTime = TimeSpan.Zero }, _clock,
            NullLogger<RegistryWatch>.Instance);
        using var sut = new PlaceBook(watch, _operations, DiskFiles.Instance, NullLogger<PlaceBook>.Instance);

        await sut.CarryOutAsync(Wish("bin-1", 30.02), default);

        Assert.Equal(_file, File.ResolveLinkTarget(link, true)!.FullName);
        Assert.Equal(30.02, Assert.Single(watch.Current.CollectionPoints).Location.Lat);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(_file));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    public async Task Where_the_file_cant_be_replaced_nothing_changed_and_the_ledger_says_so(bool atCreate, int rows)
    {
        var before = File.ReadAllText(_file);
        using var sut = new PlaceBook(
            _watch, _operations, new Unwilling(atCreate), NullLogger<PlaceBook>.Instance);

        var receipt = await sut.CarryOutAsync(Wish("bin-1", 30.02), default);

        Assert.Equal(PlaceOutcome.Stuck, receipt.Verdict.Outcome);
        Assert.Contains("Read-only file system", receipt.Words, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_file));
        Assert.Equal(["city.json"], Directory.GetFiles(_folder.Path, "city*").Select(Path.GetFileName));
        var ledger = await LedgerAsync();
        Assert.Equal(rows, ledger.Count);
        if (rows == 2) Assert.Equal((ledger[1].Before, ledger[1].After), (ledger[0].After, ledger[0].Before));
    }

    private PlaceBook CreateSut() => new(_watch, _operations, DiskFiles.Instance, NullLogger<PlaceBook>.Instance);

    private async Task<IReadOnlyList<LedgerRow>> LedgerAsync() =>
        (await _operations.Ledger.ReadAsync(new LedgerQuery(), default)).Rows;

    private static PlaceWish Wish(string id, double lat)
    {
        var key = new PlaceKey(PlaceKind.CollectionPoint, id);
        return new PlaceWish(
            key, new PlaceDraft(
                key, new LocalizedName("Bin 1", "Bin 1"), "north", null, CollectionPointKind.Bin, null, null,
                new GeoPoint(lat, 122), null),
            null, Wang, "moved");
    }

    /// <summary>A disk that takes no new file, or no new name.</summary>
    private sealed class Unwilling(bool atCreate) : IFileLayer
    {
        private readonly DiskFiles _disk = DiskFiles.Instance;

        public IOpenFile Create(string path) => atCreate ? throw No() : _disk.Create(path);

        public void Rename(string from, string to) => throw No();

        public void CreateFolder(string folder) => _disk.CreateFolder(folder);

        public IReadOnlyList<string> List(string folder) => _disk.List(folder);

        public bool Exists(string path) => _disk.Exists(path);

        public IOpenFile OpenWrite(string path) => _disk.OpenWrite(path);

        public IOpenFile OpenRead(string path) => _disk.OpenRead(path);

        public void Delete(string path) => _disk.Delete(path);

        public void SyncFolder(string folder) => _disk.SyncFolder(folder);

        public long FreeBytes(string folder) => _disk.FreeBytes(folder);

        public IDisposable? TryLock(string path) => _disk.TryLock(path);

        private static IOException No() => new("Read-only file system");
    }
}
