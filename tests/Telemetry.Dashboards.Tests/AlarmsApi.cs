using Telemetry.Domain.Alarms;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Tests;

public sealed class AlarmsApi
{
    [Fact]
    public async Task Alarms_Open_StandWithWordsAndUnit()
    {
        await using var sut = await DashboardsApp.StartAsync();
        var alarm = await RaiseAsync(sut);

        var page = await sut.GetAsync("/api/alarms");

        var one = Assert.Single(page.GetProperty("alarms").EnumerateArray());
        Assert.Equal(alarm.Id.Value, one.GetProperty("id").GetString());
        Assert.Equal("state_fault", one.GetProperty("rule").GetString());
        Assert.Equal("unacknowledged", one.GetProperty("state").GetString());
        Assert.Equal("high", one.GetProperty("priority").GetString());
        Assert.Equal("plant:sewage-1", one.GetProperty("group").GetString());
        Assert.Equal("Sewage 1 reports a fault", one.GetProperty("title").GetProperty("en").GetString());
        Assert.Equal("一厂设备故障", one.GetProperty("title").GetProperty("zh").GetString());
        Assert.Equal("North works", one.GetProperty("responsible_unit").GetProperty("en").GetString());
        Assert.Equal("2026-03-01T12:00:00+08:00", one.GetProperty("raised_at").GetString());
        Assert.False(one.TryGetProperty("shelf", out _));
    }

