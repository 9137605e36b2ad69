using System.Text;
using CsCheck;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Locks;
using static Telemetry.Storage.Tests.Operations.Filled;

namespace Telemetry.Storage.Tests.Operations;

public sealed class MonthLockTests : IDisposable
{
    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Lock_keeps_the_copies_byte_by_byte_with_their_version()
    {
        var receipt = await Lock();
        _rig.Reopen();

        Assert.True(receipt.IsNew);
        var found = await Sut.FindAsync(Scope.City, July, default);
        Assert.Equal(0, found!.Current.Number);
        Assert.Equal(Publication("v1", 1000).DataVersion, found.Current.DataVersion);
        Assert.Equal(("reported", OperationsRig.Wang), (found.Current.Why, found.LockedBy));
        // sha256sum of "v1 json"
        Assert.Equal(
            new CopyLabel("json", "-", 7, "7ba5e8dfd75b647d402abed7f4a6154fdbf2e96d31038321d03c3047b722f8e4"),
            found.Current.Copies.Single(copy => copy.Format == "json"));
        Assert.Equal("v1 月报", await Copy("html", "zh-CN"));
        Assert.Null(await Sut.CopyAsync(Scope.City, July, "html", "en", null, default));
    }

    [Fact]
    public async Task Lock_is_one_row_of_the_ledger()
    {
        await Lock();

        var row = Assert.Single((await _rig.Store.Ledger.ReadAsync(new(), default)).Rows);
        Assert.Equal((LedgerKind.Lock, "city", July), (row.Kind, row.Subject, row.Month!.Value));
        Assert.Equal("""{"data_version":"v1","revision":0,"treated_m3":1000}""", row.After);
    }

    [Fact]
    public async Task Lock_of_a_locked_month_changes_nothing()
    {
        await Lock();

        var again = await Sut.LockAsync(Scope.City, July, Publication("v2", 2), Actor.Local, "again", default);

        Assert.False(again.IsNew);
        Assert.Equal("v1", again.Lock.Current.DataVersion.Value);
        Assert.Single((await _rig.Store.Ledger.ReadAsync(new(), default)).Rows);
    }

    [Fact]
    public async Task Scopes_and_months_are_locked_apart()
    {
        var plant = Scope.Of(new PlantId("sewage-1"));
        var district = Scope.Of(new DistrictId("north"));
        await Lock();
        await Sut.LockAsync(plant, July, Publication("p", 1), OperationsRig.Wang, "", default);
        await Sut.LockAsync(district, new(2009, 6), Publication("d", 1), OperationsRig.Wang, "", default);

        Assert.Null(await Sut.FindAsync(district, July, default));
        Assert.Equal(
            [(district, new LedgerMonth(2009, 6)), (Scope.City, July), (plant, July)],
            (await Sut.ListAsync(new(2009, 6), July, default)).Select(found => (found.Scope, found.Month)));
        Assert.Equal(2, (await Sut.ListAsync(July, July, default)).Count);
    }

    [Fact]
    public async Task Propose_without_a_lock_opens_nothing()
    {
        Assert.Equal(ProposalOutcome.NotLocked, await Propose(1010, "v2"));
        Assert.Empty(await Sut.PendingAsync(null, default));
    }

    [Fact]
    public async Task Propose_of_the_published_figures_opens_nothing()
    {
        await Lock();

        Assert.Equal(ProposalOutcome.Equal, await Propose(1000, "v2"));
        Assert.Null(await Sut.PendingAsync(Scope.City, July, default));
    }

    [Fact]
    public async Task Late_data_opens_one_revision_and_the_published_copy_stays()
    {
        await Lock();

        Assert.Equal(ProposalOutcome.Opened, await Propose(1010, "v2"));
        Assert.Equal(ProposalOutcome.Unchanged, await Propose(1010, "v2"));
        Assert.Equal(ProposalOutcome.Updated, await Propose(1020, "v3", ChangeCause.DeclaredFigure));
        _rig.Reopen();

        var pending = Assert.Single(await Sut.PendingAsync(null, default));
        Assert.Equal(RevisionState.Open, pending.State);
        Assert.Equal((1000, 1020), (pending.Published.Number("treated_m3"), pending.Computed.Number("treated_m3")));
        Assert.Equal("v3", pending.DataVersion.Value);
        Assert.Equal(ChangeCause.LateData | ChangeCause.DeclaredFigure, pending.Cause);
        Assert.Equal("v1 json", await Copy("json", "-"));
        Assert.Equal("v1", (await Sut.FindAsync(Scope.City, July, default))!.Current.DataVersion.Value);
    }

