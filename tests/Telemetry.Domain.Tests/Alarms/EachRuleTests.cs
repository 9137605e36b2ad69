using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Words;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Alarms;

/// <summary>Every rule by name: it raises and clears, just under its limit it is silent, and history tells nobody.
/// </summary>
public sealed class EachRuleTests
{
    /// <summary>Longer than any rule's delays and grace.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(45);

    public static TheoryData<string> Rules => [.. WireNames.All<AlarmRule>()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_condition_raises_one_alarm_and_its_end_clears_it(string name)
    {
        var rule = Rule(name);
        var desk = new AlarmDesk(Situation.Noon);

        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now));

        var alarm = Assert.Single(desk.Alarms);
        Assert.Equal((rule, AlarmState.Unacknowledged), (alarm.Rule, alarm.State));
        Assert.Equal([alarm.Id], desk.Told);

        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Normal, now));

        Assert.Equal(AlarmState.ClearedUnacknowledged, Assert.Single(desk.Alarms).State);
        Assert.Equal([AlarmEventKind.Raised, AlarmEventKind.Returned], desk.Events.Select(e => e.Kind));
        Assert.Single(desk.Told);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Just_under_its_limit_a_rule_is_silent(string name)
    {
        var desk = new AlarmDesk(Situation.Noon);

        desk.LookFor(TimeSpan.FromHours(2), now => Situation.Of(Rule(name), Level.JustUnder, now));

        Assert.Empty(desk.Alarms);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Just_under_its_limit_an_alarm_that_was_raised_stays(string name)
    {
        var rule = Rule(name);
        // A state is there or not; a silence, a load and a round have no band.
        if (RuleCatalogue.Of(rule).Defaults.Hysteresis == 0) return;
        var desk = new AlarmDesk(Situation.Noon);
        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now));

        desk.LookFor(TimeSpan.FromHours(2), now => Situation.Of(rule, Level.JustUnder, now));

        Assert.True(Assert.Single(desk.Alarms).Active);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Back_fill_is_recorded_and_tells_nobody(string name)
    {
        var rule = Rule(name);
        var old = RuleCatalogue.Of(rule).Defaults.NewsFor + TimeSpan.FromHours(1);
        var desk = new AlarmDesk(Situation.Noon);
        var filled = desk.Now - old;

        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now, now - filled));
        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Normal, now, now - filled));

        Assert.Empty(desk.Told);
        // Old pings leave a vehicle offline, and then nothing else is said of it.
        if (RuleCatalogue.Of(rule).Subject == AlarmSubject.Vehicle && desk.Alarms.Count == 0) return;
        var alarm = Assert.Single(desk.Alarms);
        Assert.True(alarm.Late);
        Assert.Equal(AlarmState.Cleared, alarm.State);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_replay_of_the_same_tells_nobody_again(string name)
    {
        var rule = Rule(name);
        var desk = new AlarmDesk(Situation.Noon);
        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now));
        desk.Look(Situation.Of(rule, Level.Over, desk.Now, RuleCatalogue.Of(rule).Defaults.NewsFor * 2));

        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now));

        Assert.Single(desk.Alarms);
        Assert.Single(desk.Told);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_restart_tells_nobody_again(string name)
    {
        var rule = Rule(name);
        var desk = new AlarmDesk(Situation.Noon);
        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now));

        desk.Restart();
        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now));

        Assert.True(Assert.Single(desk.Alarms).Active);
        Assert.Single(desk.Told);
        Assert.Single(desk.Events);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Within_its_grace_after_a_start_a_rule_raises_nothing(string name)
    {
        var desk = new AlarmDesk(Situation.Noon);

        while (desk.Now < Situation.Noon.AddMinutes(3)) desk.Look(Situation.Of(Rule(name), Level.Over, desk.Now));

        Assert.Empty(desk.Alarms);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_that_flaps_raises_once(string name)
    {
        var rule = Rule(name);
        var settings = RuleCatalogue.Of(rule).Defaults;
        var desk = new AlarmDesk(Situation.Noon);
        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now));

        for (var i = 0; i < 10; i++)
        {
            desk.LookFor(settings.OffDelay, now => Situation.Of(rule, Level.Normal, now));
            desk.LookFor(settings.OnDelay, now => Situation.Of(rule, Level.Over, now));
        }

        var alarm = Assert.Single(desk.Alarms);
        Assert.Equal(11, alarm.Occurrences);
        Assert.Single(desk.Told);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_that_is_off_raises_nothing_and_withdraws_what_it_had_raised(string name)
    {
        var rule = Rule(name);
        var desk = new AlarmDesk(Situation.Noon);
        desk.LookFor(LongEnough, now => Situation.Of(rule, Level.Over, now));

        desk.LookFor(LongEnough, now => Off(Situation.Of(rule, Level.Over, now)));

        Assert.Equal(AlarmState.Cleared, Assert.Single(desk.Alarms).State);
        Assert.Equal([AlarmEventKind.Raised, AlarmEventKind.Withdrawn], desk.Events.Select(e => e.Kind));

        static AlarmSignal Off(AlarmSignal signal) =>
            signal with { Settings = signal.Settings with { Enabled = false } };
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void An_alarm_has_words_in_both_languages_with_no_blank_left_open(string name)
    {
        var desk = new AlarmDesk(Situation.Noon);
        desk.LookFor(LongEnough, now => Situation.Of(Rule(name), Level.Over, now));
        var alarm = Assert.Single(desk.Alarms);

        var text = AlarmText.Of(alarm, Situation.City.City.TimeZone);

        foreach (var said in (LocalizedName[])[text.Title, text.Text, text.FirstAction])
        {
            Assert.DoesNotContain('{', said.En + said.Zh);
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", said.Zh);
            Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", said.En);
        }
        Assert.Contains(alarm.Name.En, text.Title.En, StringComparison.Ordinal);
    }

    private static AlarmRule Rule(string name) =>
        WireNames.TryParse<AlarmRule>(name, out var rule) ? rule : throw new ArgumentException(name);
}
