using System.Collections.Immutable;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Tests.Registry;

namespace Telemetry.Domain.Tests.Alarms;

internal enum Level
{
    Normal,

    /// <summary>On the limit or just inside it.</summary>
    JustUnder,
    Over,
}

/// <summary>
/// For each rule what it sees of the small city when all is well, when it is just not wrong, and when it is wrong. The
/// figures come from the rules' documented defaults, by hand.
/// </summary>
internal static class Situation
{
    /// <summary>Noon of 2009-08-10 in the city.</summary>
    public static readonly DateTimeOffset Noon = new(2009, 8, 10, 4, 0, 0, TimeSpan.Zero);

    public static readonly CityRegistry City = new SmallCity().Parse().Registry!;

    public static readonly Plant Sewage = City.Plants[new PlantId("sewage-1")];

    public static readonly Vehicle Truck = City.Vehicles[new VehicleId("truck-1")];

    private static readonly AlarmRuleBook Rules = AlarmRuleBook.Default;

    /// <param name="rule">Whose signal.</param>
    /// <param name="level">How it stands.</param>
    /// <param name="now">The moment of the look.</param>
    /// <param name="age">How old the evidence is.</param>
    public static AlarmSignal Of(AlarmRule rule, Level level, DateTimeOffset now, TimeSpan age = default)
    {
        var at = now - age;
        return rule switch
        {
            // Limit 5 intervals: of 5 min (influent, effluent) 25 min.
            AlarmRule.MeterSilent => Meters(now, Silence(level, 25, age), Fresh, Fresh).Single(
                s => s.Rule == rule && s.Asset.Part == "influent"),
            AlarmRule.PlantSilent => Meters(
                now, Silence(level, 25, age), Silence(level, 25, age), Silence(level, 25, age))
                .Single(s => s.Rule == rule),
            AlarmRule.FrozenTotaliser => Meter(now, at, frozen: level == Level.Over).Single(s => s.Rule == rule),
            AlarmRule.StateFault => PlantRules.Judge(
                new StateCondition(Sewage.Id, level == Level.Over, "E12", at), Rules),
            // 25,000 m3/d in force; 110 % are 27,500, and 105 % are 26,250.
            AlarmRule.LoadHigh => PlantRules.Judge(
                new TodayCondition(Sewage.Id, Pick(level, 26_250, 27_500, 27_501), 25_000, at), Rules),
            AlarmRule.LoadHighWeek => Day(rule, at, Days(7, load: Pick(level, 1.08, 1.1, 1.1001))),
            AlarmRule.LoadLow => Day(rule, at, Days(30, load: Pick(level, 0.62, 0.6, 0.5999)),
                inServiceSince: Yesterday.AddYears(-1)),
            AlarmRule.BypassRunning => Bypass(now, at, Pick(level, 0.5, 1, 1.01)),
            AlarmRule.EffluentOverLimit => PlantRules.Judge(
                new EffluentCondition(
                    Sewage.Id, new QualityPointId("outlet"), "cod_mgl", Pick(level, 58, 60, 60.1), null, 60, at),
                Rules),
            // 1,000 in; 20 % are 200.
            AlarmRule.BalanceOff => Day(rule, at, [Yesterdays(effluent: Pick(level, 820, 800, 799.9))]),
            AlarmRule.RateUnderTarget => DayRules.Judge(
                new RateCondition("sewage-rate", "city", null, Pick(level, 0.655, 0.65, 0.6499), 0.65, 5, at), Rules),
            AlarmRule.CompletenessLow => Day(
                rule, at, [Yesterdays(effluent: null, completeness: Pick(level, 0.92, 0.9, 0.8999))]),
            // Limit 20 intervals of 15 s: 5 min, while it moves.
            AlarmRule.VehicleOffline => Vehicle(rule, now, new VehicleCondition(
                Truck, now - Silence(level, 5, age), true, 30, false)),
            AlarmRule.VehicleNoFix => Vehicle(rule, now, Heard(at) with
            {
                NoFixSince = Since(level, at, TimeSpan.FromMinutes(15)),
            }),
            AlarmRule.Speeding => Vehicle(rule, now, Heard(at, speed: Pick(level, 75, 80, 80.1))),
            AlarmRule.SpeedingAtWork => Vehicle(
                rule, now, Heard(at, speed: Pick(level, 17, 20, 20.1)) with
                {
                    Working = true, Limits = VehicleLimits.Of(VehicleKind.Sweeper),
                }),
            AlarmRule.OutOfArea => Vehicle(rule, now, Heard(at) with
            {
                KnowsPlace = true, OutOfAreaSince = Since(level, at, TimeSpan.FromMinutes(2)),
            }),
            AlarmRule.LongStop => Vehicle(rule, now, Heard(at, speed: 0) with
            {
                KnowsPlace = true, StoppedSince = Since(level, at, TimeSpan.FromHours(1)),
            }),
            AlarmRule.LoadNotDelivered => Vehicle(rule, now, Heard(now) with { Loads = [Load(level, now, age)] }),
            AlarmRule.RoundLate => Vehicle(rule, now, Heard(now) with { Rounds = [Round(level, at)] }),
            AlarmRule.SpoolGrowing => Host(rule, new HostCondition("h-1", at)
            {
                OldestPending = TimeSpan.FromMinutes(Pick(level, 4, 5, 5.01)),
            }),
            AlarmRule.StoreDown => Host(rule, new HostCondition("h-1", at) { StoreIsDown = level == Level.Over }),
            AlarmRule.DeadLettersRising => Host(rule, new HostCondition("h-1", at)
            {
                DeadLettersPerMinute = Pick(level, 5, 10, 10.1),
            }),
            AlarmRule.SessionLost => Host(rule, new HostCondition("h-1", at) { SessionWasLost = level == Level.Over }),
            AlarmRule.ClockOff => Host(rule, new HostCondition("h-1", at) { ClockIsSure = level != Level.Over }),
            AlarmRule.DiskLow => Host(rule, new HostCondition("h-1", at) { DiskFree = Pick(level, 0.12, 0.1, 0.0999) }),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "no situation"),
        };
    }

    public static DateOnly Yesterday => new(2009, 8, 9);

    public static VehicleCondition Heard(DateTimeOffset at, double speed = 30) => new(Truck, at, true, speed, false);

    /// <param name="now">The moment of the look.</param>
    /// <param name="silences">Of the influent, the effluent and the bypass meter.</param>
    public static IEnumerable<AlarmSignal> Meters(DateTimeOffset now, params TimeSpan[] silences)
    {
        string[] ids = ["influent", "effluent", "bypass"];
        return MeterRules.Judge(
            new PlantMetersCondition(
                Sewage.Id, true,
                [.. ids.Select((id, i) => new MeterCondition(Sewage.Meters[new MeterId(id)], now - silences[i]))]),
            Rules, now);
    }

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private static double Pick(Level level, double normal, double justUnder, double over) =>
        level switch { Level.Normal => normal, Level.JustUnder => justUnder, _ => over };

    /// <summary>The older the evidence, the longer ago a silence became too long.</summary>
    private static TimeSpan Silence(Level level, double limitMinutes, TimeSpan age) => level switch
    {
        Level.Normal => Fresh,
        Level.JustUnder => TimeSpan.FromMinutes(limitMinutes),
        _ => TimeSpan.FromMinutes(limitMinutes) + TimeSpan.FromMilliseconds(1) + age,
    };

    private static DateTimeOffset? Since(Level level, DateTimeOffset at, TimeSpan limit) => level switch
    {
        Level.Normal => null,
        Level.JustUnder => at - limit,
        _ => at - limit - TimeSpan.FromSeconds(1),
    };

    private static IEnumerable<AlarmSignal> Meter(DateTimeOffset now, DateTimeOffset at, bool frozen) =>
        MeterRules.Judge(
            new PlantMetersCondition(
                Sewage.Id, true,
                [new MeterCondition(Sewage.Meters[new MeterId("influent")], now, 500, frozen, at.AddHours(-1))]),
            Rules, now);

    private static AlarmSignal Bypass(DateTimeOffset now, DateTimeOffset at, double flow) => MeterRules.Judge(
        new PlantMetersCondition(
            Sewage.Id, true, [new MeterCondition(Sewage.Meters[new MeterId("bypass")], at, flow)]), Rules, now)
        .Single(s => s.Rule == AlarmRule.BypassRunning);

    private static AlarmSignal Day(
        AlarmRule rule, DateTimeOffset at, ImmutableArray<PlantDayFigures> days, DateOnly? inServiceSince = null) =>
        DayRules.Judge(new PlantDaysCondition(Sewage.Id, Yesterday, days, inServiceSince, at), Rules)
            .Single(s => s.Rule == rule);

    private static ImmutableArray<PlantDayFigures> Days(int count, double load) =>
    [
        .. Enumerable.Range(0, count).Select(
            back => new PlantDayFigures(Yesterday.AddDays(-back), true, load, null, null, 1)),
    ];

    private static PlantDayFigures Yesterdays(double? effluent, double completeness = 1) =>
        new(Yesterday, true, null, 1_000, effluent, completeness);

    private static LoadCondition Load(Level level, DateTimeOffset now, TimeSpan age)
    {
        var over = TimeSpan.FromSeconds(1) + age;
        return level switch
        {
            Level.Normal => new LoadCondition("trip-1", now.AddHours(-1), true, ""),
            Level.JustUnder => new LoadCondition("trip-1", now.AddHours(-4), false, ""),
            _ => new LoadCondition("trip-1", now.AddHours(-4) - over, false, "fecal"),
        };
    }

    private static RoundCondition Round(Level level, DateTimeOffset at)
    {
        var behind = TimeSpan.FromMinutes(Pick(level, -5, 30, 30.1));
        return new RoundCondition("round-1", behind, at - behind, false, "toilet-1");
    }

    private static AlarmSignal Vehicle(AlarmRule rule, DateTimeOffset now, VehicleCondition condition) =>
        Domain.Alarms.Rules.VehicleRules.Judge(condition, Rules, now).Single(s => s.Rule == rule);

    private static AlarmSignal Host(AlarmRule rule, HostCondition condition) =>
        HostRules.Judge(condition, Rules).Single(s => s.Rule == rule);
}
