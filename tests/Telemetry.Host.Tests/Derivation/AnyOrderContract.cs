using Telemetry.Domain.Derived;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>
/// Derived rows depend on what was read, and not on the order, the lateness or the repetition of it, nor on where the
/// process ended meanwhile. Whatever the store.
/// </summary>
public abstract class AnyOrderContract
{
    private protected virtual DateOnly First { get; } = new(2009, 3, 2);

    /// <summary>In the middle of the fourth day: the first three are over, the fourth runs.</summary>
    private protected DateTimeOffset Now => DeriveBench.At(First.AddDays(3), 12);

    private protected abstract Task<DeriveBench> OpenAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_order_with_repetitions_and_crashes_gives_the_rows_of_one_pass(int seed)
    {
        var readings = Readings(new Random(seed));
        await using var scratch = await OpenAsync();
        await scratch.WriteAsync(readings);
        await scratch.DrainAsync();

        var random = new Random(seed + 1000);
        await using var sut = await OpenAsync();
        var crashes = 0;
        foreach (var batch in Shuffled(readings, random))
        {
            await sut.WriteAsync(batch);
            if (random.Next(3) == 0) continue;
            // Somewhere on the way, before or after whatever was called there.
            sut.Crash.After = random.Next(60);
            crashes += await sut.DrainAsync();
            sut.Crash.After = null;
        }
        await sut.DrainAsync();

        Assert.True(crashes > 3, $"only {crashes} crashes");
        // How often a value was given out is the one thing that depends on what was late.
        Assert.Equal(await scratch.RowsAsync("revision"), await sut.RowsAsync("revision"));
    }

    [Theory]
    [InlineData(7)]
    public async Task Deriving_everything_anew_changes_no_byte(int seed)
    {
        var random = new Random(seed);
        await using var sut = await OpenAsync();
        foreach (var batch in Shuffled(Readings(random), random))
        {
            await sut.WriteAsync(batch);
            await sut.DrainAsync();
        }
        var before = await sut.RowsAsync();

        sut.Restart();
        await sut.AgainAsync(First, First.AddDays(2));

        Assert.Equal(before, await sut.RowsAsync());
        Assert.Equal(0, Enum.GetValues<Telemetry.Storage.Operations.Derivation.PartitionKind>()
            .Sum(sut.Tally.WrittenOf));
    }

    [Fact]
    public async Task A_crash_at_every_single_step_loses_nothing()
    {
        var readings = Readings(new Random(9))[..90];
        var late = readings[40..46];
        Sample[] inTime = [.. readings.Except(late)];
        await using var scratch = await OpenAsync();
        await scratch.WriteAsync(readings);
        await scratch.DrainAsync();
        var expected = await scratch.RowsAsync("revision");

        for (var step = 0; ; step++)
        {
            await using var sut = await OpenAsync();
            await sut.WriteAsync(inTime);
            await sut.DrainAsync();
            await sut.WriteAsync(late);
            sut.Crash.After = step;
            if (await sut.DrainAsync() == 0) break;
            Assert.Equal(expected, await sut.RowsAsync("revision"));
            Assert.True(step < 500, "the steps have no end");
        }
    }

    /// <summary>Two and a half days: a totaliser that wraps, a gap of nine hours over midnight, letters that don't
    /// count.
    /// </summary>
    private List<Sample> Readings(Random random)
    {
        var readings = new List<Sample>();
        var total = 9_000.0;
        for (var at = DeriveBench.At(First); at < DeriveBench.At(First, 60); at = at.AddMinutes(20))
        {
            var flow = 20 + (80 * random.NextDouble());
            total = (total + (flow / 3)) % 10_000;
            var hours = (at - DeriveBench.At(First)).TotalHours;
            if (hours is > 20 and < 29) continue;
            var letter = random.Next(20) switch { 0 => 'D', 1 => 'B', _ => 'N' };
            readings.Add(new Sample("out", at, flow, Math.Round(total, 1), letter));
            if (random.Next(5) > 0) readings.Add(new Sample("in", at.AddSeconds(30), flow * 1.02));
        }
        return readings;
    }

    private static IEnumerable<Sample[]> Shuffled(IReadOnlyList<Sample> readings, Random random)
    {
        Sample[] all = [.. readings, .. readings.Where(_ => random.Next(4) == 0)];
        random.Shuffle(all);
        for (var at = 0; at < all.Length;)
        {
            var size = Math.Min(random.Next(1, 40), all.Length - at);
            yield return all[at..(at + size)];
            at += size;
        }
    }
}
