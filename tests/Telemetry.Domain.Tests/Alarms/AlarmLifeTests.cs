using CsCheck;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Alarms;

/// <summary>The life cycle after ISA-18.2, action by action, and what holds after any sequence of them.</summary>
public sealed class AlarmLifeTests
{
    private static readonly DateTimeOffset Noon = Situation.Noon;

    [Fact]
    public void Acknowledging_silences_and_does_not_hide()
    {
        var alarm = Do(Raised(), new Acknowledge(Noon, "account:wang", "on my way")).Alarm;

        Assert.Equal(AlarmState.Acknowledged, alarm.State);
        Assert.True(alarm.Active);
        Assert.True(alarm.IsOpen);
        Assert.Equal(new Acknowledgement("account:wang", Noon, "on my way"), alarm.Acknowledgement);
    }

    [Fact]
    public void What_went_unseen_stays_until_somebody_has_seen_it()
    {
        var gone = Do(Raised(), new Return(Noon, "p")).Alarm;
        var seen = Do(gone, new Acknowledge(Noon.AddHours(1), "account:wang", ""));

        Assert.Equal(AlarmState.ClearedUnacknowledged, gone.State);
        Assert.Equal(AlarmState.Cleared, seen.Alarm.State);
        Assert.Equal(Noon.AddHours(1), seen.Alarm.ClosedAt);
        Assert.Equal(
            new AlarmEvent(
                gone.Id, AlarmEventKind.Acknowledged, Noon.AddHours(1), "account:wang", "",
                AlarmState.ClearedUnacknowledged, AlarmState.Cleared), seen.Event);
    }

    [Fact]
    public void What_was_acknowledged_is_history_as_soon_as_it_goes()
    {
        var known = Do(Raised(), new Acknowledge(Noon, "account:wang", "")).Alarm;

        Assert.Equal(AlarmState.Cleared, Do(known, new Return(Noon, "p")).Alarm.State);
    }

    [Fact]
    public void A_shelf_hides_whatever_the_condition_does_and_ends_by_itself()
    {
        var shelved = Do(Raised(), Shelf(TimeSpan.FromHours(2))).Alarm;
        var gone = Do(shelved, new Return(Noon.AddMinutes(5), "p")).Alarm;
        var back = Do(gone, new ComeBack(Noon.AddMinutes(9), "p", null));
        var early = Do(back.Alarm, new EndShelf(Noon.AddHours(2).AddTicks(-1), "p"));
        var ended = Do(back.Alarm, new EndShelf(Noon.AddHours(2), "p"));

        Assert.All([shelved, gone, back.Alarm, early.Alarm], a => Assert.Equal(AlarmState.Shelved, a.State));
        Assert.False(back.Notifies);
        Assert.Null(early.Event);
        Assert.Equal(AlarmState.Unacknowledged, ended.Alarm.State);
        Assert.True(ended.Notifies);
    }

    [Fact]
    public void A_shelf_that_ends_on_what_is_gone_and_known_closes_it_and_tells_nobody()
    {
        var known = Do(Do(Raised(), new Acknowledge(Noon, "a", "")).Alarm, Shelf(TimeSpan.FromHours(1))).Alarm;
        var gone = Do(known, new Return(Noon, "p")).Alarm;

        var ended = Do(gone, new EndShelf(Noon.AddHours(1), "p"));

        Assert.Equal(AlarmState.Shelved, gone.State);
        Assert.Equal(AlarmState.Cleared, ended.Alarm.State);
        Assert.False(ended.Notifies);
    }

    [Theory]
    [InlineData("", 1, LifeRefusal.NoReason)]
    [InlineData("  ", 1, LifeRefusal.NoReason)]
    [InlineData("repair", 0, LifeRefusal.UntilOutOfRange)]
    [InlineData("repair", -1, LifeRefusal.UntilOutOfRange)]
    [InlineData("repair", 31 * 24 + 1, LifeRefusal.UntilOutOfRange)]
    public void A_shelf_needs_a_reason_and_an_end_in_sight(string reason, int hours, LifeRefusal refusal)
    {
        var step = Do(Raised(), new PutOnShelf(Noon, "a", reason, Noon.AddHours(hours)));

        Assert.Equal(refusal, step.Refusal);
        Assert.Equal(AlarmState.Unacknowledged, step.Alarm.State);
    }

    [Fact]
    public void History_can_not_be_acknowledged_or_shelved()
    {
        var closed = Do(Raised(), new Withdraw(Noon, "p", "gone")).Alarm;

        Assert.Equal(LifeRefusal.Closed, Do(closed, new Acknowledge(Noon, "a", "")).Refusal);
        Assert.Equal(LifeRefusal.Closed, Do(closed, Shelf(TimeSpan.FromHours(1))).Refusal);
        Assert.Equal(LifeRefusal.Closed, Do(closed, new TakeOffShelf(Noon, "a")).Refusal);
    }

    [Fact]
    public void Taking_off_a_shelf_needs_one_and_tells_nobody()
    {
        Assert.Equal(LifeRefusal.NotShelved, Do(Raised(), new TakeOffShelf(Noon, "a")).Refusal);

        var taken = Do(Do(Raised(), Shelf(TimeSpan.FromHours(1))).Alarm, new TakeOffShelf(Noon, "a"));

        Assert.Equal(AlarmState.Unacknowledged, taken.Alarm.State);
        Assert.False(taken.Notifies);
    }

