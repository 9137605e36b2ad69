using CsCheck;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Published;

namespace Telemetry.Storage.Tests.Operations;

public sealed class DayValueTests : IDisposable
{
    private static readonly DateOnly Day = new(2009, 7, 3);
    private static readonly ValueSubject Plant = ValueSubject.Of(new PlantId("sewage-1"));

    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_first_value_of_a_day_is_revision_0_and_no_row_of_the_ledger()
    {
        var receipt = await Publish(Value(38_000));

        Assert.Equal((0, false), (receipt.Revision, receipt.Changed));
        Assert.Empty(await Ledger());
        Assert.Equal(
            new PublishedDayValue(
                Plant, Day, "final", ValueSet.Of(("treated_m3", 38_000)), 0, _rig.Clock.GetUtcNow()),
            await Sut.FindAsync(Plant, Day, default));
    }

    [Fact]
    public async Task A_change_is_exactly_one_row_with_before_after_and_why()
    {
        await Publish(Value(38_000));
        _rig.Clock.Advance(TimeSpan.FromHours(1));

        var receipt = await Publish(Value(38_500) with { Cause = ChangeCause.LateData | ChangeCause.Registry });

        Assert.Equal((1, true), (receipt.Revision, receipt.Changed));
        Assert.Equal(38_000, receipt.Before!.Values.Number("treated_m3"));
        var row = Assert.Single(await Ledger());
        Assert.Equal(
            (LedgerKind.DayValue, "plant:sewage-1", Day, "late data, registry", Actor.Derive),
            (row.Kind, row.Subject, row.Day!.Value, row.Why, row.Actor));
        Assert.Equal("""{"state":"final","treated_m3":38000}""", row.Before);
        Assert.Equal("""{"state":"final","treated_m3":38500}""", row.After);
        Assert.Equal(_rig.Clock.GetUtcNow(), row.At);
    }

    [Fact]
    public async Task A_repetition_after_a_crash_gives_the_same_revision_and_no_further_row()
    {
        await Publish(Value(38_000));
        await Publish(Value(38_500));
        _rig.Reopen();

        var again = await Publish(Value(38_500));

        Assert.Equal((1, false), (again.Revision, again.Changed));
        Assert.Single(await Ledger());
    }

    [Fact]
    public async Task Another_state_alone_is_kept_and_is_no_change()
    {
        await Publish(Value(38_000));

        var receipt = await Publish(Value(38_000) with { State = "locked" });

        Assert.Equal(0, receipt.Revision);
        Assert.Equal("locked", (await Sut.FindAsync(Plant, Day, default))!.State);
        Assert.Empty(await Ledger());
    }

    [Fact]
    public async Task Of_some_subjects_what_was_given_out_that_day_is_there_and_nothing_else()
    {
        var (truck, other) = (ValueSubject.Of(new VehicleId("vac-1")), ValueSubject.Of(new VehicleId("vac-2")));
        await Publish(Value(38_000));
        await Publish(Value(12) with { Subject = truck });
        await Publish(Value(13) with { Subject = truck, Day = Day.AddDays(1) });
        await Publish(Value(14) with { Subject = other, State = "provisional", IsOther = true });

        var given = await Sut.OnAsync([truck, other], Day, default);

        var (subject, value) = Assert.Single(given);
        Assert.Equal((truck, "vehicle:vac-1", 12.0), (
            subject, subject.ToString(), value.Values.Number("treated_m3")!.Value));
    }

    [Fact]
    public async Task A_provisional_value_is_not_given_out_and_the_time_of_its_last_change_is_kept()
    {
        await Publish(Value(100) with { State = "provisional", IsOther = true });
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        var changed = _rig.Clock.GetUtcNow();
        await Publish(Value(200) with { State = "provisional", IsOther = true });
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        await Publish(Value(200) with { State = "provisional" });

        Assert.Null(await Sut.FindAsync(Plant, Day, default));
        Assert.Empty(await Sut.ListAsync(null, Day, Day.AddDays(1), default));
        Assert.Equal([new DayValueTime(Plant, Day, changed)], await Sut.TimesAsync(Day, Day.AddDays(1), default));
        Assert.Empty(await Sut.TimesAsync(Day.AddDays(1), Day.AddDays(2), default));
    }

