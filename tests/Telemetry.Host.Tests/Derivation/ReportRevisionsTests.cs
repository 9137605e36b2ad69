using Telemetry.Domain.Identifiers;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>The derivation's door to the monthly report: what a locked month comes to now, and why.</summary>
public sealed class ReportRevisionsTests
{
    private static readonly LedgerMonth March = new(2009, 3);
    private static readonly Scope Plant = Scope.Of(new PlantId("p"));

    [Fact]
    public async Task Propose_A_month_that_is_not_locked_Asks_nothing()
    {
        await using var bench = await MarchAsync();

        await CreateSut(bench).ProposeAsync(Plant, March, ChangeCause.LateData, default);

        Assert.Empty(await bench.Operations.Locks.PendingAsync(state: null, default));
    }

    [Fact]
    public async Task Propose_Figures_other_than_published_Opens_one_revision_with_both_and_the_cause()
    {
        await using var bench = await MarchAsync();
        await LockAsync(bench, ValueSet.Of(("p/treated_m3", 1_000)));
        var sut = CreateSut(bench);

        await sut.ProposeAsync(Plant, March, ChangeCause.LateData, default);
        await sut.ProposeAsync(Plant, March, ChangeCause.LateData, default);

        var pending = Assert.Single(await bench.Operations.Locks.PendingAsync(state: null, default));
        Assert.Equal((Plant, March, RevisionState.Open, ChangeCause.LateData),
            (pending.Scope, pending.Month, pending.State, pending.Cause));
        Assert.Equal(1_000, pending.Published.Number("p/treated_m3"));
        // 47 steps of 25 m³.
        Assert.Equal(1_175, pending.Computed.Number("p/treated_m3")!.Value, 1e-9);
        var report = await BenchReports.Of(bench).ComposeAsync(Plant, March, default);
        Assert.Equal(new DataVersion(report.DataVersion, report.VersionAt.ToUniversalTime()), pending.DataVersion);
    }

    [Fact]
    public async Task Propose_Figures_that_were_accepted_Asks_nothing_more()
    {
        await using var bench = await MarchAsync();
        await LockAsync(bench, ValueSet.Of(("p/treated_m3", 1_000)));
        var sut = CreateSut(bench);
        await sut.ProposeAsync(Plant, March, ChangeCause.LateData, default);
        var first = Assert.Single(await bench.Operations.Locks.PendingAsync(RevisionState.Open, default));

        await bench.Operations.Locks.AcceptAsync(
            first.Id, Publication(first.DataVersion, first.Computed), Actor.Local, "so it was", default);
        await sut.ProposeAsync(Plant, March, ChangeCause.Registry, default);

        Assert.Equal(
            [RevisionState.Accepted],
            (await bench.Operations.Locks.PendingAsync(state: null, default)).Select(one => one.State));
    }

    [Fact]
    public async Task Late_data_after_a_lock_Waits_as_one_revision_and_leaves_what_was_published()
    {
        await using var bench = await MarchAsync();
        bench.Reports = CreateSut(bench);
        bench.Restart();
        await LockAsync(bench, ValueSet.Of(("p/treated_m3", 1_175)));
        await bench.DrainAsync();

        await bench.WriteAsync(new Sample("out", DeriveBench.At(new(2009, 3, 4), 23.75), Total: 1_200));
        await bench.DrainAsync();

        var pending = Assert.Single(await bench.Operations.Locks.PendingAsync(RevisionState.Open, default));
        Assert.Equal(1_200, pending.Computed.Number("p/treated_m3")!.Value, 1e-9);
        var locked = await bench.Operations.Locks.FindAsync(Plant, March, default);
        Assert.Equal((0, 1_175.0), (locked!.Current.Number, locked.Current.Values.Number("p/treated_m3")));
    }

    private static ReportRevisions CreateSut(DeriveBench bench) => new(BenchReports.Of(bench));

    /// <summary>A reading each half hour of the 4th, 50 m³ an hour, and April has begun.</summary>
    private static async Task<DeriveBench> MarchAsync()
    {
        var bench = await DeriveBench.OpenAsync(DeriveBench.At(new DateOnly(2009, 4, 2)));
        await bench.WriteAsync(
        [
            .. Enumerable.Range(0, 48).Select(half => new Sample(
                "out", DeriveBench.At(new DateOnly(2009, 3, 4)).AddMinutes(30 * half), Total: half * 25)),
        ]);
        await bench.DrainAsync();
        return bench;
    }

    private static Task<LockReceipt> LockAsync(DeriveBench bench, ValueSet figures) => bench.Operations.Locks.LockAsync(
        Plant, March, Publication(new DataVersion("v1", bench.Time.GetUtcNow()), figures), Actor.Local, "reported",
        default);

    private static Publication Publication(DataVersion version, ValueSet figures) =>
        new(version, figures, [new PublishedCopy("html", "en", "published"u8.ToArray())]);
}
