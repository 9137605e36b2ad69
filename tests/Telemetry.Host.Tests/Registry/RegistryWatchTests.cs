using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Registry;
using Telemetry.Host.Registry;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Registry;

public sealed class RegistryWatchTests : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2009, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly string _file;

    public RegistryWatchTests()
    {
        _file = Path.Combine(_folder.Path, "city.json");
        Write(City("north"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Current_before_the_host_starts_is_the_file()
    {
        var sut = CreateSut();

        Assert.Equal("north", DistrictOf(sut.Current));
        Assert.Equal(sut.Current.Version, sut.State.Version);
        Assert.Equal(_clock.GetUtcNow(), sut.State.LoadedAt);
        Assert.False(sut.State.IsBehindFile);
    }

    [Fact]
    public async Task Start_with_a_bad_file_refuses_with_every_problem()
    {
        Write("""{ "city": { "name": "X", "time_zone": "Nowhere/Land" }, "districts": [], "plants": [], "oops": 1 }""");
        var sut = CreateSut();

        var refusal = await Assert.ThrowsAsync<RegistryRefusedException>(() => sut.StartingAsync(default));

        Assert.Equal(["city.time_zone", "oops"], refusal.Errors.Select(e => e.Path));
        var lines = refusal.Message.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains(_file, lines[0], StringComparison.Ordinal);
        Assert.Contains("Telemetry:Registry:Path", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  city.time_zone: \"Nowhere/Land\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_without_a_file_refuses_and_names_it()
    {
        File.Delete(_file);

        var refusal = await Assert.ThrowsAsync<RegistryRefusedException>(() => CreateSut().StartingAsync(default));

        Assert.Contains(_file, Assert.Single(refusal.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_is_swapped_in_whole_and_announced()
    {
        var sut = CreateSut();
        var first = sut.Current;
        var announced = new List<CityRegistry>();
        sut.Changed += announced.Add;
        Write(City("south"));

        await CheckAsync(sut);

        Assert.Equal("north", DistrictOf(first));
        Assert.Equal("south", DistrictOf(sut.Current));
        Assert.Same(sut.Current, Assert.Single(announced));
        Assert.Equal(_clock.GetUtcNow(), sut.State.LoadedAt);
    }

    [Fact]
    public async Task An_atomic_replacement_is_seen()
    {
        var sut = CreateSut();
        _ = sut.Current;
        var beside = _file + ".new";
        File.WriteAllText(beside, City("south"));
        File.Move(beside, _file, overwrite: true);

        await CheckAsync(sut);

        Assert.Equal("south", DistrictOf(sut.Current));
    }

    [Fact]
    public async Task The_same_content_written_again_changes_nothing()
    {
        var sut = CreateSut();
        var first = sut.Current;
        Write(City("north"));

        await sut.CheckAsync(default);

        Assert.Same(first, sut.Current);
    }

    [Fact]
    public async Task A_bad_edit_keeps_the_last_good_one_and_says_so()
    {
        var sut = CreateSut();
        var first = sut.Current;
        sut.Changed += _ => Assert.Fail("a refused file was announced");
        Write(City("south").Replace("Asia/Shanghai", "Asia/Atlantis", StringComparison.Ordinal));
        _clock.Advance(TimeSpan.FromHours(1));

        await CheckAsync(sut);

        Assert.Same(first, sut.Current);
        Assert.True(sut.State.IsBehindFile);
        Assert.Equal("city.time_zone", Assert.Single(sut.State.Problems).Path);
        Assert.Equal(_clock.GetUtcNow(), sut.State.ProblemsSince);
    }

    [Fact]
    public async Task A_second_bad_edit_keeps_the_moment_of_the_first()
    {
        var sut = CreateSut();
        _ = sut.Current;
        Write("{");
        await CheckAsync(sut);
        var since = sut.State.ProblemsSince;
        Write("[");

        await CheckAsync(sut);

        Assert.Equal(since, sut.State.ProblemsSince);
        Assert.True(since < _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_bad_edit_taken_back_clears_the_problems_and_keeps_the_registry()
    {
        var sut = CreateSut();
        var first = sut.Current;
        Write("{");
        await CheckAsync(sut);
        Write(City("north"));

        await CheckAsync(sut);

        Assert.Same(first, sut.Current);
        Assert.False(sut.State.IsBehindFile);
        Assert.Null(sut.State.ProblemsSince);
    }

    [Fact]
    public async Task A_mended_edit_comes_into_force()
    {
        var sut = CreateSut();
        _ = sut.Current;
        Write("{");
        await CheckAsync(sut);
        Write(City("south"));

        await CheckAsync(sut);

        Assert.Equal("south", DistrictOf(sut.Current));
        Assert.False(sut.State.IsBehindFile);
    }

    [Fact]
    public async Task A_file_still_being_written_is_not_judged_until_it_rests()
    {
        var sut = CreateSut();
        _ = sut.Current;
        var whole = City("south");
        Write(whole[..(whole.Length / 2)]);
        var check = sut.CheckAsync(default);
        Write(whole);
        _clock.Advance(Settle);
        await check;

        Assert.Equal("north", DistrictOf(sut.Current));
        Assert.False(sut.State.IsBehindFile);

        await CheckAsync(sut);
        Assert.Equal("south", DistrictOf(sut.Current));
    }

    [Fact]
    public async Task A_deleted_file_is_a_problem_and_not_the_end()
    {
        var sut = CreateSut();
        var first = sut.Current;
        File.Delete(_file);

        await CheckAsync(sut);

        Assert.Same(first, sut.Current);
        Assert.Equal("(file)", Assert.Single(sut.State.Problems).Path);
    }

    [Fact]
    public async Task The_running_watch_finds_an_edit_by_itself()
    {
        var sut = CreateSut();
        var announced = new TaskCompletionSource<CityRegistry>();
        sut.Changed += announced.SetResult;
        await sut.StartingAsync(default);
        await sut.StartAsync(default);
        Write(City("south"));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!announced.Task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _clock.Advance(Settle);
            await Task.Yield();
        }

        Assert.Equal("south", DistrictOf(await announced.Task));
        await sut.StopAsync(default);
    }

    private async Task CheckAsync(RegistryWatch sut)
    {
        var check = sut.CheckAsync(default);
        _clock.Advance(Settle);
        await check;
    }

    private RegistryWatch CreateSut() => new(
        new RegistryOptions { Path = _file, SettleTime = Settle }, _clock,
        NullLogger<RegistryWatch>.Instance);

    private void Write(string json) => File.WriteAllText(_file, json, new UTF8Encoding(false));

    private static string DistrictOf(CityRegistry registry) => Assert.Single(registry.Districts.Keys).Value;

    private static string City(string district) =>
        $$"""
        {
          "city": { "name": "Testholm", "time_zone": "Asia/Shanghai" },
          "districts": [{ "id": "{{district}}", "name": "A district", "responsible_unit": "Its works" }],
          "plants": [],
        }
        """;
}
