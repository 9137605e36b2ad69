using Telemetry.Domain.Alarms;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Alarms;
using Telemetry.Storage.Operations.Ledger;

namespace Telemetry.Storage.Tests.Operations;

/// <summary>An alarm's life in the operational store: restarts, shelves, what is told, the ledger.</summary>
public sealed class AlarmTests : IDisposable
{
    private readonly OperationsRig _rig = new();

    private IAlarms Alarms => _rig.Store.Alarms;

    private DateTimeOffset Now => _rig.Clock.GetUtcNow();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_alarm_reads_back_as_it_was_raised()
    {
        var alarm = Fault(Now) with { Value = 1.25, Limit = 1.1, Detail = "E12 泵" };

        await RecordAsync(new RaiseMove(alarm, "program:derive"));

        Assert.Equal(alarm, await Alarms.FindAsync(alarm.Id, CancellationToken.None));
        Assert.Equal([alarm], await Alarms.OpenAsync(Now, CancellationToken.None));
    }

    [Fact]
    public async Task Every_change_is_an_event_and_a_row_of_the_ledger_with_its_actor()
    {
        var alarm = Fault(Now);
        await RecordAsync(new RaiseMove(alarm, "program:derive"));
        await ActAsync(alarm, new Acknowledge(Now, "account:wang", "on my way"));
        await ActAsync(alarm, new PutOnShelf(Now, "token:ops", "repair", Now.AddHours(2)));
        await ActAsync(alarm, new TakeOffShelf(Now, "local"));
        await RecordAsync(new LifeMove(alarm.Id, new Return(Now, "program:derive")));

        var events = await Alarms.EventsAsync(alarm.Id, CancellationToken.None);
        var ledger = await _rig.Store.Ledger.ReadAsync(
            new LedgerQuery { Kind = LedgerKind.Alarm, Subject = "plant:sewage-1" }, CancellationToken.None);

        Assert.Equal(
            [
                AlarmEventKind.Raised, AlarmEventKind.Acknowledged, AlarmEventKind.Shelved, AlarmEventKind.Unshelved,
                AlarmEventKind.Returned,
            ],
            events.Select(e => e.Kind));
        Assert.Equal(
            ["program:derive", "account:wang", "token:ops", "local", "program:derive"],
            ledger.Rows.Reverse().Select(row => row.Actor.ToString()));
        Assert.Equal("repair", ledger.Rows[2].Why);
        Assert.Contains("\"state\":\"shelved\"", ledger.Rows[2].After, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"acknowledged\"", ledger.Rows[2].Before, StringComparison.Ordinal);
        Assert.Null(ledger.Rows[^1].Before);
    }

    [Fact]
    public async Task After_a_restart_the_alarm_is_there_and_raising_the_same_tells_nobody()
    {
        var alarm = Fault(Now);
        await RecordAsync(new RaiseMove(alarm, "program:derive"));
        _rig.Reopen();

        var again = await RecordAsync(new RaiseMove(alarm with { RaisedAt = Now.AddHours(1) }, "program:derive"));

        Assert.Equal(alarm, Assert.Single(await Alarms.OpenAsync(Now, CancellationToken.None)));
        Assert.Null(Assert.Single(again).Event);
        Assert.Single(await DueAsync());
    }

