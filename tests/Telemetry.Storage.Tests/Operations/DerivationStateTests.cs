using CsCheck;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Storage.Tests.Operations;

public sealed class DerivationStateTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Take_while_another_holds_it_gives_none()
    {
        await Sut.TakeAsync("derive", "host-1/10", Minute, default);

        Assert.Null(await Sut.TakeAsync("derive", "host-2/20", Minute, default));
        Assert.Equal("host-1/10", (await Sut.HolderAsync("derive", default))!.Holder);
    }

    [Fact]
    public async Task Take_after_it_has_run_out_gives_it_to_another_and_the_first_can_not_renew()
    {
        var first = await Sut.TakeAsync("derive", "host-1/10", Minute, default);
        _rig.Clock.Advance(Minute);

        var second = await Sut.TakeAsync("derive", "host-2/20", Minute, default);

        Assert.Equal(first!.Epoch + 1, second!.Epoch);
        Assert.Null(await Sut.RenewAsync(first, Minute, default));
        Assert.NotNull(await Sut.RenewAsync(second, Minute, default));
    }

    [Fact]
    public async Task Renew_puts_off_the_end()
    {
        var lease = await Sut.TakeAsync("derive", "host-1/10", Minute, default);
        _rig.Clock.Advance(TimeSpan.FromSeconds(40));

        var renewed = await Sut.RenewAsync(lease!, Minute, default);

        Assert.Equal(_rig.Clock.GetUtcNow() + Minute, renewed!.Until);
        Assert.Equal(lease!.TakenAt, renewed.TakenAt);
        _rig.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(await Sut.TakeAsync("derive", "host-2/20", Minute, default));
    }

    [Fact]
    public async Task Renew_of_one_that_ran_out_and_that_nobody_took_holds_again()
    {
        var lease = await Sut.TakeAsync("derive", "host-1/10", Minute, default);
        _rig.Clock.Advance(2 * Minute);

        Assert.NotNull(await Sut.RenewAsync(lease!, Minute, default));
        Assert.Null(await Sut.TakeAsync("derive", "host-2/20", Minute, default));
    }

    [Fact]
    public async Task Release_frees_it_at_once_and_only_for_its_holder()
    {
        var first = await Sut.TakeAsync("derive", "host-1/10", Minute, default);
        await Sut.ReleaseAsync(first!, default);
        var second = await Sut.TakeAsync("derive", "host-2/20", Minute, default);

        await Sut.ReleaseAsync(first!, default);

        Assert.NotNull(second);
        Assert.Equal("host-2/20", (await Sut.HolderAsync("derive", default))!.Holder);
    }

    [Fact]
    public async Task A_lease_outlives_the_process_that_took_it()
    {
        await Sut.TakeAsync("derive", "host-1/10", Minute, default);

        _rig.Reopen();

        Assert.Null(await Sut.TakeAsync("derive", "host-2/20", Minute, default));
    }

    [Fact]
    public async Task Of_many_processes_that_ask_at_once_one_gets_it()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => _rig.Open()).ToArray();

        var leases = await Task.WhenAll(stores.Select(
            (store, i) => store.Derivation.TakeAsync("derive", $"host/{i}", Minute, default)));

        Assert.Single(leases, lease => lease is not null);
        foreach (var store in stores) store.Dispose();
    }

    [Fact]
    public async Task Cursor_of_a_consumer_that_never_advanced_is_none() =>
        Assert.Null(await Sut.CursorAsync("derive", default));

    [Fact]
    public async Task Note_keeps_partitions_and_cursor_together()
    {
        var cursor = new DeriveCursor("derive", _rig.Clock.GetUtcNow(), 3, "");

        await Sut.NoteAsync([Hour("a", 2), Hour("a", 1), Hour("b", 1)], cursor, default);
        _rig.Reopen();

        Assert.Equal(cursor, await Sut.CursorAsync("derive", default));
        Assert.Equal(
            [("a", 1L), ("a", 2L), ("b", 1L)],
            (await Sut.WaitingAsync(PartitionKind.MeterHour, null, 10, default)).Select(p => (p.Subject, p.StartMs)));
    }

    [Fact]
    public async Task Note_of_what_waits_already_adds_its_cause()
    {
        await Sut.NoteAsync([Hour("a", 1)], null, default);

        await Sut.NoteAsync(
            [new NewPartition(PartitionKind.MeterHour, "a", 1, ChangeCause.Registry)], null, default);

        var one = Assert.Single(await Sut.WaitingAsync(PartitionKind.MeterHour, null, 10, default));
        Assert.Equal(ChangeCause.LateData | ChangeCause.Registry, one.Cause);
    }

    [Fact]
    public async Task Waiting_days_of_several_subjects_come_a_day_at_a_time()
    {
        NewPartition Day(string subject, long start) => new(PartitionKind.PlantDay, subject, start, default);
        await Sut.NoteAsync([Day("a", 1), Day("a", 2), Day("b", 2), Day("b", 1), Day("a", 3)], null, default);

        var all = await Sut.WaitingAsync(PartitionKind.PlantDay, null, 4, default);
        var late = await Sut.WaitingAsync(PartitionKind.PlantDay, 2, 4, default);

        Assert.Equal([("a", 1L), ("b", 1L), ("a", 2L), ("b", 2L)], all.Select(one => (one.Subject, one.StartMs)));
        Assert.Equal([("a", 2L), ("b", 2L), ("a", 3L)], late.Select(one => (one.Subject, one.StartMs)));
    }

    [Fact]
    public async Task Waiting_from_an_instant_passes_over_what_starts_before()
    {
        await Sut.NoteAsync([Hour("a", 1), Hour("a", 3), Hour("b", 2), Hour("b", 4)], null, default);

        var waiting = await Sut.WaitingAsync(PartitionKind.MeterHour, 2, 2, default);

        Assert.Equal([("a", 3L), ("b", 2L)], waiting.Select(p => (p.Subject, p.StartMs)));
    }

    [Fact]
    public async Task Settle_leaves_what_was_noted_again_while_it_was_recomputed()
    {
        await Sut.NoteAsync([Hour("a", 1), Hour("a", 2)], null, default);
        var read = await Sut.WaitingAsync(PartitionKind.MeterHour, null, 10, default);
        await Sut.NoteAsync([Hour("a", 2)], null, default);

        await Sut.SettleAsync(read, [], default);

        var left = Assert.Single(await Sut.WaitingAsync(PartitionKind.MeterHour, null, 10, default));
        Assert.Equal(2, left.StartMs);
    }

    [Fact]
    public async Task Settle_notes_what_follows_in_the_same_step()
    {
        await Sut.NoteAsync([Hour("a", 1)], null, default);
        var read = await Sut.WaitingAsync(PartitionKind.MeterHour, null, 10, default);

        await Sut.SettleAsync(
            read, [new NewPartition(PartitionKind.MeterDay, "a", 0, ChangeCause.LateData), Hour("a", 1)], default);

        var days = await Sut.WaitingAsync(PartitionKind.MeterDay, null, 10, default);
        Assert.Equal(0, Assert.Single(days).StartMs);
        Assert.Single(await Sut.WaitingAsync(PartitionKind.MeterHour, null, 10, default));
    }

    [Fact]
    public async Task Backlog_counts_by_kind_and_tells_since_when()
    {
        var first = _rig.Clock.GetUtcNow();
        await Sut.NoteAsync([Hour("a", 1)], null, default);
        _rig.Clock.Advance(Minute);
        await Sut.NoteAsync(
            [Hour("a", 1), Hour("a", 2), new NewPartition(PartitionKind.PlantDay, "p", 1, ChangeCause.LateData)], null,
            default);

        Assert.Equal(
            [new Backlog(PartitionKind.MeterHour, 2, first), new Backlog(PartitionKind.PlantDay, 1, first + Minute)],
            await Sut.BacklogAsync(default));
    }

    /// <summary>
    /// A worker that may die after any step, and notes that come in between: everything noted is recomputed after its
    /// last note.
    /// </summary>
    [Fact]
    public async Task Whatever_is_noted_is_recomputed_after_it_was_noted_for_the_last_time() =>
        await Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4]).Array[1, 25].SampleAsync(Run, iter: 15);

    private static async Task Run((int Action, int Start)[] steps)
    {
        using var rig = new OperationsRig();
        var changed = new Dictionary<long, int>();
        var recomputed = new Dictionary<long, int>();
        IReadOnlyList<DirtyPartition> inHand = [];
        foreach (var (action, start) in steps)
        {
            switch (action)
            {
                case 0:
                    changed[start] = changed.GetValueOrDefault(start) + 1;
                    await rig.Store.Derivation.NoteAsync([Hour("a", start)], null, default);
                    break;
                case 1:
                    inHand = await rig.Store.Derivation.WaitingAsync(PartitionKind.MeterHour, null, 2, default);
                    foreach (var partition in inHand) recomputed[partition.StartMs] = changed[partition.StartMs];
                    break;
                case 2:
                    await rig.Store.Derivation.SettleAsync(inHand, [], default);
                    inHand = [];
                    break;
                default:
                    rig.Reopen();
                    inHand = [];
                    break;
            }
        }
        while (await rig.Store.Derivation.WaitingAsync(PartitionKind.MeterHour, null, 2, default) is
            { Count: > 0 } rest)
        {
            foreach (var partition in rest) recomputed[partition.StartMs] = changed[partition.StartMs];
            await rig.Store.Derivation.SettleAsync(rest, [], default);
        }
        Assert.Equal(changed.OrderBy(p => p.Key), recomputed.OrderBy(p => p.Key));
    }

    private IDerivationState Sut => _rig.Store.Derivation;

    private static NewPartition Hour(string subject, long start) =>
        new(PartitionKind.MeterHour, subject, start, ChangeCause.LateData);
}