    [Fact]
    public async Task Accept_publishes_the_next_revision_with_both_figures_in_the_ledger()
    {
        await Lock();
        await Propose(1010, "v2");
        var pending = await Pending();
        _rig.Clock.Advance(TimeSpan.FromHours(1));

        var receipt = await Sut.AcceptAsync(
            pending.Id, Publication("v2", 1010), Actor.Token("office"), "late readings", default);

        Assert.Equal(DecisionOutcome.Done, receipt.Outcome);
        Assert.Equal(RevisionState.Accepted, receipt.Revision!.State);
        Assert.Equal(
            new RevisionDecision(Actor.Token("office"), _rig.Clock.GetUtcNow(), "late readings"),
            receipt.Revision.Decision);
        var current = (await Sut.FindAsync(Scope.City, July, default))!.Current;
        Assert.Equal((1, "v2"), (current.Number, current.DataVersion.Value));
        Assert.Equal("v2 json", await Copy("json", "-"));
        Assert.Equal("v1 json", await Copy("json", "-", 0));
        Assert.Equal([0, 1], (await Sut.RevisionsAsync(Scope.City, July, default)).Select(revision => revision.Number));
        var row = (await _rig.Store.Ledger.ReadAsync(new() { Kind = LedgerKind.Revision }, default)).Rows.Single();
        Assert.Equal("""{"data_version":"v1","revision":0,"treated_m3":1000}""", row.Before);
        Assert.Equal("""{"data_version":"v2","decision":"accepted","revision":1,"treated_m3":1010}""", row.After);
        Assert.Equal((Actor.Token("office"), "late readings"), (row.Actor, row.Why));
        Assert.Null(await Sut.PendingAsync(Scope.City, July, default));
    }

    [Fact]
    public async Task Accept_of_what_was_updated_since_changes_nothing()
    {
        await Lock();
        await Propose(1010, "v2");
        var seen = await Pending();
        await Propose(1020, "v3");

        var receipt = await Sut.AcceptAsync(seen.Id, Publication("v2", 1010), OperationsRig.Wang, "", default);

        Assert.Equal(DecisionOutcome.Changed, receipt.Outcome);
        Assert.Equal("v3", receipt.Revision!.DataVersion.Value);
        Assert.Equal(0, (await Sut.FindAsync(Scope.City, July, default))!.Current.Number);
    }

    [Fact]
    public async Task Refuse_keeps_the_published_copy_and_is_not_asked_again_for_the_same_figures()
    {
        await Lock();
        await Propose(1010, "v2");

        var receipt = await Sut.RefuseAsync((await Pending()).Id, "v2", OperationsRig.Wang, "meter test", default);

        Assert.Equal(RevisionState.Refused, receipt.Revision!.State);
        Assert.Equal("v1 json", await Copy("json", "-"));
        var row = (await _rig.Store.Ledger.ReadAsync(new() { Kind = LedgerKind.Revision }, default)).Rows.Single();
        Assert.Equal("""{"data_version":"v1","revision":0,"treated_m3":1000}""", row.Before);
        Assert.Equal("""{"data_version":"v2","decision":"refused","revision":0,"treated_m3":1010}""", row.After);
        Assert.Equal(ProposalOutcome.RefusedBefore, await Propose(1010, "v2b"));
        Assert.Equal(ProposalOutcome.Opened, await Propose(1011, "v3"));
    }

    [Fact]
    public async Task A_difference_that_falls_away_withdraws_the_revision_with_a_row_of_the_ledger()
    {
        await Lock();
        await Propose(1010, "v2");

        Assert.Equal(ProposalOutcome.Withdrawn, await Propose(1000, "v3"));

        Assert.Null(await Sut.PendingAsync(Scope.City, July, default));
        var row = (await _rig.Store.Ledger.ReadAsync(new() { Kind = LedgerKind.Revision }, default)).Rows.Single();
        Assert.Equal(Actor.Derive, row.Actor);
    }

    [Fact]
    public async Task A_decision_on_what_is_decided_or_unknown_changes_nothing()
    {
        await Lock();
        await Propose(1010, "v2");
        var id = (await Pending()).Id;
        await Sut.RefuseAsync(id, "v2", OperationsRig.Wang, "", default);

        Assert.Equal(
            DecisionOutcome.NotOpen,
            (await Sut.AcceptAsync(id, Publication("v2", 1010), OperationsRig.Wang, "", default)).Outcome);
        Assert.Equal(
            DecisionOutcome.NotFound, (await Sut.RefuseAsync(99, "v2", OperationsRig.Wang, "", default)).Outcome);
        Assert.Single(await Sut.RevisionsAsync(Scope.City, July, default));
    }