    [Fact]
    public async Task Alarm_FromAcknowledgedToHistory_KeepsItsLife()
    {
        await using var sut = await DashboardsApp.StartAsync();
        var alarm = await RaiseAsync(sut);

        var known = await sut.PostAsync($"/api/alarms/{alarm.Id}/acknowledge", """{"note":"on my way"}""", "wang");
        Assert.Equal("acknowledged", known.GetProperty("state").GetString());
        Assert.Equal("token:wang", known.GetProperty("acknowledgement").GetProperty("by").GetString());
        Assert.True(known.GetProperty("active").GetBoolean());
        await sut.Operations.Alarms.RecordAsync(
            [new LifeMove(alarm.Id, new Return(sut.Time.GetUtcNow(), "program:derive"))], _ => [], default);

        Assert.Empty((await sut.GetAsync("/api/alarms")).GetProperty("alarms").EnumerateArray());
        var history = await sut.GetAsync("/api/alarms?open=false&rule=state_fault&priority=medium");
        Assert.Equal("cleared", Assert.Single(history.GetProperty("alarms").EnumerateArray())
            .GetProperty("state").GetString());
        var life = (await sut.GetAsync($"/api/alarms/{alarm.Id}")).GetProperty("events");
        Assert.Equal(
            ["raised", "acknowledged", "returned"],
            life.EnumerateArray().Select(e => e.GetProperty("event").GetString()));
        Assert.Equal("on my way", life[1].GetProperty("why").GetString());
        var ledger = await sut.GetAsync("/api/ledger?kind=alarm&actor=token:wang");
        Assert.Equal("plant:sewage-1", Assert.Single(ledger.GetProperty("rows").EnumerateArray())
            .GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Alarm_OnAShelf_IsFoundThereAndTakenOff()
    {
        await using var sut = await DashboardsApp.StartAsync();
        var alarm = await RaiseAsync(sut);

        var put = await sut.PostAsync(
            $"/api/alarms/{alarm.Id}/shelve", """{"reason":"repair until four","minutes":240}""");

        Assert.Equal("shelved", put.GetProperty("state").GetString());
        Assert.Equal("2026-03-01T16:00:00+08:00", put.GetProperty("shelf").GetProperty("until").GetString());
        Assert.Single((await sut.GetAsync("/api/alarms?state=shelved")).GetProperty("alarms").EnumerateArray());
        Assert.Empty((await sut.GetAsync("/api/alarms?state=unacknowledged")).GetProperty("alarms").EnumerateArray());
        var taken = await sut.PostAsync($"/api/alarms/{alarm.Id}/unshelve", "{}");
        Assert.Equal("unacknowledged", taken.GetProperty("state").GetString());
        Assert.Contains(
            "on no shelf", await sut.PostProblemAsync($"/api/alarms/{alarm.Id}/unshelve", "{}", 409),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"minutes":10}""", "reason is wanted")]
    [InlineData("""{"reason":"repair"}""", "until (an instant) or minutes")]
    [InlineData("""{"reason":"repair","minutes":0}""", "from 1 to 44640")]
    [InlineData("""{"reason":"repair","until":"2026-02-28T00:00:00Z"}""", "after now")]
    [InlineData("""{"reason":"repair","until":"2026-05-01T00:00:00Z"}""", "within 31 days")]
    public async Task Shelve_AWrongRequest_IsRefusedInWords(string body, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();
        var alarm = await RaiseAsync(sut);

        Assert.Contains(
            words, await sut.PostProblemAsync($"/api/alarms/{alarm.Id}/shelve", body, 400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state=red", "state 'red': one of unacknowledged")]
    [InlineData("rule=noise", "rule 'noise': one of meter_silent")]
    [InlineData("priority=1", "priority '1'")]
    [InlineData("from=yesterday", "from 'yesterday'")]
    [InlineData("limit=0", "from 1 to 1000")]
    public async Task Alarms_AWrongRequest_IsRefusedInWords(string query, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(words, await sut.GetProblemAsync($"/api/alarms?{query}", 400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alarm_Unknown_IsNotFound()
    {
        await using var sut = await DashboardsApp.StartAsync();

        await sut.GetProblemAsync("/api/alarms/state_fault-0", 404);
        await sut.PostProblemAsync("/api/alarms/state_fault-0/acknowledge", "{}", 404);
    }

    [Fact]
    public async Task Acknowledge_History_IsAConflict()
    {
        await using var sut = await DashboardsApp.StartAsync();
        var alarm = await RaiseAsync(sut);
        await sut.Operations.Alarms.RecordAsync(
            [new LifeMove(alarm.Id, new Withdraw(sut.Time.GetUtcNow(), "program:derive", "off"))], _ => [], default);

        Assert.Contains(
            "is history", await sut.PostProblemAsync($"/api/alarms/{alarm.Id}/acknowledge", "{}", 409),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acknowledge_FromAPageOfAnotherSite_IsForbidden()
    {
        await using var sut = await DashboardsApp.StartAsync();
        var alarm = await RaiseAsync(sut);

        using var answer = await sut.SendAsync(
            $"/api/alarms/{alarm.Id}/acknowledge", "{}", "application/json", site: "cross-site");

        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Counts_AreOfOpenAlarmsByStateAndPriority()
    {
        await using var sut = await DashboardsApp.StartAsync();
        var first = await RaiseAsync(sut);
        sut.Time.Advance(TimeSpan.FromMinutes(1));
        await RaiseAsync(sut);
        await sut.PostAsync($"/api/alarms/{first.Id}/acknowledge", "{}");

        var counts = await sut.GetAsync("/api/alarms/counts");

        Assert.Equal(2, counts.GetProperty("open").GetInt32());
        Assert.Equal(1, counts.GetProperty("unacknowledged").GetInt32());
        Assert.Equal(2, counts.GetProperty("counts").GetArrayLength());
    }

    private static async Task<Alarm> RaiseAsync(DashboardsApp sut)
    {
        var now = sut.Time.GetUtcNow();
        var asset = AlarmAsset.Of(new PlantId("sewage-1"));
        var alarm = new Alarm
        {
            Id = AlarmId.Of(AlarmRule.StateFault, asset, now),
            Rule = AlarmRule.StateFault,
            Asset = asset,
            Onset = now,
            Priority = AlarmPriority.High,
            District = new DistrictId("north"),
            ResponsibleUnit = new LocalizedName("North works", "北区环卫所"),
            Name = new LocalizedName("Sewage 1", "一厂"),
            RaisedAt = now,
        };
        await sut.Operations.Alarms.RecordAsync([new RaiseMove(alarm, "program:derive")], _ => [], default);
        return alarm;
    }
}
