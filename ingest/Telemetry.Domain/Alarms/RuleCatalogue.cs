using System.Collections.Frozen;

namespace Telemetry.Domain.Alarms;

/// <summary>Every rule with its defaults, once; docs/alarms.md shows this table.</summary>
public static class RuleCatalogue
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>
    /// A day is known when it is over, and some of it later: within this it is news, whatever the plant sent last.
    /// </summary>
    private static readonly TimeSpan NewsOfDay = 36 * Hour;

    private static readonly FrozenDictionary<AlarmRule, RuleDefinition> ByRule =
        ((RuleDefinition[])[.. Plants(), .. Days(), .. Vehicles(), .. Hosts()]).ToFrozenDictionary(d => d.Rule);

    public static RuleDefinition Of(AlarmRule rule) => ByRule[rule];

    private static RuleDefinition[] Plants() =>
    [
        Live(AlarmRule.MeterSilent, AlarmSubject.Meter, LimitUnit.Intervals, LimitSide.Above, (2, 1_000), 5, 0,
            Minute, Minute, AlarmPriority.Medium, news: 24 * Hour),
        // Its meters have been silent for their own limits by then.
        Live(AlarmRule.PlantSilent, AlarmSubject.Plant, LimitUnit.None, LimitSide.State, default, 0, 0,
            Minute, Minute, AlarmPriority.High, news: 24 * Hour),
        Live(AlarmRule.FrozenTotaliser, AlarmSubject.Meter, LimitUnit.None, LimitSide.State, default, 0, 0,
            TimeSpan.Zero, 30 * Minute, AlarmPriority.Medium, news: 3 * Hour),
        Live(AlarmRule.StateFault, AlarmSubject.Plant, LimitUnit.None, LimitSide.State, default, 0, 0,
            0.5 * Minute, Minute, AlarmPriority.High, news: Hour),
        Live(AlarmRule.LoadHigh, AlarmSubject.Plant, LimitUnit.Fraction, LimitSide.Above, (0.1, 5), 1.1, 0.05,
            10 * Minute, 30 * Minute, AlarmPriority.Medium, again: 6 * Hour),
        Live(AlarmRule.BypassRunning, AlarmSubject.Meter, LimitUnit.CubicMetresAnHour, LimitSide.Above, (0, 1e6), 1,
            0.5, 2 * Minute, 5 * Minute, AlarmPriority.High),
        Live(AlarmRule.EffluentOverLimit, AlarmSubject.Point, LimitUnit.Times, LimitSide.Above, (0.1, 10), 1, 0.02,
            TimeSpan.Zero, TimeSpan.Zero, AlarmPriority.High, again: 3 * Hour, news: 3 * Hour),
    ];

    private static RuleDefinition[] Days() =>
    [
        Day(AlarmRule.LoadHighWeek, AlarmSubject.Plant, LimitUnit.Fraction, LimitSide.Above, (0.1, 5), 1.1, 0.02,
            AlarmPriority.High),
        Day(AlarmRule.LoadLow, AlarmSubject.Plant, LimitUnit.Fraction, LimitSide.Below, (0.01, 1), 0.6, 0.02,
            AlarmPriority.Low),
        Day(AlarmRule.BalanceOff, AlarmSubject.Plant, LimitUnit.Fraction, LimitSide.Above, (0.01, 1), 0.2, 0.02,
            AlarmPriority.Low),
        Day(AlarmRule.RateUnderTarget, AlarmSubject.Indicator, LimitUnit.OfTarget, LimitSide.Below, (0.1, 2), 1, 0.005,
            AlarmPriority.Medium),
        Day(AlarmRule.CompletenessLow, AlarmSubject.Plant, LimitUnit.Fraction, LimitSide.Below, (0.01, 1), 0.9, 0.02,
            AlarmPriority.Medium),
    ];

    private static RuleDefinition[] Vehicles() =>
    [
        Live(AlarmRule.VehicleOffline, AlarmSubject.Vehicle, LimitUnit.Intervals, LimitSide.Above, (2, 10_000), 20, 0,
            5 * Minute, Minute, AlarmPriority.Medium, news: 24 * Hour),
        Live(AlarmRule.VehicleNoFix, AlarmSubject.Vehicle, LimitUnit.Minutes, LimitSide.Above, (1, 1_440), 15, 0,
            TimeSpan.Zero, Minute, AlarmPriority.Low),
        Live(AlarmRule.Speeding, AlarmSubject.Vehicle, LimitUnit.KilometresAnHour, LimitSide.Above, default,
            Fleet.VehicleLimits.Default.SpeedLimitKmh, 5, 0.5 * Minute, Minute, AlarmPriority.Medium) with
        {
            LimitStandsIn = "vehicle_limits.speed_limit_kmh",
        },
        Live(AlarmRule.SpeedingAtWork, AlarmSubject.Vehicle, LimitUnit.KilometresAnHour, LimitSide.Above, default,
            Fleet.VehicleLimits.Of(Registry.VehicleKind.Sweeper).WorkingSpeedLimitKmh!.Value, 3, Minute, 2 * Minute,
            AlarmPriority.Low) with
        {
            LimitStandsIn = "vehicle_limits.working_speed_limit_kmh",
        },
        Live(AlarmRule.OutOfArea, AlarmSubject.Vehicle, LimitUnit.Minutes, LimitSide.Above, (0, 1_440), 2, 0,
            TimeSpan.Zero, 2 * Minute, AlarmPriority.Medium),
        Live(AlarmRule.LongStop, AlarmSubject.Vehicle, LimitUnit.Minutes, LimitSide.Above, (1, 10_000), 60, 0,
            TimeSpan.Zero, 2 * Minute, AlarmPriority.Low),
        Live(AlarmRule.LoadNotDelivered, AlarmSubject.Vehicle, LimitUnit.Hours, LimitSide.Above, (0.1, 720), 4, 0,
            TimeSpan.Zero, TimeSpan.Zero, AlarmPriority.High, news: 36 * Hour) with
        {
            LapsesAfter = 7 * 24 * Hour,
        },
        Live(AlarmRule.RoundLate, AlarmSubject.Vehicle, LimitUnit.Minutes, LimitSide.Above, (0, 1_440), 30, 0,
            TimeSpan.Zero, TimeSpan.Zero, AlarmPriority.Medium, news: 3 * Hour) with
        {
            LapsesAfter = 24 * Hour,
        },
    ];

    private static RuleDefinition[] Hosts() =>
    [
        Live(AlarmRule.SpoolGrowing, AlarmSubject.Host, LimitUnit.Minutes, LimitSide.Above, (0.1, 10_000), 5, 1,
            Minute, Minute, AlarmPriority.Medium),
        Live(AlarmRule.StoreDown, AlarmSubject.Host, LimitUnit.None, LimitSide.State, default, 0, 0,
            Minute, Minute, AlarmPriority.High),
        Live(AlarmRule.DeadLettersRising, AlarmSubject.Host, LimitUnit.PerMinute, LimitSide.Above, (0.1, 1e6), 10, 5,
            2 * Minute, 10 * Minute, AlarmPriority.Medium, again: Hour),
        Live(AlarmRule.SessionLost, AlarmSubject.Host, LimitUnit.None, LimitSide.State, default, 0, 0,
            Minute, Minute, AlarmPriority.High),
        Live(AlarmRule.ClockOff, AlarmSubject.Host, LimitUnit.None, LimitSide.State, default, 0, 0,
            5 * Minute, 5 * Minute, AlarmPriority.High),
        Live(AlarmRule.DiskLow, AlarmSubject.Host, LimitUnit.Fraction, LimitSide.Below, (0.001, 0.9), 0.1, 0.02,
            Minute, 5 * Minute, AlarmPriority.High),
    ];

    private static RuleDefinition Live(
        AlarmRule rule, AlarmSubject subject, LimitUnit unit, LimitSide side, (double Least, double Most) allowed,
        double limit, double hysteresis, TimeSpan onDelay, TimeSpan offDelay, AlarmPriority priority,
        TimeSpan? again = null, TimeSpan? news = null) => new(
        rule, subject, unit, side, allowed.Least, allowed.Most, new RuleSettings
        {
            Limit = limit, Hysteresis = hysteresis, OnDelay = onDelay, OffDelay = offDelay,
            AgainWithin = again ?? 30 * Minute, Grace = 3 * Minute, NewsFor = news ?? 10 * Minute, Priority = priority,
        });

    /// <summary>A closed day stands still: nothing to be delayed, and its next verdict comes a day later.</summary>
    private static RuleDefinition Day(
        AlarmRule rule, AlarmSubject subject, LimitUnit unit, LimitSide side, (double Least, double Most) allowed,
        double limit, double hysteresis, AlarmPriority priority) => new(
        rule, subject, unit, side, allowed.Least, allowed.Most, new RuleSettings
        {
            Limit = limit, Hysteresis = hysteresis, OnDelay = TimeSpan.Zero, OffDelay = TimeSpan.Zero,
            AgainWithin = 36 * Hour, Grace = 3 * Minute, NewsFor = NewsOfDay, Priority = priority,
        });
}