    [Fact]
    public async Task Of_two_people_who_accept_at_once_one_does()
    {
        await Lock();
        await Propose(1010, "v2");
        var id = (await Pending()).Id;
        using var other = _rig.Open();

        var receipts = await Task.WhenAll(
            Sut.AcceptAsync(id, Publication("v2", 1010), OperationsRig.Wang, "a", default),
            other.Locks.AcceptAsync(id, Publication("v2", 1010), Actor.Account("li"), "b", default));

        Assert.Equal(
            [DecisionOutcome.Done, DecisionOutcome.NotOpen], receipts.Select(receipt => receipt.Outcome).Order());
        Assert.Equal(2, (await Sut.RevisionsAsync(Scope.City, July, default)).Count);
    }

    [Fact]
    public async Task Lock_without_copies_or_with_one_twice_is_our_bug()
    {
        var one = Publication("v1", 1);

        await Assert.ThrowsAsync<ArgumentException>(() => Sut.LockAsync(
            Scope.City, July, one with { Copies = [] }, OperationsRig.Wang, "", default));
        await Assert.ThrowsAsync<ArgumentException>(() => Sut.LockAsync(
            Scope.City, July, one with { Copies = [one.Copies[0], one.Copies[0]] }, OperationsRig.Wang, "", default));
        Assert.Null(await Sut.FindAsync(Scope.City, July, default));
    }

    /// <summary>
    /// Whatever comes in whatever order: at most one is open, it names the newest figures, and revisions grow only by
    /// acceptance.
    /// </summary>
    [Fact]
    public async Task At_most_one_revision_is_open_and_it_names_the_newest_figures() =>
        await Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3]).Array[1, 20].SampleAsync(
            async steps =>
            {
                using var rig = new OperationsRig();
                var locks = rig.Store.Locks;
                await locks.LockAsync(Scope.City, July, Publication("v0", 0), OperationsRig.Wang, "", default);
                double published = 0;
                double computed = 0;
                double? refused = null;
                var accepted = 0;
                foreach (var (action, value) in steps)
                {
                    var open = await locks.PendingAsync(Scope.City, July, default);
                    if (action < 4)
                    {
                        computed = value;
                        await locks.ProposeAsync(
                            Scope.City, July, ValueSet.Of(("treated_m3", value)),
                            new DataVersion($"v{value}", rig.Clock.GetUtcNow()), ChangeCause.LateData, default);
                        if (value != refused && value != published) refused = null;
                    }
                    else if (open is not null && action == 4)
                    {
                        await locks.AcceptAsync(
                            open.Id, Publication($"v{computed}", computed), OperationsRig.Wang, "", default);
                        published = computed;
                        accepted++;
                    }
                    else if (open is not null)
                    {
                        await locks.RefuseAsync(open.Id, $"v{computed}", OperationsRig.Wang, "", default);
                        refused = computed;
                    }

                    var pending = await locks.PendingAsync(RevisionState.Open, default);
                    var isOpen = computed != published && computed != refused;
                    Assert.Equal(isOpen ? [computed] : [], pending.Select(p => p.Computed.Number("treated_m3")!.Value));
                    var current = (await locks.FindAsync(Scope.City, July, default))!.Current;
                    Assert.Equal((accepted, published), (current.Number, current.Values.Number("treated_m3")!.Value));
                }
            },
            iter: 15);

    private IMonthLocks Sut => _rig.Store.Locks;

    private Task<LockReceipt> Lock() =>
        Sut.LockAsync(Scope.City, July, Publication("v1", 1000), OperationsRig.Wang, "reported", default);

    private async Task<ProposalOutcome> Propose(
        double treated, string version, ChangeCause cause = ChangeCause.LateData) =>
        (await Sut.ProposeAsync(
            Scope.City, July, ValueSet.Of(("treated_m3", treated)), new DataVersion(version, _rig.Clock.GetUtcNow()),
            cause, default)).Outcome;

    private async Task<PendingRevision> Pending() => (await Sut.PendingAsync(Scope.City, July, default))!;

    private async Task<string?> Copy(string format, string language, int? revision = null) =>
        await Sut.CopyAsync(Scope.City, July, format, language, revision, default) is { } copy
            ? Encoding.UTF8.GetString(copy.Content.Span)
            : null;
}