    [Fact]
    public async Task The_fold_goes_on_after_a_restart_with_what_the_store_has()
    {
        var signal = Signal();
        var first = new AlarmFold(Now, "program:derive");
        for (var i = 0; i < 60; i++)
        {
            await Alarms.RecordAsync(first.Fold([signal], OperationsRig.City, Now), Tell, CancellationToken.None);
            _rig.Clock.Advance(TimeSpan.FromSeconds(10));
            signal = Signal();
        }
        var raised = Assert.Single(await Alarms.OpenAsync(Now, CancellationToken.None));
        _rig.Reopen();

        var second = new AlarmFold(Now, "program:derive");
        second.Restore(await Alarms.OpenAsync(Now, CancellationToken.None));
        for (var i = 0; i < 60; i++)
        {
            await Alarms.RecordAsync(second.Fold([Signal()], OperationsRig.City, Now), Tell, CancellationToken.None);
            _rig.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(raised.Id, Assert.Single(await Alarms.OpenAsync(Now, CancellationToken.None)).Id);
        Assert.Single(await DueAsync());
        Assert.Equal("North works", raised.ResponsibleUnit?.En);
    }

    [Fact]
    public async Task A_shelf_ends_by_itself_once_its_time_is_over_and_people_are_told_again()
    {
        var alarm = Fault(Now);
        await RecordAsync(new RaiseMove(alarm, "program:derive"));
        await ActAsync(alarm, new PutOnShelf(Now, "account:wang", "repair", Now.AddHours(2)));

        _rig.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.Empty(await EndShelvesAsync());
        _rig.Clock.Advance(TimeSpan.FromSeconds(1));
        _rig.Reopen();
        var ended = Assert.Single(await EndShelvesAsync());

        Assert.Equal(AlarmState.Unacknowledged, ended.Alarm.State);
        Assert.Equal(2, (await DueAsync()).Count);
        Assert.Empty(await EndShelvesAsync());
    }

    [Fact]
    public async Task What_is_refused_changes_nothing_and_says_why()
    {
        var alarm = Fault(Now);
        await RecordAsync(new RaiseMove(alarm, "program:derive"));

        var step = await Alarms.ActAsync(
            alarm.Id, new PutOnShelf(Now, "account:wang", "", Now.AddHours(1)), CancellationToken.None);

        Assert.Equal(LifeRefusal.NoReason, step?.Refusal);
        Assert.Equal(alarm, await Alarms.FindAsync(alarm.Id, CancellationToken.None));
        Assert.Single(await Alarms.EventsAsync(alarm.Id, CancellationToken.None));
        Assert.Null(await Alarms.ActAsync(
            new AlarmId("none"), new Acknowledge(Now, "local", ""), CancellationToken.None));
    }

    [Fact]
    public async Task Acting_on_an_alarm_is_heard_of_in_this_process()
    {
        var alarm = Fault(Now);
        await RecordAsync(new RaiseMove(alarm, "program:derive"));
        var heard = 0;
        Alarms.Acted += () => heard++;

        await ActAsync(alarm, new Acknowledge(Now, "local", ""));
        await ActAsync(alarm, new Acknowledge(Now, "local", ""));

        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task An_alarm_is_found_by_state_rule_priority_asset_group_and_time_page_by_page()
    {
        for (var i = 0; i < 5; i++) await RecordAsync(new RaiseMove(Fault(Now.AddMinutes(i)), "program:derive"));
        var known = Fault(Now.AddMinutes(1));
        await ActAsync(known, new Acknowledge(Now, "local", ""));
        var shelved = Fault(Now.AddMinutes(2));
        await ActAsync(shelved, new PutOnShelf(Now, "local", "repair", Now.AddHours(1)));
        var gone = Fault(Now.AddMinutes(3));
        await RecordAsync(new LifeMove(gone.Id, new Return(Now, "program:derive")));
        var over = Fault(Now.AddMinutes(4));
        await RecordAsync(new LifeMove(over.Id, new Withdraw(Now, "program:derive", "off")));

        Assert.Equal(known.Id, Assert.Single(await ReadAsync(new() { State = AlarmState.Acknowledged })).Id);
        Assert.Equal(shelved.Id, Assert.Single(await ReadAsync(new() { State = AlarmState.Shelved })).Id);
        Assert.Equal(gone.Id, Assert.Single(await ReadAsync(new() { State = AlarmState.ClearedUnacknowledged })).Id);
        Assert.Equal(over.Id, Assert.Single(await ReadAsync(new() { State = AlarmState.Cleared })).Id);
        Assert.Single(await ReadAsync(new() { State = AlarmState.Unacknowledged }));
        Assert.Equal(4, (await ReadAsync(new() { Open = true })).Count);
        Assert.Equal(over.Id, Assert.Single(await ReadAsync(new() { Open = false })).Id);
        Assert.Equal(5, (await ReadAsync(new() { Rule = AlarmRule.StateFault, Group = "plant:sewage-1" })).Count);
        Assert.Empty(await ReadAsync(new() { LeastPriority = AlarmPriority.Critical }));
        Assert.Empty(await ReadAsync(new() { Asset = "plant:other" }));
        Assert.Equal(5, (await ReadAsync(new() { Asset = "plant:sewage-1", District = "north" })).Count);
        Assert.Equal(2, (await ReadAsync(new() { From = Now.AddMinutes(1), To = Now.AddMinutes(3) })).Count);

        var first = await Alarms.ReadAsync(new AlarmQuery { Limit = 3 }, CancellationToken.None);
        var rest = await Alarms.ReadAsync(new AlarmQuery { Limit = 3, After = first.Next }, CancellationToken.None);
        Assert.Equal(
            Enumerable.Range(0, 5).Select(i => Now.AddMinutes(4 - i)),
            first.Alarms.Concat(rest.Alarms).Select(a => a.RaisedAt));
        Assert.Null(rest.Next);
        Assert.Equal(4, (await Alarms.CountAsync(CancellationToken.None)).Sum(count => count.Count));
    }

    [Fact]
    public async Task A_notice_is_due_until_it_was_sent_or_given_up()
    {
        await RecordAsync(new RaiseMove(Fault(Now), "program:derive"));
        await RecordAsync(new RaiseMove(Fault(Now.AddMinutes(-1)), "program:derive"));
        var notices = await DueAsync();

        await Alarms.Notices.SentAsync(notices[0].Id, Now, CancellationToken.None);
        await Alarms.Notices.FailedAsync(notices[1].Id, Now.AddMinutes(5), Now, "no answer", CancellationToken.None);
        Assert.Empty(await DueAsync());

        _rig.Clock.Advance(TimeSpan.FromMinutes(5));
        _rig.Reopen();
        var again = Assert.Single(await DueAsync());
        Assert.Equal((notices[1].Id, 1), (again.Id, again.Attempts));

        await Alarms.Notices.FailedAsync(again.Id, null, Now, "refused", CancellationToken.None);
        _rig.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task Events_of_alarms_are_never_changed_or_removed()
    {
        await RecordAsync(new RaiseMove(Fault(Now), "program:derive"));

        Assert.ThrowsAny<Exception>(() => _rig.Sql("UPDATE alarm_event SET why = 'x'"));
        Assert.ThrowsAny<Exception>(() => _rig.Sql("DELETE FROM alarm_event"));
    }

    private static IEnumerable<NewNotice> Tell(Alarm alarm) => [new NewNotice("webhook", alarm.Id, "{}")];

    private AlarmSignal Signal() => new(
        AlarmRule.StateFault, AlarmAsset.Of(new PlantId("sewage-1")), RuleCatalogue.Of(AlarmRule.StateFault).Defaults,
        Verdict.Active)
    {
        EvidenceAt = Now,
    };

    private async Task<IReadOnlyList<LifeStep>> RecordAsync(AlarmMove move) =>
        await Alarms.RecordAsync([move], Tell, CancellationToken.None);

    private async Task<IReadOnlyList<LifeStep>> EndShelvesAsync() =>
        await Alarms.EndShelvesAsync("program:derive", Tell, CancellationToken.None);

    private async Task ActAsync(Alarm alarm, LifeAction action) =>
        Assert.Null((await Alarms.ActAsync(alarm.Id, action, CancellationToken.None))?.Refusal);

    private async Task<IReadOnlyList<Alarm>> ReadAsync(AlarmQuery query) =>
        (await Alarms.ReadAsync(query, CancellationToken.None)).Alarms;

    private Task<IReadOnlyList<Notice>> DueAsync() =>
        Alarms.Notices.DueAsync("webhook", Now, 100, CancellationToken.None);

    private static Alarm Fault(DateTimeOffset at) => new()
    {
        Id = AlarmId.Of(AlarmRule.StateFault, AlarmAsset.Of(new PlantId("sewage-1")), at),
        Rule = AlarmRule.StateFault,
        Asset = AlarmAsset.Of(new PlantId("sewage-1")),
        Onset = at,
        Priority = AlarmPriority.High,
        District = new DistrictId("north"),
        ResponsibleUnit = new LocalizedName("North works", "北区环卫所"),
        Name = new LocalizedName("Sewage 1", "一厂"),
        RaisedAt = at,
    };
}
