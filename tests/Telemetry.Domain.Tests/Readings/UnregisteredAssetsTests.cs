using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Tests.Readings;

public class UnregisteredAssetsTests
{
    static UnregisteredAssets CreateSut(int limit = 10) => new(UnknownAssetPolicy.Accept, limit);

    [Fact]
    public void Meet_Same_asset_is_one_entry_with_first_last_and_count()
    {
        var sut = CreateSut();

        sut.Meet(AssetKind.Vehicle, "truck-9", 1_000)!.Note(1_000);
        sut.Meet(AssetKind.Vehicle, "truck-9", 3_000)!.Note(3_000);

        var asset = Assert.Single(sut.Seen);
        Assert.Equal("truck-9", asset.Name);
        Assert.Equal(AssetKind.Vehicle, asset.Kind);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1), asset.FirstSeen);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(3), asset.LastSeen);
        Assert.Equal(2, asset.Count);
    }

    [Fact]
    public void Meet_Same_name_of_another_kind_is_another_asset()
    {
        var sut = CreateSut();

        sut.Meet(AssetKind.Vehicle, "a", 0);
        sut.Meet(AssetKind.Facility, "a", 0);

        Assert.Equal(2, sut.Seen.Count);
    }

    [Fact]
    public void Meet_List_full_lists_no_more_and_counts()
    {
        var sut = CreateSut(limit: 1);
        var first = sut.Meet(AssetKind.Vehicle, "a", 0);

        Assert.Null(sut.Meet(AssetKind.Vehicle, "b", 0));
        Assert.Same(first, sut.Meet(AssetKind.Vehicle, "a", 0));
        Assert.Equal(1, sut.BeyondLimit);

        sut.Forget(AssetKind.Vehicle, "a");
        Assert.NotNull(sut.Meet(AssetKind.Vehicle, "b", 0));
    }

    [Fact]
    public async Task Meet_Many_connections_never_exceed_the_limit_nor_lose_a_count()
    {
        var sut = CreateSut(limit: 100);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++) sut.Meet(AssetKind.Vehicle, $"v{i % 200}", i)?.Note(i);
        })));

        Assert.Equal(100, sut.Seen.Count);
        Assert.Equal(8 * 5_000, sut.Seen.Sum(a => a.Count) + sut.BeyondLimit);
    }

    [Fact]
    public void First_Gives_those_that_were_met_first_without_the_forgotten()
    {
        var sut = new UnregisteredAssets(UnknownAssetPolicy.Accept);
        foreach (var name in (string[])["v-3", "v-1", "v-2"]) sut.Meet(AssetKind.Vehicle, name, 1);
        sut.Forget(AssetKind.Vehicle, "v-1");

        Assert.Equal(["v-3"], sut.First(1).Select(asset => asset.Name));
        Assert.Equal(["v-3", "v-2"], sut.First(9).Select(asset => asset.Name));
        Assert.Equal(2, sut.Count);
    }
}