    [Fact]
    public async Task A_provisional_value_that_is_closed_is_revision_0_and_no_row_of_the_ledger()
    {
        await Publish(Value(100) with { State = "provisional", IsOther = true });
        _rig.Clock.Advance(TimeSpan.FromHours(1));

        var receipt = await Publish(Value(200));

        Assert.Equal((0, false), (receipt.Revision, receipt.Changed));
        Assert.Empty(await Ledger());
        Assert.Equal(
            new PublishedDayValue(
                Plant, Day, "final", ValueSet.Of(("treated_m3", 200)), 0, _rig.Clock.GetUtcNow()),
            await Sut.FindAsync(Plant, Day, default));
    }

    [Fact]
    public async Task A_row_that_is_another_with_equal_values_moves_the_time_and_nothing_else()
    {
        await Publish(Value(38_000));
        _rig.Clock.Advance(TimeSpan.FromHours(1));

        var receipt = await Publish(Value(38_000) with { IsOther = true });

        Assert.Equal((0, false), (receipt.Revision, receipt.Changed));
        Assert.Empty(await Ledger());
        Assert.Equal(
            [new DayValueTime(Plant, Day, _rig.Clock.GetUtcNow())],
            await Sut.TimesAsync(Day, Day.AddDays(1), default));
    }

    [Fact]
    public async Task A_value_that_became_uncomputable_is_null_and_a_change()
    {
        await Publish(Value(38_000));

        await Publish(Value(null));

        Assert.Equal("""{"state":"final","treated_m3":null}""", (await Ledger()).Single().After);
    }

    [Fact]
    public async Task Subjects_and_days_have_revisions_of_their_own()
    {
        var rate = ValueSubject.OfIndicator("sewage-rate", null, "declared");
        var meter = ValueSubject.Of(new PlantId("sewage-1"), new MeterId("influent"));
        await Publish(Value(1));
        await Publish(Value(2));

        await Sut.PublishAsync(
            [
                Value(1) with { Subject = rate }, Value(1) with { Subject = meter },
                Value(1) with { Day = Day.AddDays(1) },
            ],
            Actor.Derive, default);

        Assert.Equal(
            [
                ("indicator:sewage-rate/city/declared", Day, 0), ("meter:sewage-1/influent", Day, 0),
                ("plant:sewage-1", Day, 1), ("plant:sewage-1", Day.AddDays(1), 0),
            ],
            (await Sut.ListAsync(null, Day, Day.AddDays(2), default))
                .Select(value => (value.Subject.ToString(), value.Day, value.Revision)));
        Assert.Single(await Sut.ListAsync(Plant, Day.AddDays(1), Day.AddDays(2), default));
    }

    [Fact]
    public async Task One_day_twice_in_one_publication_is_two_steps()
    {
        var receipts = await Sut.PublishAsync([Value(1), Value(2), Value(2)], Actor.Derive, default);

        Assert.Equal([0, 1, 1], receipts.Select(receipt => receipt.Revision));
        Assert.Single(await Ledger());
    }

    /// <summary>However values repeat, a revision and a row of the ledger are as many as the changes.</summary>
    [Fact]
    public async Task Rows_of_the_ledger_are_as_many_as_changes() =>
        await Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3]).Array[1, 20].SampleAsync(
            async steps =>
            {
                using var rig = new OperationsRig();
                var changes = 0;
                int? last = null;
                foreach (var (value, crash) in steps)
                {
                    if (crash == 0) rig.Reopen();
                    if (last is not null && last != value) changes++;
                    last = value;
                    var receipt = await rig.Store.DayValues.PublishAsync([Value(value)], Actor.Derive, default);
                    Assert.Equal(changes, receipt[0].Revision);
                }
                Assert.Equal(changes, (await rig.Store.Ledger.ReadAsync(new(), default)).Rows.Count);
            },
            iter: 20);

    private IDayValues Sut => _rig.Store.DayValues;

    private static DayValue Value(double? treated) =>
        new(Plant, Day, "final", ValueSet.Of(("treated_m3", treated)), ChangeCause.LateData);

    private async Task<PublishReceipt> Publish(DayValue value) =>
        (await Sut.PublishAsync([value], Actor.Derive, default))[0];

    private async Task<IReadOnlyList<LedgerRow>> Ledger() =>
        (await _rig.Store.Ledger.ReadAsync(new(), default)).Rows;
}
