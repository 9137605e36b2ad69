using Telemetry.Domain.Alarms;

namespace Telemetry.Domain.Tests.Alarms;

/// <summary>Alarms of loads and rounds, which are judged for some days and then no more.</summary>
public sealed class LapseTests
{
    private readonly AlarmDesk _desk = new(Situation.Noon);

    [Fact]
    public void A_load_that_is_judged_no_more_is_over_after_seven_days_and_listed_until_somebody_has_seen_it()
    {
        Raise(AlarmRule.LoadNotDelivered);
        var onset = Assert.Single(_desk.Alarms).Onset;

        LookUntil(onset.AddDays(7));
        Assert.Equal(AlarmState.Unacknowledged, Assert.Single(_desk.Alarms).State);
        LookUntil(onset.AddDays(7).AddMinutes(1));

        var alarm = Assert.Single(_desk.Alarms);
        Assert.Equal(AlarmState.ClearedUnacknowledged, alarm.State);
        Assert.Contains("judged no more", _desk.Events[^1].Why, StringComparison.Ordinal);
        Assert.Single(_desk.Told);
        _desk.Act(alarm.Id, new Acknowledge(_desk.Now, "local", "the driver was fined"));
        Assert.Equal(AlarmState.Cleared, Assert.Single(_desk.Alarms).State);
    }

    [Fact]
    public void One_that_somebody_took_care_of_is_history_by_itself_then_also_over_a_restart()
    {
        Raise(AlarmRule.LoadNotDelivered);
        var alarm = Assert.Single(_desk.Alarms);
        _desk.Act(alarm.Id, new Acknowledge(_desk.Now, "local", ""));
        LookUntil(alarm.Onset.AddDays(3));

        _desk.Restart();
        LookUntil(alarm.Onset.AddDays(7));
        Assert.Equal(AlarmState.Acknowledged, Assert.Single(_desk.Alarms).State);
        LookUntil(alarm.Onset.AddDays(7).AddMinutes(1));

        Assert.Equal(AlarmState.Cleared, Assert.Single(_desk.Alarms).State);
    }

    [Fact]
    public void A_load_that_is_still_on_after_a_week_goes_on_being_an_alarm()
    {
        Raise(AlarmRule.LoadNotDelivered);
        var alarm = Assert.Single(_desk.Alarms);

        while (_desk.Now < alarm.Onset.AddDays(8))
        {
            _desk.Look(Situation.Of(
                AlarmRule.LoadNotDelivered, Level.Over, _desk.Now, _desk.Now - alarm.Onset - TimeSpan.FromHours(4)));
        }

        Assert.True(Assert.Single(_desk.Alarms).Active);
    }

    [Fact]
    public void A_round_of_yesterday_is_over_where_the_round_does_not_run_today()
    {
        Raise(AlarmRule.RoundLate);

        LookUntil(_desk.Now.AddHours(25));

        Assert.Equal(AlarmState.ClearedUnacknowledged, Assert.Single(_desk.Alarms).State);
    }

    [Fact]
    public void What_is_judged_as_long_as_it_is_there_never_lapses()
    {
        Raise(AlarmRule.StoreDown);

        LookUntil(_desk.Now.AddDays(8));

        Assert.True(Assert.Single(_desk.Alarms).Active);
    }

    private void Raise(AlarmRule rule)
    {
        var from = _desk.Now;
        _desk.LookFor(TimeSpan.FromMinutes(6), now => Situation.Of(rule, Level.Over, now, now - from));
        Assert.True(Assert.Single(_desk.Alarms).Active);
    }

    private void LookUntil(DateTimeOffset until)
    {
        while (_desk.Now <= until) _desk.Look();
    }
}
