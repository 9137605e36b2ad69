using Telemetry.Domain.Alarms;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Notices;

namespace Telemetry.Host.Tests.Alarms;

/// <summary>From what the host hears and stores to alarms, topics, notices and the ledger.</summary>
public sealed class AlarmBeatTests : IAsyncLifetime
{
    private static readonly TimeSpan QuarterOfAnHour = TimeSpan.FromMinutes(15);

    private readonly AlarmBench _bench = new();

    public ValueTask InitializeAsync() => _bench.OpenStoreAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task While_all_is_well_nothing_is_raised()
    {
        await _bench.LookForAsync(TimeSpan.FromHours(1), () => _bench.PostMeters());

        Assert.Empty(await _bench.OpenAsync());
        Assert.Empty(_bench.Published.Retained);
    }

    [Fact]
    public async Task A_meter_that_falls_silent_raises_is_published_and_told_of_and_goes_when_seen_and_gone()
    {
        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters());
        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters(except: "in"));

        var alarm = Assert.Single(await _bench.OpenAsync());
        Assert.Equal((AlarmRule.MeterSilent, "meter:p/in"), (alarm.Rule, alarm.Asset.ToString()));
        var (topic, message) = Assert.Single(_bench.Published.Retained);
        Assert.Equal($"alarms/{alarm.Id}", topic);
        Assert.Equal("unacknowledged", message.GetProperty("state").GetString());
        Assert.Equal("Plant, Inlet is silent", message.GetProperty("title").GetProperty("en").GetString());
        Assert.Equal("东办", message.GetProperty("responsible_unit").GetProperty("zh").GetString());
        var notice = NoticeContent.Parse(Assert.Single(await _bench.DueAsync()).Content);
        Assert.Equal(("alarm", "meter_silent"), (notice.Kind, notice.Rule));

        await _bench.Alarms.ActAsync(alarm.Id, new Acknowledge(_bench.Now, "account:wang", ""), default);
        await _bench.LookAsync();
        Assert.Equal("acknowledged", _bench.Published.Retained[topic].GetProperty("state").GetString());

        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters());
        Assert.Empty(await _bench.OpenAsync());
        Assert.Equal([topic], _bench.Published.Cleared);
        Assert.Single(await _bench.DueAsync());
    }

    [Fact]
    public async Task Open_alarms_are_counted_by_priority_and_state_while_this_process_looks()
    {
        await RaiseSilenceAsync();
        Assert.Equal([(AlarmPriority.Medium, AlarmState.Unacknowledged, 1)], Counted());
        var alarm = Assert.Single(await _bench.OpenAsync());

        await _bench.Alarms.ActAsync(alarm.Id, new Acknowledge(_bench.Now, "account:wang", ""), default);
        await _bench.LookAsync();
        Assert.Equal([(AlarmPriority.Medium, AlarmState.Acknowledged, 1)], Counted());

        _bench.Tally.Leads = false;
        await _bench.LookAsync();
        Assert.Empty(Counted());

        (AlarmPriority, AlarmState, int)[] Counted() => [.. _bench.Counts.Open().Where(static one => one.Count > 0)];
    }

    [Fact]
    public async Task A_restart_tells_of_nothing_again_and_publishes_what_is_open()
    {
        await RaiseSilenceAsync();
        _bench.Published.Retained.Clear();
        _bench.Restart();

        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters(except: "in"));

        var alarm = Assert.Single(await _bench.OpenAsync());
        Assert.Contains($"alarms/{alarm.Id}", _bench.Published.Retained.Keys);
        Assert.Single(await _bench.DueAsync());
    }

    [Fact]
    public async Task After_a_restart_a_meter_is_as_silent_as_the_store_says()
    {
        // The store has heard it a minute ago; the board, empty after the start, has not.
        await _bench.WriteFlowsAsync(
            ("in", _bench.Now.AddMinutes(-1)), ("out", _bench.Now.AddMinutes(-1)), ("bypass", _bench.Now.AddHours(-2)));

        await _bench.LookForAsync(TimeSpan.FromMinutes(3.5), () => { });

        Assert.Equal("meter:p/bypass", Assert.Single(await _bench.OpenAsync()).Asset.ToString());
    }

    [Fact]
    public async Task A_process_without_the_lease_judges_nothing()
    {
        _bench.Tally.Leads = false;

        await _bench.LookForAsync(QuarterOfAnHour, () => { });

        Assert.Empty(await _bench.OpenAsync());
    }

    [Fact]
    public async Task A_plant_whose_gateway_is_silent_raises_one()
    {
        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters());
        await _bench.LookForAsync(QuarterOfAnHour, () => { });

        Assert.Equal(AlarmRule.PlantSilent, Assert.Single(await _bench.OpenAsync()).Rule);
        Assert.Single(await _bench.DueAsync());
    }

    [Fact]
    public async Task What_a_plant_says_and_sends_raises_its_rules()
    {
        await _bench.LookForAsync(QuarterOfAnHour, () =>
        {
            _bench.PostMeters(except: "bypass");
            _bench.Post("plants/p/flow/bypass", _bench.Now, "\"flow_m3h\":40,\"q\":\"N\"");
            _bench.Post("plants/p", _bench.Now, "\"state\":\"fault\",\"code\":\"E12\"");
            _bench.Post("plants/p/quality/outlet", _bench.Now, "\"cod_mgl\":71,\"ph\":7,\"q\":\"N\"");
            _bench.Post(
                "plants/p/today", _bench.Now, "\"day\":\"2009-08-10\",\"projected_m3\":2700,\"capacity_m3\":2400");
        });

        Assert.Equal(
            [AlarmRule.StateFault, AlarmRule.LoadHigh, AlarmRule.BypassRunning, AlarmRule.EffluentOverLimit],
            (await _bench.OpenAsync()).Select(a => a.Rule).Order());
    }

    [Fact]
    public async Task A_value_that_its_letter_forbids_and_a_projection_of_yesterday_raise_nothing()
    {
        await _bench.LookForAsync(QuarterOfAnHour, () =>
        {
            _bench.PostMeters(except: "bypass");
            _bench.Post("plants/p/flow/bypass", _bench.Now, "\"flow_m3h\":40,\"q\":\"C\"");
            _bench.Post("plants/p/quality/outlet", _bench.Now, "\"cod_mgl\":71,\"q\":\"M\"");
            _bench.Post(
                "plants/p/today", _bench.Now, "\"day\":\"2009-08-09\",\"projected_m3\":2700,\"capacity_m3\":2400");
        });

        Assert.Empty(await _bench.OpenAsync());
    }

    [Fact]
    public async Task Stored_hours_days_and_rates_raise_their_rules()
    {
        await WriteDaysAsync(_bench.Now);

        await _bench.LookForAsync(TimeSpan.FromMinutes(5), () => _bench.PostMeters());

        Assert.Equal(
            [
                AlarmRule.FrozenTotaliser, AlarmRule.LoadHighWeek, AlarmRule.BalanceOff, AlarmRule.RateUnderTarget,
            ],
            (await _bench.OpenAsync()).Select(a => a.Rule).Order());
        var rate = (await _bench.OpenAsync()).Single(a => a.Rule == AlarmRule.RateUnderTarget);
        // Nine days of 2,400 treated by 4,000 generated.
        Assert.Equal(0.6, rate.Value!.Value, 9);
        Assert.Equal("indicator:rate/city", rate.Asset.ToString());
    }

    [Fact]
    public async Task Late_data_of_days_gone_by_changes_records_and_tells_nobody()
    {
        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters());
        // What a gateway had kept of the days until three days ago comes in: five of the last seven are known now.
        await WriteDaysAsync(_bench.Now.AddDays(-2));

        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters());

        Assert.Equal(
            [AlarmRule.LoadHighWeek, AlarmRule.RateUnderTarget],
            (await _bench.OpenAsync()).Select(a => a.Rule).Order());
        Assert.All(await _bench.OpenAsync(), alarm => Assert.True(alarm.Late));
        Assert.Empty(await _bench.DueAsync());
    }

    [Fact]
    public async Task A_truck_is_too_fast_by_the_limit_that_its_track_is_judged_by()
    {
        _bench.Current = AlarmBench.Parse(AlarmBench.City.Replace(
            "\"vehicles\": [",
            "\"vehicle_limits\": [ { \"kind\": \"vacuum_truck\", \"speed_limit_kmh\": 60 } ], \"vehicles\": [",
            StringComparison.Ordinal));

        await _bench.LookForAsync(TimeSpan.FromMinutes(5), () =>
        {
            _bench.PostMeters();
            _bench.Post("vehicles/t-1", _bench.Now, "\"lat\":30,\"lon\":122,\"speed_kmh\":66,\"ignition\":true");
        });

        var alarm = Assert.Single(await _bench.OpenAsync());
        Assert.Equal((AlarmRule.Speeding, 66.0, 60.0), (alarm.Rule, alarm.Value, alarm.Limit));
    }

    [Fact]
    public async Task A_truck_that_speeds_raises_and_one_that_was_never_heard_does_not()
    {
        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters());
        Assert.Empty(await _bench.OpenAsync());

        await _bench.LookForAsync(QuarterOfAnHour, () =>
        {
            _bench.PostMeters();
            _bench.Post("vehicles/t-1", _bench.Now, "\"lat\":30,\"lon\":122,\"speed_kmh\":97,\"ignition\":true");
        });
        var alarm = Assert.Single(await _bench.OpenAsync());
        Assert.Equal((AlarmRule.Speeding, 97), (alarm.Rule, alarm.Value));

        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters());
        Assert.Contains(await _bench.OpenAsync(), a => a.Rule == AlarmRule.VehicleOffline);
    }

    [Fact]
    public async Task A_truck_without_a_fix_raises_after_a_quarter_of_an_hour()
    {
        await _bench.LookForAsync(TimeSpan.FromMinutes(20), () =>
        {
            _bench.PostMeters();
            _bench.Post("vehicles/t-1", _bench.Now, "\"lat\":0,\"lon\":0,\"speed_kmh\":0,\"ignition\":true");
        });

        Assert.Equal(AlarmRule.VehicleNoFix, Assert.Single(await _bench.OpenAsync()).Rule);
    }

    [Fact]
    public async Task What_the_registry_has_no_more_is_withdrawn()
    {
        await RaiseSilenceAsync();
        _bench.Current = AlarmBench.Parse(AlarmBench.City.Replace(
            """{ "id": "in", "role": "influent", "name": { "en": "Inlet", "zh": "进水" }, "interval": "1m" },""", "",
            StringComparison.Ordinal));

        await _bench.LookAsync();

        Assert.Empty(await _bench.OpenAsync());
    }

    [Fact]
    public async Task A_shelf_that_ends_is_told_of_again_by_the_next_look()
    {
        await RaiseSilenceAsync();
        var alarm = Assert.Single(await _bench.OpenAsync());
        await _bench.Alarms.ActAsync(
            alarm.Id, new PutOnShelf(_bench.Now, "account:wang", "repair", _bench.Now.AddMinutes(30)), default);

        await _bench.LookForAsync(TimeSpan.FromMinutes(25), () => _bench.PostMeters(except: "in"));
        Assert.Equal(AlarmState.Shelved, Assert.Single(await _bench.OpenAsync()).State);
        Assert.Single(await _bench.DueAsync());
        await _bench.LookForAsync(TimeSpan.FromMinutes(10), () => _bench.PostMeters(except: "in"));

        Assert.Equal(AlarmState.Unacknowledged, Assert.Single(await _bench.OpenAsync()).State);
        Assert.Equal(2, (await _bench.DueAsync()).Count);
    }

    private async Task RaiseSilenceAsync()
    {
        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters());
        await _bench.LookForAsync(QuarterOfAnHour, () => _bench.PostMeters(except: "in"));
        Assert.Single(await _bench.OpenAsync());
    }

    /// <summary>
    /// Nine days before the day of an instant with a load of 1.2, influent and effluent a quarter apart, and a rate of
    /// 60 %; and an hour in which the outlet's totaliser stood still.
    /// </summary>
    private async Task WriteDaysAsync(DateTimeOffset of)
    {
        var rows = new List<DerivedPoint>
        {
            new DerivedPoint(
                new Series(DerivedMeasurements.VolumeHourly, "out", "p"), of.AddHours(-1).ToUnixTimeMilliseconds())
                .Set(DerivedMeasurements.Checks, (long?)VolumeChecks.FrozenTotaliser)
                .Set(DerivedMeasurements.Valid, true),
        };
        // Midnight of the day in the city, eight hours ahead.
        var midnight = new DateTimeOffset(of.AddHours(8).Date, TimeSpan.FromHours(8));
        for (var back = 1; back <= 9; back++)
        {
            var ms = midnight.AddDays(-back).ToUnixTimeMilliseconds();
            rows.Add(new DerivedPoint(new Series(DerivedMeasurements.PlantDaily, "p"), ms)
                .Set(DerivedMeasurements.TreatedM3, 2880).Set(DerivedMeasurements.Load, 1.2)
                .Set(DerivedMeasurements.InfluentM3, 2880).Set(DerivedMeasurements.EffluentM3, 2160)
                .Set(DerivedMeasurements.Completeness, 1).Set(DerivedMeasurements.Valid, true));
            rows.Add(new DerivedPoint(
                    new Series(DerivedMeasurements.IndicatorDaily, "declared", "city", "rate"), ms)
                .Set(DerivedMeasurements.Rate, 0.6).Set(DerivedMeasurements.Numerator, 2400)
                .Set(DerivedMeasurements.Denominator, 4000).Set(DerivedMeasurements.Target, 0.65)
                .Set(DerivedMeasurements.Official, true).Set(DerivedMeasurements.Valid, true));
        }
        await _bench.Store.Derived.WriteAsync(rows, default);
    }
}
