using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Tests.Registry;

namespace Telemetry.Domain.Tests.Alarms;

/// <summary>One alarm per cause, and floods.</summary>
public sealed class OneCauseTests
{
    [Fact]
    public void A_plant_whose_gateway_is_silent_raises_one_alarm_and_none_for_its_meters()
    {
        var desk = new AlarmDesk(Situation.Noon);
        var fell = Situation.Noon.AddMinutes(4);

        for (var i = 0; i < 400; i++)
        {
            var silence = desk.Now < fell ? TimeSpan.FromSeconds(5) : desk.Now - fell;
            desk.Look(Situation.Meters(desk.Now, silence, silence, silence));
        }

        var alarm = Assert.Single(desk.Alarms);
        Assert.Equal(AlarmRule.PlantSilent, alarm.Rule);
        Assert.Single(desk.Told);
    }

    [Fact]
    public void A_meter_that_alone_is_silent_raises_its_own()
    {
        var desk = new AlarmDesk(Situation.Noon);

        for (var i = 0; i < 400; i++)
        {
            var silence = desk.Now - Situation.Noon;
            desk.Look(Situation.Meters(desk.Now, silence, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20)));
        }

        var alarm = Assert.Single(desk.Alarms);
        Assert.Equal((AlarmRule.MeterSilent, "influent"), (alarm.Rule, alarm.Asset.Part));
    }

    [Fact]
    public void A_meter_that_was_raised_goes_over_into_its_plants_alarm_and_is_raised_anew_once_the_plant_is_back()
    {
        var desk = new AlarmDesk(Situation.Noon);
        var (shortly, hour) = (TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        LookSixtyTimes(others: shortly);
        LookSixtyTimes(others: hour);
        LookSixtyTimes(others: shortly);

        var meter = Assert.Single(desk.Alarms, a => a.Rule == AlarmRule.MeterSilent);
        Assert.Equal(
            [AlarmEventKind.Raised, AlarmEventKind.Withdrawn, AlarmEventKind.CameBack],
            desk.Events.Where(e => e.Alarm == meter.Id).Select(e => e.Kind));
        Assert.False(Assert.Single(desk.Alarms, a => a.Rule == AlarmRule.PlantSilent).Active);
        Assert.Equal(2, desk.Told.Count);

        // The bypass meter's last word was an hour before noon.
        void LookSixtyTimes(TimeSpan others)
        {
            for (var i = 0; i < 60; i++)
                desk.Look(Situation.Meters(desk.Now, others, others, desk.Now - Situation.Noon + hour));
        }
    }

    [Fact]
    public void A_plant_that_treats_nothing_has_no_silence()
    {
        var meters = Situation.Sewage.Meters.Values.Select(meter => new MeterCondition(meter, null));

        var signals = MeterRules.Judge(
            new PlantMetersCondition(Situation.Sewage.Id, false, [.. meters]), AlarmRuleBook.Default, Situation.Noon);

        Assert.DoesNotContain(signals, s => s.Verdict == Verdict.Active);
    }

    [Fact]
    public void A_store_that_is_down_explains_the_spool_that_grows()
    {
        var signals = HostRules.Judge(
            new HostCondition("h-1", Situation.Noon)
            {
                StoreIsDown = true, OldestPending = TimeSpan.FromHours(1), SessionWasLost = false,
            },
            AlarmRuleBook.Default).ToList();

        var explained = Causes.Explain(signals);

        Assert.Equal(Verdict.Covered, explained.Single(s => s.Rule == AlarmRule.SpoolGrowing).Verdict);
        Assert.Equal(Verdict.Active, explained.Single(s => s.Rule == AlarmRule.StoreDown).Verdict);
    }

    [Theory]
    [InlineData(true, Verdict.Covered)]
    [InlineData(false, Verdict.Active)]
    public void A_session_that_is_down_explains_silence_and_one_that_was_lost_does_not(bool isDown, Verdict expected)
    {
        var host = HostRules.Judge(
            new HostCondition("h-1", Situation.Noon) { SessionIsDown = isDown, SessionWasLost = true },
            AlarmRuleBook.Default);
        var hour = TimeSpan.FromHours(1);

        var explained = Causes.Explain([.. host, .. Situation.Meters(Situation.Noon, hour, hour, hour)]);

        Assert.Equal(expected, explained.Single(s => s.Rule == AlarmRule.PlantSilent).Verdict);
        Assert.Equal(Verdict.Active, explained.Single(s => s.Rule == AlarmRule.SessionLost).Verdict);
    }

    [Fact]
    public void In_a_flood_people_are_told_of_the_plant_once()
    {
        var gate = new FloodGate(3, TimeSpan.FromMinutes(10));

        var words = Enumerable.Range(0, 60).Select(i => gate.Count("plant:a", Situation.Noon.AddMinutes(i))).ToList();

        Assert.Equal([FloodWord.Each, FloodWord.Each, FloodWord.Each, FloodWord.Group], words[..4]);
        Assert.All(words[4..], word => Assert.Equal(FloodWord.None, word));
        Assert.Equal(FloodWord.Each, gate.Count("plant:b", Situation.Noon.AddMinutes(60)));
        Assert.Equal(FloodWord.Each, gate.Count("plant:a", Situation.Noon.AddMinutes(80)));
    }

    [Fact]
    public void What_the_registry_says_goes_before_the_default_and_the_narrower_before_the_wider()
    {
        var book = new SmallCity().With("alarms",
            """
            [
              { "rule": "meter_silent", "plant": "sewage-1", "meter": "effluent", "limit": 9 },
              { "rule": "meter_silent", "limit": 7, "priority": "low" },
              { "rule": "meter_silent", "plant": "sewage-1", "limit": 8, "responsible_unit": "Meter works" },
              { "rule": "speeding", "vehicle_kind": "sweeper", "hysteresis": 4, "off_delay": "0s" }
            ]
            """).Parse().Registry!.Alarms;
        var (plant, other) = (new PlantId("sewage-1"), new PlantId("fecal-1"));

        Assert.Equal(9, book.Of(AlarmRule.MeterSilent, AlarmAsset.Of(plant, new MeterId("effluent"))).Limit);
        Assert.Equal(8, book.Of(AlarmRule.MeterSilent, AlarmAsset.Of(plant, new MeterId("influent"))).Limit);
        var elsewhere = book.Of(AlarmRule.MeterSilent, AlarmAsset.Of(other, new MeterId("influent")));
        Assert.Equal((7, AlarmPriority.Low), (elsewhere.Limit, elsewhere.Priority));
        Assert.Equal(
            "Meter works", book.UnitOf(AlarmRule.MeterSilent, AlarmAsset.Of(plant, new MeterId("influent")))?.En);
        var truck = AlarmAsset.Of(new VehicleId("truck-2"));
        Assert.Equal(4, book.Of(AlarmRule.Speeding, truck, VehicleKind.Sweeper).Hysteresis);
        Assert.Equal(TimeSpan.Zero, book.Of(AlarmRule.Speeding, truck, VehicleKind.Sweeper).OffDelay);
        Assert.Equal(5, book.Of(AlarmRule.Speeding, truck, VehicleKind.Tipper).Hysteresis);
    }

    [Fact]
    public void An_asset_reads_back_as_it_was_written()
    {
        AlarmAsset[] assets =
        [
            AlarmAsset.Of(new PlantId("a.b")), AlarmAsset.Of(new PlantId("a"), new MeterId("b_c")),
            AlarmAsset.Of(new PlantId("a"), new QualityPointId("out"), "cod_mgl"),
            AlarmAsset.Of(new VehicleId("北-7")), AlarmAsset.Of(new VehicleId("v"), "trip-1"),
            AlarmAsset.OfIndicator("rate", "city"), AlarmAsset.OfHost("h-1"),
        ];

        Assert.All(assets, asset =>
        {
            Assert.True(AlarmAsset.TryParse(asset.ToString(), out var read));
            Assert.Equal(asset, read);
        });
        string[] others = ["", "plant", "plant:", "meter:a", "lorry:a"];
        Assert.All(others, text => Assert.False(AlarmAsset.TryParse(text, out _)));
    }
}