    [Fact]
    public void Acknowledging_twice_keeps_the_first()
    {
        var first = Do(Raised(), new Acknowledge(Noon, "account:wang", "mine")).Alarm;

        var second = Do(first, new Acknowledge(Noon.AddHours(1), "account:li", "no, mine"));

        Assert.Null(second.Event);
        Assert.Null(second.Refusal);
        Assert.Equal("account:wang", second.Alarm.Acknowledgement?.By);
    }

    [Fact]
    public void What_history_raised_is_told_of_once_fresh_evidence_confirms_it()
    {
        var late = Raised() with { Late = true };

        var step = Do(late, new Confirm(Noon, "p"));

        Assert.False(AlarmLife.Raise(late, "p").Notifies);
        Assert.True(step.Notifies);
        Assert.False(step.Alarm.Late);
        Assert.False(Do(step.Alarm, new Confirm(Noon, "p")).Notifies);
    }

    /// <summary>Any sequence of what conditions and people do leaves these as they have to be.</summary>
    [Fact]
    public void After_any_sequence_of_actions_the_books_of_an_alarm_are_in_order()
    {
        Gen.Int[0, 9].Select(Gen.Int[0, 90]).Array[0, 60].Sample(steps =>
        {
            var alarm = Raised();
            var events = 1;
            var told = 1;
            var (mayTell, comebacks) = (0, 0);
            var now = Noon;
            foreach (var (kind, minutes) in steps)
            {
                now = now.AddMinutes(minutes);
                var before = alarm;
                var step = AlarmLife.Apply(alarm, Action(kind, now, minutes));
                alarm = step.Alarm;
                Judge(before, step, now);
                if (step.Event is { } happened)
                {
                    events++;
                    if (happened.Kind is AlarmEventKind.ShelfEnded) mayTell++;
                    if (happened.Kind is AlarmEventKind.CameBack) comebacks++;
                }
                if (step.Notifies) told++;
            }
            Assert.Equal(1 + comebacks, alarm.Occurrences);
            Assert.True(told <= 1 + mayTell);
            Assert.True(events >= told);
        });
    }

    private static void Judge(Alarm before, LifeStep step, DateTimeOffset now)
    {
        var after = step.Alarm;
        // An event for every change of state, and none without a change of anything.
        if (step.Event is null) Assert.Equal(before.State, after.State);
        else Assert.Equal((before.State, after.State, now), (step.Event.Before, step.Event.After, step.Event.At));
        if (step.Event is null && step.Refusal is not null) Assert.Equal(before, after);
        // Closed: gone, off the shelf, and seen, or withdrawn.
        if (!after.IsOpen) Assert.True(after is { Active: false, Shelf: null });
        if (after is { Active: false, Shelf: null, Acknowledgement: not null }) Assert.False(after.IsOpen);
        Assert.Equal(after.ReturnedAt is null, after.Active);
        // People change what people do, conditions what conditions do.
        if (step.Event?.Kind is AlarmEventKind.Acknowledged or AlarmEventKind.Shelved or AlarmEventKind.Unshelved
            or AlarmEventKind.ShelfEnded) Assert.Equal(before.Active, after.Active);
        if (step.Event?.Kind is AlarmEventKind.Returned or AlarmEventKind.CameBack)
            Assert.Equal(before.Acknowledgement, after.Acknowledgement);
        Assert.Equal((before.Id, before.Onset, before.RaisedAt), (after.Id, after.Onset, after.RaisedAt));
        if (step.Notifies) Assert.Equal(AlarmState.Unacknowledged, after.State);
        if (after.Shelf is not null) Assert.False(step.Notifies);
    }

    private static LifeAction Action(int kind, DateTimeOffset now, int number) => kind switch
    {
        0 or 1 => new Return(now, "p"),
        2 or 3 => new ComeBack(now, "p", number),
        4 => new Confirm(now, "p"),
        5 => new Renew(now, "p", number, null, ""),
        6 => new Acknowledge(now, "account:wang", "note"),
        7 => new PutOnShelf(now, "account:wang", number % 7 == 0 ? "" : "repair", now.AddMinutes(number)),
        8 => number % 9 == 0 ? new Withdraw(now, "p", "off") : new TakeOffShelf(now, "account:wang"),
        _ => new EndShelf(now, "p"),
    };

    private static PutOnShelf Shelf(TimeSpan time) => new(Noon, "account:wang", "repair", Noon + time);

    private static LifeStep Do(Alarm alarm, LifeAction action) => AlarmLife.Apply(alarm, action);

    private static Alarm Raised() => new()
    {
        Id = AlarmId.Of(AlarmRule.StateFault, AlarmAsset.Of(Situation.Sewage.Id), Noon),
        Rule = AlarmRule.StateFault,
        Asset = AlarmAsset.Of(Situation.Sewage.Id),
        Onset = Noon,
        Priority = AlarmPriority.High,
        Name = new LocalizedName("Sewage 1", "一厂"),
        RaisedAt = Noon,
    };
}
