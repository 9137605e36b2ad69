using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>
/// What is derived of vehicles depends on the pings and weighings that came, and not on the order, the lateness or the
/// repetition of them, nor on where the process ended meanwhile. Whatever the store.
/// </summary>
public abstract class FleetOrderContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    private protected virtual DateOnly First { get; } = new(2009, 3, 2);

    /// <summary>Early on the fourth day.</summary>
    private protected DateTimeOffset Now => DeriveBench.At(First.AddDays(3), 2);

    private protected abstract Task<DeriveBench> OpenAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_order_with_repetitions_and_crashes_gives_the_rows_and_sets_of_one_pass(int seed)
    {
        var lines = Lines();
        await using var scratch = await OpenAsync();
        await scratch.WriteLinesAsync(lines);
        await scratch.DrainAsync();
        // How often a value was given out is the one thing that depends on what was late.
        var expected = await StateAsync(scratch, "revision");
        Assert.True(expected.Count > 18, $"{expected.Count} rows are too few to compare");

        var random = new Random(seed);
        await using var sut = await OpenAsync();
        string[] all = [.. lines, .. lines.Where(_ => random.Next(4) == 0)];
        random.Shuffle(all);
        var crashes = 0;
        foreach (var batch in all.Chunk(260))
        {
            await sut.WriteLinesAsync(batch);
            sut.Crash.After = random.Next(40);
            crashes += await sut.DrainAsync();
            sut.Crash.After = null;
        }
        await sut.DrainAsync();

        Assert.True(crashes > 3, $"only {crashes} crashes");
        Assert.Equal(expected, await StateAsync(sut, "revision"));
    }

    [Fact]
    public async Task Deriving_all_of_it_anew_changes_nothing()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync(Lines());
        // Plants of which nothing was heard have rows from here on too.
        await sut.AgainAsync(First, First.AddDays(1));
        var before = await StateAsync(sut);

        sut.Restart();
        await sut.AgainAsync(First, First.AddDays(1));

        Assert.Equal(before, await StateAsync(sut));
        Assert.Equal(0, Enum.GetValues<PartitionKind>().Sum(sut.Tally.WrittenOf));
        Assert.True(sut.Tally.RecomputedOf(PartitionKind.VehicleHour) > 0);
    }

    /// <summary>
    /// Two days of two trucks, one of them over midnight, each weighed, one that lets go elsewhere; the works' inlet,
    /// and the other plant's outlet, so that the city's rates have their days.
    /// </summary>
    private List<string> Lines() =>
    [
        .. FleetTown.Day("vac-1", DeriveBench.At(First, 6)),
        FleetTown.Weighing("vac-1", "T-1", DeriveBench.At(First, 6).AddMinutes(46), 4_200),
        .. FleetTown.Day("vac-2", DeriveBench.At(First, 23.4)),
        FleetTown.Weighing("vac-2", "T-2", DeriveBench.At(First, 24.2), 3_900),
        .. FleetTown.Day("vac-1", DeriveBench.At(First.AddDays(1), 9), unload: 30.08),
        .. Enumerable.Range(0, 50).SelectMany(hour => (string[])
        [
            FleetTown.Inlet(DeriveBench.At(First, hour), hour / 6.0),
            new Sample("out", DeriveBench.At(First, hour), Total: hour * 50).Line,
        ]),
    ];

    /// <summary>Everything derived, as text.</summary>
    private async Task<IReadOnlyList<string>> StateAsync(DeriveBench sut, params string[] without)
    {
        var fleet = sut.Operations.Fleet;
        var state = new List<string>(await sut.RowsAsync(without));
        foreach (var (vehicle, hours) in await fleet.HoursAsync(null, 0, long.MaxValue, None))
            state.AddRange(hours.Select(hour => $"{vehicle} {hour.Figures.Hour.StartMs} {hour.Digest} {hour.Entry}"));
        foreach (var loads in await fleet.LoadDaysAsync(First.AddDays(-9), First.AddDays(9), None))
            state.Add($"{loads.Vehicle} {loads.Day:O} {loads.Digest} {loads.Inputs}");
        for (var day = First.AddDays(-4); day < First.AddDays(4); day = day.AddDays(1))
            state.Add($"{day:O} {(await fleet.ServiceAsync(day, None))?.Digest}");
        state.Sort(StringComparer.Ordinal);
        return state;
    }
}
