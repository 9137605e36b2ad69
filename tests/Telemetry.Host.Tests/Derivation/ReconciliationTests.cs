using Telemetry.Domain.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Ledger;

namespace Telemetry.Host.Tests.Derivation;

public sealed class ReconciliationTests
{
    private static readonly DateOnly Day = new(2009, 3, 4);

    [Fact]
    public async Task Reading_that_nobody_told_of_is_found_put_right_and_counted()
    {
        await using var sut = await CreateSut();
        await sut.WriteAsync(WholeDay());
        await sut.DrainAsync();
        Assert.Equal(0, sut.Tally.Differences);

        // Written behind the host's back: no change tells of it.
        await sut.WriteUntoldAsync(new Sample("out", DeriveBench.At(Day, 23.9), Total: 1_230));
        await sut.DrainAsync();
        Assert.Equal(0, sut.Tally.Differences);
        sut.Time.SetUtcNow(DeriveBench.At(Day, 48 + 4));
        await sut.DrainAsync();

        // The hour, the meter's day, the plant's, and the one definition of the rate for city and district.
        Assert.Equal(5, sut.Tally.LastDifferences);
        Assert.Equal(5, sut.Tally.Differences);
        Assert.Equal(
            1_230, (await sut.DayAsync("out", Day))!.Values.Number(DerivedMeasurements.VolumeM3)!.Value, 9);
        var rows = await sut.Operations.Ledger.ReadAsync(
            new LedgerQuery { Kind = LedgerKind.DayValue }, CancellationToken.None);
        Assert.Contains(rows.Rows, row => row.Why.Contains("reconciliation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Next_night_that_finds_nothing_leaves_the_count_and_clears_what_health_says()
    {
        await using var sut = await CreateSut();
        await sut.WriteAsync(WholeDay());
        await sut.DrainAsync();
        await sut.WriteUntoldAsync(new Sample("out", DeriveBench.At(Day, 23.9), Total: 1_230));
        sut.Time.SetUtcNow(DeriveBench.At(Day, 48 + 4));
        await sut.DrainAsync();

        sut.Time.SetUtcNow(DeriveBench.At(Day, 72 + 4));
        await sut.DrainAsync();

        Assert.Equal(0, sut.Tally.LastDifferences);
        Assert.Equal(5, sut.Tally.Differences);
    }

    [Fact]
    public async Task History_that_comes_in_while_it_derives_is_no_finding()
    {
        await using var sut = await CreateSut();
        var history = WholeDay();
        var sent = 0;

        // An empty store is reconciled at once, and six hours come in before each of its pieces is derived.
        await sut.DrainAsync(async () =>
        {
            if (sent < history.Length) await sut.WriteAsync(history[sent..(sent + 12)]);
            sent += 12;
        });

        Assert.True(sent >= history.Length);
        Assert.Equal(0, sut.Tally.Differences);
        Assert.Equal(0, sut.Tally.LastDifferences);
        Assert.Equal(
            1_175, (await sut.DayAsync("out", Day))!.Values.Number(DerivedMeasurements.VolumeM3)!.Value, 9);
    }

    [Fact]
    public async Task Waits_until_nothing_else_does()
    {
        await using var sut = await CreateSut();
        await sut.WriteAsync(WholeDay());
        var causes = new List<ChangeCause>();

        await sut.DrainAsync(async () =>
        {
            var waiting = await sut.Operations.Derivation.WaitingAsync(
                PartitionKind.MeterHour, null, 1_000, CancellationToken.None);
            causes.AddRange(waiting.Select(static one => one.Cause));
        });

        // None is noted for both: the readings were worked off before the first night was looked at again.
        Assert.Equal([ChangeCause.LateData, ChangeCause.Reconciliation], causes.Distinct());
    }

    [Fact]
    public async Task Late_reading_of_another_meter_explains_nothing()
    {
        await using var sut = await CreateSut();
        await sut.WriteAsync(WholeDay());
        await sut.DrainAsync();
        await sut.WriteUntoldAsync(new Sample("out", DeriveBench.At(Day, 23.9), Total: 1_230));
        sut.Time.SetUtcNow(DeriveBench.At(Day, 48 + 4));
        var isLate = true;

        await sut.DrainAsync(async () =>
        {
            if (isLate) await sut.WriteAsync(new Sample("in", DeriveBench.At(Day, 12.1), Flow: 40));
            isLate = false;
        });

        // What follows of the plant as a whole may come from either; the meter's hour and day do not.
        Assert.Equal(2, sut.Tally.LastDifferences);
    }

    [Fact]
    public async Task Settled_only_once_all_that_was_stored_before_is_derived()
    {
        await using var sut = await CreateSut();
        Assert.Null(sut.Tally.SettledAt);
        await sut.DrainAsync();
        var first = sut.Time.GetUtcNow();
        Assert.Equal(first, sut.Tally.SettledAt);

        sut.Time.Advance(TimeSpan.FromMinutes(1));
        await sut.WriteAsync(WholeDay());
        var seen = new List<DateTimeOffset?>();
        sut.Time.Advance(TimeSpan.FromMinutes(1));
        await sut.DrainAsync(() =>
        {
            seen.Add(sut.Tally.SettledAt);
            return Task.CompletedTask;
        });

        Assert.NotEmpty(seen);
        Assert.All(seen, at => Assert.Equal(first, at));
        Assert.Equal(sut.Time.GetUtcNow(), sut.Tally.SettledAt);
    }

    private static async Task<DeriveBench> CreateSut()
    {
        var sut = await DeriveBench.OpenAsync(DeriveBench.At(Day, 30));
        sut.Options.ReconcileDays = 3;
        return sut;
    }

    /// <summary>A reading each half hour, 50 m³ an hour: 00:00 shows 0, 23:30 shows 1,175.</summary>
    private static Sample[] WholeDay() =>
    [
        .. Enumerable.Range(0, 48).Select(half => new Sample(
            "out", DeriveBench.At(Day).AddMinutes(30 * half), Total: half * 25)),
    ];
}
